package org.gpol.vm.call;

import java.util.List;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.btf.BtfType;

/**
 * What programs can read of a task: as much of Linux's {@code struct task_struct} as is true of any
 * task here, at offsets of our own. Objects that were compiled against Linux find the members by
 * their CO-RE relocations.
 */
public final class TaskStruct {
  /** The name of the structure. */
  public static final String NAME = "task_struct";

  /** {@code pid_t pid}: the thread id. */
  public static final int PID = 0;

  /** {@code pid_t tgid}: the process id. */
  public static final int TGID = 4;

  /** {@code char comm[16]}: the name, with a zero at its end and zeroes behind. */
  public static final int COMM = 8;

  /** The size of {@link #COMM}. */
  public static final int COMM_BYTES = 16;

  /** The size of the structure. */
  public static final int BYTES = COMM + COMM_BYTES;

  private TaskStruct() {}

  /** The structure and the types of its members. */
  public static BtfTable types() {
    return new BtfTable(
        List.of(
            new BtfType.Int("int", 4, 0, 32, BtfType.Int.Encoding.SIGNED),
            new BtfType.Int("char", 1, 0, 8, BtfType.Int.Encoding.SIGNED),
            new BtfType.Int("__ARRAY_SIZE_TYPE__", 4, 0, 32, BtfType.Int.Encoding.UNSIGNED),
            new BtfType.Typedef("pid_t", 1),
            new BtfType.Array(2, 3, COMM_BYTES),
            new BtfType.Struct(
                NAME,
                false,
                BYTES,
                List.of(
                    new BtfType.Member("pid", 4, PID * 8, 0),
                    new BtfType.Member("tgid", 4, TGID * 8, 0),
                    new BtfType.Member("comm", 5, COMM * 8, 0)))));
  }
}
