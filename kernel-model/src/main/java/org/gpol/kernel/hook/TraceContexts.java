package org.gpol.kernel.hook;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What programs at {@link Tracepoint}s are given: the record of the trace as Linux 5.11 has it on
 * 64-bit machines (tracefs, {@code events/sched/NAME/format}), little endian. The first eight bytes
 * are the record's header, which programs do not see.
 *
 * <pre>
 * sched_switch (64)       sched_waking, sched_wakeup, sched_wakeup_new (40)
 *  8 char prev_comm[16]    8 char comm[16]
 * 24 s32  prev_pid        24 s32  pid
 * 28 s32  prev_prio       28 s32  prio
 * 32 s64  prev_state      32 s32  success
 * 40 char next_comm[16]   36 s32  target_cpu
 * 56 s32  next_pid
 * 60 s32  next_prio       sched_migrate_task (40)
 *                          8, 24, 28 as above
 * sched_process_fork (48) 32 s32  orig_cpu
 *  8 char parent_comm[16] 36 s32  dest_cpu
 * 24 s32  parent_pid
 * 28 char child_comm[16]  sched_process_exit (32)
 * 44 s32  child_pid        8, 24, 28 as above
 * </pre>
 */
public final class TraceContexts {
  /** Bytes at the start of each that no program sees. */
  public static final int HEADER = 8;

  /** Bytes of the name of a task. */
  public static final int COMM_BYTES = 16;

  public static final int COMM = 8;
  public static final int PID = 24;
  public static final int PRIO = 28;

  public static final int WAKE_SIZE = 40;
  public static final int WAKE_SUCCESS = 32;
  public static final int WAKE_TARGET_CPU = 36;

  public static final int MIGRATE_SIZE = 40;
  public static final int MIGRATE_ORIG_CPU = 32;
  public static final int MIGRATE_DEST_CPU = 36;

  public static final int EXIT_SIZE = 32;

  public static final int FORK_SIZE = 48;
  public static final int FORK_CHILD_COMM = 28;
  public static final int FORK_CHILD_PID = 44;

  public static final int SWITCH_SIZE = 64;
  public static final int SWITCH_PREV_STATE = 32;
  public static final int SWITCH_NEXT_COMM = 40;
  public static final int SWITCH_NEXT_PID = 56;
  public static final int SWITCH_NEXT_PRIO = 60;

  /** {@code prev_state} of a task that could go on but is preempted ({@code TASK_REPORT_MAX}). */
  public static final int PREEMPTED = 0x100;

  /** … of a task that sleeps ({@code TASK_INTERRUPTIBLE}). */
  public static final int SLEEPS = 0x1;

  /** … of a task that has ended ({@code EXIT_DEAD}). */
  public static final int ENDED = 0x10;

  private TraceContexts() {}

  /** Stores a task's name, cut to 15 bytes, the rest zeroes. */
  public static void putComm(byte[] context, int offset, String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, COMM_BYTES - 1);
    System.arraycopy(bytes, 0, context, offset, length);
    Arrays.fill(context, offset + length, offset + COMM_BYTES, (byte) 0);
  }
}
