package org.gpol.vm.call;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.gpol.vm.map.RingBufferReader;
import org.junit.jupiter.api.Test;

/** As bpf_dynptr_* in Linux's kernel/bpf/helpers.c. */
class DynptrHelpersTest {
  private static final int FROM_MEM = 197;
  private static final int RESERVE = 198;
  private static final int SUBMIT = 199;
  private static final int DISCARD = 200;
  private static final int READ = 201;
  private static final int WRITE = 202;
  private static final int DATA = 203;

  private final HelperBench bench =
      new HelperBench(
          MapSpec.array("data", 32, 1), new MapSpec("ring", MapType.RINGBUF, 0, 0, 4096, null));
  private final long dynptr = bench.room(16);

  @Test
  void fromMem_readsAndWritesTheMemoryItself() {
    long value = bench.value(0);
    bench.memory.store64(value + 8, 42);
    assertEquals(0, bench.call(FROM_MEM, value, 32, 0, dynptr));

    long buffer = bench.room(8);
    assertEquals(0, bench.call(READ, buffer, 8, dynptr, 8, 0));
    assertEquals(42, bench.memory.load64(buffer));
    assertEquals(0, bench.call(WRITE, dynptr, 24, bench.longs(7), 8, 0));
    assertEquals(7, bench.memory.load64(value + 24));
    assertEquals(value + 30, bench.call(DATA, dynptr, 30, 2));
  }

  @Test
  void write_overlapping_movesLikeMemmove() {
    long value = bench.value(0);
    for (int i = 0; i < 4; i++) {
      bench.memory.store8(value + i, i + 1);
    }
    bench.call(FROM_MEM, value, 32, 0, dynptr);

    assertEquals(0, bench.call(WRITE, dynptr, 1, value, 4, 0));

    assertArrayEquals(new byte[] {1, 1, 2, 3, 4, 0}, bench.at(value, 6));
  }

  @Test
  void accesses_beyondTheEnd_areE2big() {
    bench.call(FROM_MEM, bench.value(0), 32, 0, dynptr);
    long buffer = bench.room(64);

    assertEquals(0, bench.call(READ, buffer, 0, dynptr, 32, 0));
    assertEquals(Errno.E2BIG, bench.call(READ, buffer, 1, dynptr, 32, 0));
    assertEquals(Errno.E2BIG, bench.call(READ, buffer, 33, dynptr, 0, 0));
    assertEquals(Errno.E2BIG, bench.call(READ, buffer, 8, dynptr, 0xffff_fffcL, 0));
    assertEquals(Errno.E2BIG, bench.call(WRITE, dynptr, 25, buffer, 8, 0));
    assertEquals(Errno.E2BIG, bench.call(WRITE, dynptr, 25, buffer, 8, 1));
    assertEquals(0, bench.call(DATA, dynptr, 32, 1));
    assertEquals(0x55, bench.memory.load8(buffer));
  }

  @Test
  void flags_thatAreNotZero_areEinval() {
    bench.call(FROM_MEM, bench.value(0), 32, 0, dynptr);
    long buffer = bench.room(8);

    assertEquals(Errno.EINVAL, bench.call(READ, buffer, 8, dynptr, 0, 1));
    assertEquals(Errno.EINVAL, bench.call(WRITE, dynptr, 0, buffer, 8, 1));
    assertEquals(Errno.EINVAL, bench.call(FROM_MEM, bench.value(0), 32, 1, dynptr));
    assertEquals(Errno.E2BIG, bench.call(FROM_MEM, bench.value(0), 1 << 24, 1, dynptr));
  }

  @Test
  void nullDynptr_isOfNoUse() {
    assertEquals(Errno.EINVAL, bench.call(FROM_MEM, bench.value(0), 32, 1, dynptr));
    long buffer = bench.room(8);

    assertEquals(Errno.EINVAL, bench.call(READ, buffer, 1, dynptr, 0, 0));
    assertEquals(Errno.EINVAL, bench.call(WRITE, dynptr, 0, buffer, 1, 0));
    assertEquals(0, bench.call(DATA, dynptr, 0, 0));
    assertEquals(0, bench.call(SUBMIT, dynptr, 0));
  }

  @Test
  void readOnlyDynptr_isReadOnly() {
    bench.call(FROM_MEM, bench.value(0), 32, 0, dynptr);
    bench.memory.store8(dynptr + 11, bench.memory.load8(dynptr + 11) | 0x80);
    long buffer = bench.room(8);

    assertEquals(0, bench.call(READ, buffer, 8, dynptr, 0, 0));
    assertEquals(Errno.EINVAL, bench.call(WRITE, dynptr, 0, buffer, 8, 0));
    assertEquals(0, bench.call(DATA, dynptr, 0, 8));
  }

  @Test
  void ringbufDynptr_goesToTheReaderOrNot() {
    long ring = bench.map(1).address();
    assertEquals(0, bench.call(RESERVE, ring, 12, 0, dynptr));
    assertEquals(0, bench.call(WRITE, dynptr, 4, bench.longs(5), 8, 0));
    bench.call(SUBMIT, dynptr, 0);
    assertEquals(0, bench.call(DATA, dynptr, 0, 1));
    bench.call(SUBMIT, dynptr, 0);
    assertEquals(0, bench.call(RESERVE, ring, 12, 0, dynptr));
    bench.call(DISCARD, dynptr, 0);
    assertTrue(bench.observed());

    List<Integer> lengths = new ArrayList<>();
    int records =
        new RingBufferReader(bench.map(1))
            .poll(
                (bytes, offset, length) -> {
                  lengths.add(length);
                  assertEquals(5, bytes[offset + 4]);
                });
    assertEquals(1, records);
    assertEquals(List.of(12), lengths);
  }

  @Test
  void ringbufReserve_thatFails_leavesNull() {
    long ring = bench.map(1).address();

    assertEquals(Errno.EINVAL, bench.call(RESERVE, ring, 8, 1, dynptr));
    assertEquals(Errno.E2BIG, bench.call(RESERVE, ring, 1 << 24, 0, dynptr));
    assertEquals(Errno.EINVAL, bench.call(RESERVE, ring, 4096, 0, dynptr));
    assertEquals(0, bench.memory.load64(dynptr));
    assertEquals(0, bench.call(DISCARD, dynptr, 0));
  }
}
