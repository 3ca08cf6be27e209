package org.gpol.vm.map;

import static org.gpol.vm.map.BpfMap.BPF_ANY;
import static org.gpol.vm.map.BpfMap.BPF_EXIST;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.gpol.bpf.platform.MapSpec;

/** Any sequence of operations does to our maps what it does to Java's. */
class MapModelPropertyTest {
  private static final int CAPACITY = 5;

  @Property(tries = 300)
  void hash_anySequence_behavesAsAMapOfLimitedSize(
      @ForAll @Size(max = 60) int[] operations, @ForAll @IntRange(min = 1, max = 8) int keys) {
    MapBench hash = new MapBench(MapSpec.hash("h", 4, 8, CAPACITY));
    Map<Integer, Long> model = new TreeMap<>();
    for (int operation : operations) {
      int key = Math.floorMod(operation >> 8, keys);
      if ((operation & 3) == 0) {
        assertEquals(model.remove(key) == null ? -2 : 0, hash.remove(key));
      } else {
        boolean room = model.containsKey(key) || model.size() < CAPACITY;
        assertEquals(room ? 0 : -7, hash.put(key, operation, BPF_ANY));
        if (room) {
          model.put(key, (long) operation);
        }
      }
      for (int k = 0; k < keys; k++) {
        assertEquals(model.get(k), hash.get(k));
      }
    }
  }

  @Property(tries = 300)
  void queue_anySequence_behavesAsABoundedDeque(@ForAll @Size(max = 60) int[] operations) {
    MapBench queue = new MapBench(MapSpec.queue("q", 8, CAPACITY));
    Deque<Long> model = new ArrayDeque<>();
    for (int operation : operations) {
      boolean full = model.size() == CAPACITY;
      switch (operation & 3) {
        case 0 -> {
          Long wanted = model.pollFirst();
          assertEquals(wanted == null ? -2 : 0, queue.pop());
          assertEquals(wanted == null ? 0 : wanted, queue.taken());
        }
        case 1 -> {
          if (full) {
            model.removeFirst();
          }
          model.addLast((long) operation);
          assertEquals(0, queue.push(operation, BPF_EXIST));
        }
        default -> {
          assertEquals(full ? -7 : 0, queue.push(operation, BPF_ANY));
          if (!full) {
            model.addLast((long) operation);
          }
        }
      }
    }
  }
}
