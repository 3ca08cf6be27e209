package org.gpol.vm.map;

import static org.gpol.vm.map.BpfMap.BPF_ANY;
import static org.gpol.vm.map.BpfMap.BPF_EXIST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.junit.jupiter.api.Test;

/** Bloom filters as Linux's bloom_filter.c has them. */
class BloomFilterTest {
  private final MapBench filter =
      new MapBench(new MapSpec("b", MapType.BLOOM_FILTER, 0, 8, 1000, null));

  private int peek(long value) {
    return filter.map.peek(MapBench.value(value), 0);
  }

  @Test
  void peek_ofWhatWasPushed_findsIt() {
    for (long value = 0; value < 1000; value++) {
      assertEquals(0, filter.push(value * value, BPF_ANY));
    }

    for (long value = 0; value < 1000; value++) {
      assertEquals(0, peek(value * value));
    }
  }

  @Test
  void peek_ofWhatWasNotPushed_seldomFindsIt() {
    for (long value = 0; value < 1000; value++) {
      filter.push(value, BPF_ANY);
    }
    int wrong = 0;
    for (long value = 1000; value < 11_000; value++) {
      wrong += peek(value) == 0 ? 1 : 0;
    }

    assertTrue(wrong < 500, wrong + " of 10000 wrongly found");
  }

  @Test
  void otherOperations_answerAsLinux() {
    assertEquals(-22, filter.push(1, BPF_EXIST));
    assertEquals(-2, peek(1));
    assertEquals(-95, filter.pop());
    assertEquals(-22, filter.put(1, 1, BPF_ANY));
    assertEquals(-95, filter.remove(1));
    assertEquals(0, filter.address(1));
  }

  @Test
  void push_ofWhatIsThere_isNoMutation() {
    filter.push(1, BPF_ANY);
    long before = filter.memory.mutations();
    filter.push(1, BPF_ANY);
    assertEquals(before, filter.memory.mutations());
    filter.push(2, BPF_ANY);
    assertEquals(before + 1, filter.memory.mutations());
  }

  @Test
  void largestFilter_takesMemoryAsValuesCome() {
    MapBench huge =
        new MapBench(new MapSpec("b", MapType.BLOOM_FILTER, 0, 8, Integer.MAX_VALUE, null));
    assertEquals(0, huge.push(5, BPF_ANY));
    assertEquals(0, huge.map.peek(MapBench.value(5), 0));
    assertEquals(-2, huge.map.peek(MapBench.value(6), 0));
  }
}
