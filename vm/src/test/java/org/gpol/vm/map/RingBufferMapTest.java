package org.gpol.vm.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.gpol.vm.memory.MemoryViolation;
import org.junit.jupiter.api.Test;

/** Ring buffers as Linux's ringbuf.c has them. */
class RingBufferMapTest {
  private static final int SIZE = 4096;

  private final MapBench ring = new MapBench(new MapSpec("r", MapType.RINGBUF, 0, 0, SIZE, null));
  private final RingBufferReader reader = new RingBufferReader(ring.map);

  private List<String> read() {
    List<String> records = new ArrayList<>();
    int count =
        reader.poll(
            (bytes, offset, length) ->
                records.add(Arrays.toString(Arrays.copyOfRange(bytes, offset, offset + length))));
    assertEquals(records.size(), count);
    return records;
  }

  @Test
  void record_submitted_isRead_andItsHeaderSaysItsLength() {
    long address = ring.map.reserve(3, 0);
    ring.memory.store8(address + 1, 7);
    assertEquals(0x8000_0003L, ring.memory.load32(address - 8));
    assertEquals(3, ring.memory.load32(address - 4));
    assertEquals(List.of(), read());

    ring.map.submit(address, 0);
    assertEquals(3, ring.memory.load32(address - 8));
    assertEquals(List.of("[0, 7, 0]"), read());
    assertEquals(List.of(), read());
  }

  @Test
  void record_discarded_isSkipped_andOneThatIsWrittenStillHoldsUpTheRest() {
    long first = ring.map.reserve(1, 0);
    long second = ring.map.reserve(1, 0);
    assertEquals(16, second - first);
    assertEquals(0, ring.map.output(new byte[] {9, 8}, 1, 1, 0));
    ring.map.submit(second, 0);

    assertEquals(List.of(), read());
    ring.map.discard(first, 0);
    assertEquals(0x4000_0001L, ring.memory.load32(first - 8));
    assertEquals(List.of("[0]", "[8]"), read());
  }

  @Test
  void reserve_ofMoreThanThereIs_orWithFlags_givesNull() {
    assertEquals(0, ring.map.reserve(SIZE - 8, 0));
    assertEquals(0, ring.map.reserve(-1, 0));
    assertEquals(0, ring.map.reserve(0xffff_ffffL, 0));
    assertEquals(0, ring.map.reserve(8, 1));
    assertNotEquals(0, ring.map.reserve(SIZE - 16, 0));
    assertEquals(0, ring.map.reserve(0, 0));
    assertEquals(-11, ring.map.output(new byte[1], 0, 1, 0));
    assertEquals(-22, ring.map.output(new byte[1], 0, 1, 4));
  }

  @Test
  void record_thatGoesBeyondTheEnd_isOnePiece_andHarmsNoOther() {
    byte[] filler = new byte[SIZE - 64];
    assertEquals(0, ring.map.output(filler, 0, filler.length, 0));
    reader.poll((bytes, offset, length) -> {});
    long address = ring.map.reserve(200, 0);
    for (int i = 0; i < 200; i++) {
      ring.memory.store8(address + i, 1);
    }
    assertEquals(0, ring.map.output(new byte[] {2, 2}, 0, 2, 0));
    ring.map.submit(address, 0);
    byte[] ones = new byte[200];
    Arrays.fill(ones, (byte) 1);

    assertEquals(List.of(Arrays.toString(ones), "[2, 2]"), read());
  }

  @Test
  void query_tellsPositionsAndSize() {
    ring.map.output(new byte[5], 0, 5, 0);
    ring.map.output(new byte[5], 0, 5, 0);
    assertEquals(32, ring.map.query(0));
    assertEquals(SIZE, ring.map.query(1));
    assertEquals(0, ring.map.query(2));
    assertEquals(32, ring.map.query(3));
    read();
    assertEquals(0, ring.map.query(0));
    assertEquals(32, ring.map.query(2));
    assertEquals(0, ring.map.query(4));
    assertEquals(0, ring.map.query(-1));
  }

  @Test
  void wakeups_followTheFlags() {
    ring.map.output(new byte[1], 0, 1, 0);
    assertEquals(1, reader.wakeups());
    ring.map.output(new byte[1], 0, 1, 0);
    assertEquals(1, reader.wakeups());
    ring.map.output(new byte[1], 0, 1, 2);
    assertEquals(2, reader.wakeups());
    read();
    ring.map.output(new byte[1], 0, 1, 1);
    assertEquals(2, reader.wakeups());
  }

  @Test
  void submit_ofWhatWasNotReserved_isAViolation() {
    long address = ring.map.reserve(8, 0);
    ring.map.submit(address, 0);

    for (long wrong : new long[] {address, 0, address + 8, -1, address - 16}) {
      assertThrows(MemoryViolation.class, () -> ring.map.submit(wrong, 0));
      assertThrows(MemoryViolation.class, () -> ring.map.discard(wrong, 0));
    }
  }

  @Test
  void everyChange_isAMutation() {
    long before = ring.memory.mutations();
    long address = ring.map.reserve(8, 0);
    assertTrue(ring.memory.mutations() > before);
    before = ring.memory.mutations();
    ring.map.submit(address, 0);
    assertTrue(ring.memory.mutations() > before);
    before = ring.memory.mutations();
    read();
    assertTrue(ring.memory.mutations() > before);
    before = ring.memory.mutations();
    read();
    ring.map.query(0);
    assertEquals(before, ring.memory.mutations());
  }

  @Property(tries = 200)
  void anySequence_behavesAsABoundedDequeOfRecords(@ForAll @Size(max = 200) int[] operations) {
    BpfMap map = new MapBench(ring.map.spec()).map;
    Deque<byte[]> model = new ArrayDeque<>();
    long used = 0;
    for (int operation : operations) {
      int length = (operation >>> 8) % 1500;
      if ((operation & 7) == 0) {
        int count =
            new RingBufferReader(map)
                .poll(
                    (bytes, offset, size) ->
                        assertTrue(
                            Arrays.equals(
                                model.removeFirst(),
                                Arrays.copyOfRange(bytes, offset, offset + size))));
        assertTrue(count >= 0 && model.isEmpty());
        used = 0;
      } else {
        byte[] record = new byte[length];
        Arrays.fill(record, (byte) operation);
        long total = (length + 15) & ~7L;
        boolean fits = used + total < SIZE;
        assertEquals(fits ? 0 : -11, map.output(record, 0, length, 0));
        if (fits) {
          model.add(record);
          used += total;
        }
      }
      assertEquals(used, map.query(0));
    }
  }
}
