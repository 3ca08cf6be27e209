package org.gpol.vm.call;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.gpol.bpf.platform.MapField;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.gpol.vm.memory.MemoryViolation;
import org.junit.jupiter.api.Test;

class TaskHelpersTest {
  private static final int PID_TGID = 14;
  private static final int UID_GID = 15;
  private static final int COMM = 16;
  private static final int CURRENT = 35;
  private static final int CURRENT_BTF = 158;
  private static final int STORAGE_GET = 156;
  private static final int STORAGE_DELETE = 157;
  private static final int KPTR_XCHG = 194;
  private static final int FROM_PID = HelperBinding.FIRST_KFUNC;
  private static final int ACQUIRE = HelperBinding.FIRST_KFUNC + 1;
  private static final int RELEASE = HelperBinding.FIRST_KFUNC + 2;
  private static final long CREATE = 1;

  private final HelperBench bench =
      new HelperBench(
          new MapSpec("storage", MapType.TASK_STORAGE, 4, 8, 0, 1, 0, null, List.of(), 0, 0),
          MapSpec.array("kptrs", 16, 1)
              .withFields(List.of(new MapField(MapField.Kind.KPTR, 8, "task_struct"))));

  @Test
  void currentPidTgid_isTheProcessAboveTheThread() {
    assertEquals(107L << 32 | 7, bench.call(PID_TGID));
    assertEquals(5L << 32 | 1000, bench.call(UID_GID));
  }

  @Test
  void currentComm_isPaddedAndCutLikeTheKernels() {
    long buffer = bench.room(20);

    assertEquals(0, bench.call(COMM, buffer, 20));
    assertArrayEquals(Arrays.copyOf(ascii("worker"), 20), bench.at(buffer, 20));
    assertEquals(0, bench.call(COMM, buffer, 4));
    assertArrayEquals(ascii("wor\0er"), bench.at(buffer, 6));
    bench.task = 8;
    assertEquals(0, bench.call(COMM, buffer, 20));
    assertEquals("a-very-long-tas", bench.text(buffer));
  }

  @Test
  void currentTask_isAStructureThatProgramsRead() {
    long task = bench.call(CURRENT_BTF);

    assertEquals(task, bench.call(CURRENT));
    assertEquals(7, bench.memory.load32(task + TaskStruct.PID));
    assertEquals(107, bench.memory.load32(task + TaskStruct.TGID));
    assertEquals("worker", bench.text(task + TaskStruct.COMM));
    assertThrows(MemoryViolation.class, () -> bench.memory.store32(task, 1));
    bench.task = 8;
    assertNotEquals(task, bench.call(CURRENT_BTF));
  }

  @Test
  void taskStorage_isOneValueATask() {
    long map = bench.map(0).address();
    long task = bench.call(CURRENT_BTF);

    assertEquals(0, bench.call(STORAGE_GET, map, task, 0, 0));
    long value = bench.call(STORAGE_GET, map, task, bench.longs(42), CREATE);
    assertEquals(42, bench.memory.load64(value));
    assertEquals(value, bench.call(STORAGE_GET, map, task, 0, CREATE));
    bench.task = 8;
    long other = bench.call(STORAGE_GET, map, bench.call(CURRENT_BTF), 0, CREATE);
    assertNotEquals(value, other);
    assertEquals(0, bench.memory.load64(other));
    assertEquals(0, bench.call(STORAGE_DELETE, map, task));
    assertEquals(Errno.ENOENT, bench.call(STORAGE_DELETE, map, task));
  }

  @Test
  void taskFromPid_holdsTheTaskUntilItIsReleased() {
    assertEquals(0, bench.call(FROM_PID, 9));
    long task = bench.call(FROM_PID, 8);
    assertEquals(8, bench.memory.load32(task + TaskStruct.PID));
    assertEquals(task, bench.call(ACQUIRE, task));
    assertEquals(2, bench.state.tasks().references());
    bench.call(RELEASE, task);
    bench.call(RELEASE, task);
    assertThrows(MemoryViolation.class, () -> bench.call(RELEASE, task));
  }

  @Test
  void kptrXchg_swapsWhatTheValueHolds() {
    long field = bench.value(1) + 8;
    long task = bench.call(FROM_PID, 8);

    assertEquals(0, bench.call(KPTR_XCHG, field, task));
    assertEquals(task, bench.call(KPTR_XCHG, field, 0));
    assertEquals(0, bench.memory.load64(field));
    assertEquals(1, bench.state.tasks().references());
  }

  @Test
  void heldTask_isReleasedWithTheValueThatHoldsIt() {
    bench.call(KPTR_XCHG, bench.value(1) + 8, bench.call(FROM_PID, 8));

    bench.call(2, bench.map(1).address(), bench.longs(0), bench.longs(1, 2), 0);

    assertEquals(0, bench.state.tasks().references());
    assertEquals(0, bench.memory.load64(bench.value(1) + 8));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
