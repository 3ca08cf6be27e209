package org.gpol.vm.map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.gpol.bpf.platform.MapField;
import org.gpol.bpf.platform.MapSpec;
import org.junit.jupiter.api.Test;

/** What compiled programs call does the same as the operations of the map itself. */
class DirectMapPropertyTest {
  private static final int CAPACITY = 5;
  private static final int KEY = 3;
  private static final int VALUE = 16;

  private final byte[] frame = new byte[160];
  private final byte[] otherFrame = new byte[160];

  @Property(tries = 300)
  void hash_anySequence_isTheSameEitherWay(
      @ForAll @Size(max = 60) int[] operations,
      @ForAll @IntRange(min = 1, max = 8) int keySize,
      @ForAll @IntRange(min = 1, max = 130) int valueSize) {
    MapSpec spec = MapSpec.hash("h", keySize, valueSize, CAPACITY);
    MapBench plain = new MapBench(spec);
    MapBench direct = new MapBench(spec);
    DirectHash calls = DirectHash.of(direct.map).orElseThrow();
    for (int operation : operations) {
      fill(Math.floorMod(operation >> 8, 9), operation >> 16);
      long flags = (operation >> 4) & 7;
      switch (operation & 3) {
        case 0 -> assertEquals(plain.map.delete(frame, KEY), direct.map.delete(frame, KEY));
        case 1 ->
            assertEquals(
                plain.map.update(frame, KEY, frame, VALUE, flags, 0), update(direct, calls, flags));
        default ->
            assertEquals(
                plain.map.update(frame, KEY, frame, VALUE, 0, 0), update(direct, calls, 0));
      }
      for (int key = 0; key < 9; key++) {
        fill(key, 0);
        long address = plain.map.lookup(frame, KEY, 0);
        assertEquals(address, calls.lookup(frame, KEY));
        if (address != 0) {
          assertArrayEquals(bytes(plain, address, valueSize), bytes(direct, address, valueSize));
        }
      }
      assertEquals(plain.memory.mutations(), direct.memory.mutations());
    }
  }

  /** As compiled programs do it: what is rare is left to the map. */
  private int update(MapBench direct, DirectHash calls, long flags) {
    return calls.overwrite(frame, KEY, frame, VALUE, flags)
        ? 0
        : direct.map.update(frame, KEY, frame, VALUE, flags, 0);
  }

  @Property(tries = 300)
  void queue_anySequence_isTheSameEitherWay(
      @ForAll @Size(max = 120) int[] operations,
      @ForAll @IntRange(min = 1, max = 130) int valueSize,
      @ForAll @IntRange(min = 1, max = 40) int capacity) {
    MapSpec spec = MapSpec.queue("q", valueSize, capacity);
    MapBench plain = new MapBench(spec);
    MapBench direct = new MapBench(spec);
    DirectQueue calls = DirectQueue.of(direct.map).orElseThrow();
    for (int operation : operations) {
      fill(0, operation >> 8);
      System.arraycopy(frame, 0, otherFrame, 0, frame.length);
      if ((operation & 3) == 0) {
        int popped = calls.take(otherFrame, VALUE) ? 0 : direct.map.pop(otherFrame, VALUE);
        assertEquals(plain.map.pop(frame, VALUE), popped);
      } else {
        long flags = (operation & 7) == 1 ? (operation >> 3) & 3 : BpfMap.BPF_ANY;
        boolean done = calls.append(otherFrame, VALUE, flags);
        int pushed = done ? 0 : direct.map.push(otherFrame, VALUE, flags);
        assertEquals(plain.map.push(frame, VALUE, flags), pushed);
      }
      assertArrayEquals(frame, otherFrame);
      assertEquals(plain.memory.mutations(), direct.memory.mutations());
    }
  }

  @Property(tries = 200)
  void array_anyIndex_isTheSameEitherWay(
      @ForAll int index,
      @ForAll @IntRange(min = 1, max = 40) int valueSize,
      @ForAll @IntRange(min = 1, max = 40) int entries) {
    MapBench array = new MapBench(MapSpec.array("a", valueSize, entries));
    DirectArray calls = DirectArray.of(array.map).orElseThrow();
    for (int key : new int[] {index, Math.floorMod(index, entries), entries - 1, entries, -1, 0}) {
      fill(key, 0);
      assertEquals(array.map.lookup(frame, KEY, 0), calls.lookup(frame, KEY));
    }
  }

  @Test
  void hash_withMoreToDoThanCopying_isLeftToTheMap() {
    MapSpec spec = MapSpec.hash("h", 4, 24, CAPACITY);
    MapField lock = new MapField(MapField.Kind.SPIN_LOCK, 0, "");
    int large = (1 << 20) / 24 + 1;
    MapSpec readOnly = spec.withFlags(MapFlag.RDONLY_PROG.bit());

    assertTrue(DirectHash.of(new MapBench(spec).map).isPresent());
    assertEquals(Optional.empty(), DirectHash.of(new MapBench(spec.withFields(List.of(lock))).map));
    assertEquals(Optional.empty(), DirectHash.of(new MapBench(readOnly).map));
    assertEquals(
        Optional.empty(), DirectHash.of(new MapBench(MapSpec.hash("h", 4, 24, large)).map));
    assertEquals(
        Optional.empty(), DirectHash.of(new MapBench(MapSpec.hash("h", 9, 24, CAPACITY)).map));
  }

  /** A key that differs from others in its first byte, and a value that is all the same. */
  private void fill(int key, int value) {
    ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).putInt(KEY, key);
    Arrays.fill(frame, VALUE, frame.length, (byte) value);
  }

  private static byte[] bytes(MapBench bench, long address, int size) {
    byte[] bytes = new byte[size];
    MapBench.copy(bench.memory, address, bytes);
    return bytes;
  }
}
