package org.gpol.vm.map;

import static org.gpol.vm.map.BpfMap.BPF_ANY;
import static org.gpol.vm.map.BpfMap.BPF_EXIST;
import static org.gpol.vm.map.BpfMap.BPF_NOEXIST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.junit.jupiter.api.Test;

/** Queues as Linux's queue_stack_maps.c has them. */
class QueueMapTest {
  private final MapBench queue = new MapBench(MapSpec.queue("q", 8, 3));

  @Test
  void pop_givesTheOldestFirst() {
    queue.push(1, BPF_ANY);
    queue.push(2, BPF_ANY);

    assertEquals(0, queue.pop());
    assertEquals(1, queue.taken());
    assertEquals(0, queue.pop());
    assertEquals(2, queue.taken());
  }

  @Test
  void popAndPeek_ofAnEmptyQueue_zeroTheValue() {
    queue.out[3] = 9;
    assertEquals(-2, queue.pop());
    assertEquals(0, queue.taken());
    queue.out[3] = 9;
    assertEquals(-2, queue.peek());
    assertEquals(0, queue.taken());
  }

  @Test
  void peek_leavesTheValueIn() {
    queue.push(1, BPF_ANY);

    assertEquals(0, queue.peek());
    assertEquals(1, queue.taken());
    assertEquals(0, queue.pop());
    assertEquals(1, queue.taken());
  }

  @Test
  void push_whenFull_isRefusedOrPushesOutTheOldest() {
    for (long i = 1; i <= 3; i++) {
      assertEquals(0, queue.push(i, BPF_ANY));
    }

    assertEquals(-7, queue.push(4, BPF_ANY));
    assertEquals(0, queue.push(5, BPF_EXIST));
    for (long wanted : new long[] {2, 3, 5}) {
      assertEquals(0, queue.pop());
      assertEquals(wanted, queue.taken());
    }
    assertEquals(-2, queue.pop());
  }

  @Test
  void push_withOtherFlags_isInvalid() {
    assertEquals(-22, queue.push(1, BPF_NOEXIST));
    assertEquals(-22, queue.push(1, 3));
    assertEquals(-22, queue.push(1, -1));
    assertEquals(-2, queue.peek());
  }

  @Test
  void keyedOperations_onAQueue_areInvalid() {
    assertEquals(0, queue.address(0));
    assertEquals(-22, queue.put(0, 0, BPF_ANY));
    assertEquals(-22, queue.remove(0));
  }

  @Test
  void mutations_onlySuccessfulChanges_areCounted() {
    long before = queue.memory.mutations();
    queue.pop();
    queue.push(1, BPF_NOEXIST);
    assertEquals(before, queue.memory.mutations());

    queue.push(1, BPF_ANY);
    assertTrue(queue.memory.mutations() > before);
    long afterPush = queue.memory.mutations();
    queue.peek();
    assertEquals(afterPush, queue.memory.mutations());
    queue.pop();
    assertTrue(queue.memory.mutations() > afterPush);
  }

  @Test
  void stack_givesTheNewestFirst_andWhenFullLosesTheOldest() {
    MapBench stack = new MapBench(new MapSpec("s", MapType.STACK, 0, 8, 3, null));
    for (long i = 1; i <= 3; i++) {
      assertEquals(0, stack.push(i, BPF_ANY));
    }

    assertEquals(-7, stack.push(4, BPF_ANY));
    assertEquals(0, stack.push(5, BPF_EXIST));
    for (long wanted : new long[] {5, 3, 2}) {
      assertEquals(0, stack.peek());
      assertEquals(wanted, stack.taken());
      assertEquals(0, stack.pop());
      assertEquals(wanted, stack.taken());
    }
    assertEquals(-2, stack.pop());
    assertEquals(0, stack.taken());
  }

  @Test
  void queue_thatWrapsAroundWhileItGrows_keepsTheOrder() {
    MapBench large = new MapBench(MapSpec.queue("q", 8, 1000));
    long in = 0;
    long out = 0;
    for (int round = 0; round < 400; round++) {
      for (int i = 0; i < 3; i++) {
        assertEquals(0, large.push(in++, BPF_ANY));
      }
      assertEquals(0, large.pop());
      assertEquals(out++, large.taken());
    }
    assertEquals(800, in - out);
    while (out < in) {
      assertEquals(0, large.pop());
      assertEquals(out++, large.taken());
    }
  }
}
