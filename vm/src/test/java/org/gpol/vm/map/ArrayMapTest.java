package org.gpol.vm.map;

import static org.gpol.vm.map.BpfMap.BPF_ANY;
import static org.gpol.vm.map.BpfMap.BPF_EXIST;
import static org.gpol.vm.map.BpfMap.BPF_NOEXIST;
import static org.gpol.vm.map.MapBench.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gpol.bpf.platform.MapSpec;
import org.gpol.vm.memory.AddressSpace;
import org.gpol.vm.memory.MemoryViolation;
import org.junit.jupiter.api.Test;

/** Arrays, per-CPU arrays and arrays of maps, as Linux's arraymap.c has them. */
class ArrayMapTest {
  private final MapBench array = new MapBench(MapSpec.array("a", 8, 3));

  @Test
  void lookup_everyIndexFromTheStart_isZero() {
    assertEquals(0L, array.get(0));
    assertEquals(0L, array.get(2));
    assertNull(array.get(3));
    assertNull(array.get(-1));
  }

  @Test
  void update_byItsFlags_answersAsLinux() {
    assertEquals(0, array.put(1, 7, BPF_ANY));
    assertEquals(0, array.put(1, 8, BPF_EXIST));
    assertEquals(-17, array.put(1, 9, BPF_NOEXIST));
    assertEquals(-22, array.put(1, 9, 3));
    assertEquals(-22, array.put(1, 9, -1));
    assertEquals(-7, array.put(3, 9, BPF_ANY));
    assertEquals(8L, array.get(1));
    assertEquals(0L, array.get(0));
    assertEquals(0L, array.get(2));
  }

  @Test
  void delete_ofAnArray_isInvalid() {
    assertEquals(-22, array.remove(0));
  }

  @Test
  void queueOperations_onAnArray_areNotSupported() {
    assertEquals(-95, array.push(1, BPF_ANY));
    assertEquals(-95, array.pop());
    assertEquals(-95, array.peek());
  }

  @Test
  void values_ofOddSize_startAtMultiplesOfEight() {
    MapBench odd = new MapBench(MapSpec.array("odd", 5, 4));

    assertEquals(8, odd.address(1) - odd.address(0));
    assertEquals(0, odd.address(3) % 8);
  }

  @Test
  void perCpu_everyCpu_hasItsOwnValues() {
    MapBench perCpu = new MapBench(MapSpec.percpuArray("p", 8, 2), 3);
    for (int cpu = 0; cpu < 3; cpu++) {
      perCpu.map.update(key(1), 0, MapBench.value(100 + cpu), 0, BPF_ANY, cpu);
    }

    for (int cpu = 0; cpu < 3; cpu++) {
      assertEquals(100 + cpu, perCpu.memory.load64(perCpu.map.lookup(key(1), 0, cpu)));
      assertEquals(0, perCpu.memory.load64(perCpu.map.lookup(key(0), 0, cpu)));
    }
    assertEquals(0, perCpu.map.lookup(key(2), 0, 2));
  }

  @Test
  void update_ofAReadOnlyArray_isAViolation() {
    MapRegistry registry = new MapRegistry(new AddressSpace(), 1);
    BpfMap frozen = registry.add(MapSpec.array(".rodata", 8, 1), true);

    assertThrows(
        MemoryViolation.class, () -> frozen.update(key(0), 0, MapBench.value(1), 0, BPF_ANY, 0));
  }

  @Test
  void arrayOfMaps_everySlot_holdsAMapOfItsOwn() {
    MapBench outer = new MapBench(MapSpec.arrayOfMaps("q", MapSpec.queue("inner", 8, 4), 200));
    outer.map.fillOnDemand();
    BpfMap first = outer.registry.at(outer.address(0));
    BpfMap last = outer.registry.at(outer.address(199));
    first.push(MapBench.value(5), 0, BPF_ANY);

    assertNotEquals(outer.address(0), outer.address(199));
    assertEquals(-2, last.pop(outer.out, 0));
    assertEquals(0, first.pop(outer.out, 0));
    assertEquals(5, outer.taken());
    assertEquals(0, outer.address(200));
  }

  @Test
  void at_whatIsNoMap_isAViolation() {
    for (long address : new long[] {0, 1, -1, array.address(0), Long.MIN_VALUE}) {
      assertThrows(MemoryViolation.class, () -> array.registry.at(address));
    }
  }

  @Test
  void add_ofMoreThanARegionCanHold_saysHowMuch() {
    MapCreationException e =
        assertThrows(
            MapCreationException.class,
            () -> new MapBench(MapSpec.percpuArray("big", 1 << 15, 1 << 15), 4));

    assertTrue(e.getMessage().contains("`big` needs 4294967296 bytes"), e.getMessage());
  }
}
