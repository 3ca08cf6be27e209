package org.gpol.kernel.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventQueueTest {
  @Test
  void pop_equalTimes_inTheOrderAskedFor() {
    EventQueue queue = new EventQueue(10);
    for (int id : new int[] {7, 3, 9, 0}) {
      queue.schedule(id, 5);
    }
    assertEquals(7, queue.pop());
    assertEquals(3, queue.pop());
    assertEquals(9, queue.pop());
    assertEquals(0, queue.pop());
    assertTrue(queue.isEmpty());
  }

  @Test
  void schedule_rank_decidesAmongEqualTimes() {
    EventQueue queue = new EventQueue(3);
    queue.schedule(0, 5, 1L << 62);
    queue.schedule(1, 5);
    queue.schedule(2, 4, 1L << 62);
    assertEquals(2, queue.pop());
    assertEquals(1, queue.pop());
    assertEquals(0, queue.pop());
  }

  @Test
  void schedule_again_movesTheEvent() {
    EventQueue queue = new EventQueue(2);
    queue.schedule(0, 5);
    queue.schedule(1, 6);
    queue.schedule(0, 7);
    assertEquals(6, queue.nextTimeNs());
    queue.cancel(1);
    assertFalse(queue.isPending(1));
    assertEquals(7, queue.nextTimeNs());
    assertEquals(0, queue.pop());
  }

  @Test
  void randomOperations_agreeWithASlowQueue() {
    SimRandom random = new SimRandom(42);
    EventQueue queue = new EventQueue(50);
    Map<Integer, Long> slow = new HashMap<>();
    long lastPopped = 0;
    for (int i = 0; i < 20_000; i++) {
      int id = Math.floorMod(random.nextInt(), 50);
      switch (Math.floorMod(random.nextInt(), 4)) {
        case 0, 1 -> {
          long time = lastPopped + Math.floorMod(random.nextInt(), 1000);
          queue.schedule(id, time);
          slow.put(id, time);
        }
        case 2 -> {
          queue.cancel(id);
          slow.remove(id);
        }
        default -> {
          if (!slow.isEmpty()) {
            long least = slow.values().stream().mapToLong(Long::longValue).min().getAsLong();
            assertEquals(least, queue.nextTimeNs());
            assertEquals(least, slow.remove(queue.pop()));
            lastPopped = least;
          }
        }
      }
    }
  }
}
