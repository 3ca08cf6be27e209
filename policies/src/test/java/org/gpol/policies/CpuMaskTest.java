package org.gpol.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import java.util.Random;
import org.gpol.kernel.hook.MessageType;
import org.junit.jupiter.api.Test;

/** Sets of CPUs do what Java's bit sets do. */
class CpuMaskTest {
  private static final int CPUS = 1024;
  private static final long NONE = 0xffff_ffffL;

  /** Messages as operations: what they take and give is in the variables. */
  private static final String OPERATIONS =
      """
      policy operations;
      struct Pair { first: cpumask, second: cpumask }
      map masks: array<Pair>[2];
      var c: u64; var n: u64; var sum: u64; var empty: u64; var has: u64; var following: u64; var turns: u64;

      on task_blocked(m) { let p = masks[1]; p.second.set(c as cpu); }
      on task_dead(m) { let p = masks[1]; p.second.clear(c as cpu); }
      on task_affinity_changed(m) {
          let p = masks[1];
          n = p.second.count() as u64;
          has = 0;
          if p.second.has(c as cpu) { has = 1; }
          empty = 0;
          if p.second.is_empty() { empty = 1; }
          following = p.second.next(c as cpu) as u64;
      }
      on task_priority_changed(m) {
          let p = masks[1];
          p.first.clear_all();
          p.first.copy(p.second);
          sum = 0;
          turns = 0;
          for each in p.first {
              turns += 1;
              if (each as u32) % 2 == 1 { continue; }
              if turns == 100 { break; }
              sum += each as u64;
          }
      }
      """;

  private final MessagePolicy policy = MessagePolicy.of(OPERATIONS);
  private final BitSet expected = new BitSet(CPUS);

  private void send(MessageType type, int cpu) {
    policy.set("c", cpu);
    policy.send(type, 1, 1);
  }

  private void assertAsExpected(int cpu) {
    send(MessageType.TASK_AFFINITY_CHANGED, cpu);
    assertEquals(expected.cardinality(), policy.get("n"));
    assertEquals(expected.get(cpu) ? 1 : 0, policy.get("has"));
    assertEquals(expected.isEmpty() ? 1 : 0, policy.get("empty"));
    int next = expected.nextSetBit(cpu);
    assertEquals(next < 0 ? NONE : next, policy.get("following"), "after " + cpu);
  }

  @Test
  void operations_atRandom_giveWhatABitSetGives() {
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      int cpu = random.nextInt(CPUS);
      boolean set = random.nextInt(3) > 0;
      expected.set(cpu, set);
      send(set ? MessageType.TASK_BLOCKED : MessageType.TASK_DEAD, cpu);
      assertAsExpected(random.nextInt(CPUS));
    }
  }

  @Test
  void everyCpu_alone_isFoundFromBelowAndNotFromAbove() {
    for (int cpu = 0; cpu < CPUS; cpu++) {
      send(MessageType.TASK_BLOCKED, cpu);
      expected.set(cpu);
      assertAsExpected(0);
      assertAsExpected(cpu);
      assertAsExpected((cpu + 1) % CPUS);
      send(MessageType.TASK_DEAD, cpu);
      expected.clear(cpu);
    }
  }

  @Test
  void cpusThatDoNotExist_setOrAskedFor_areInNoMask() {
    send(MessageType.TASK_BLOCKED, CPUS);
    send(MessageType.TASK_AFFINITY_CHANGED, CPUS);
    assertEquals(0, policy.get("n"));
    assertEquals(0, policy.get("has"));
    assertEquals(NONE, policy.get("following"));
  }

  @Test
  void loop_throughAMask_visitsItsCpusInOrderUntilItIsLeft() {
    long sum = 0;
    for (int cpu = 0; cpu < CPUS; cpu += 7) {
      send(MessageType.TASK_BLOCKED, cpu);
      if (cpu % 2 == 0 && cpu / 7 + 1 < 100) {
        sum += cpu;
      }
    }
    send(MessageType.TASK_PRIORITY_CHANGED, 0);
    // The 100th has an odd number, so the loop goes on to the end.
    for (int cpu = 7 * 100; cpu < CPUS; cpu += 14) {
      sum += cpu;
    }
    assertEquals(sum, policy.get("sum"));
    assertEquals((CPUS + 6) / 7, policy.get("turns"));
  }
}
