package org.gpol.kernel.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.gpol.kernel.workload.SchedPolicy;
import org.junit.jupiter.api.Test;

class FairClassTest {
  private static Task task(int index, long vruntime) {
    Task task = Task.ofWorkload(index, "t" + index, index + 1, SchedPolicy.OTHER);
    task.weight = FairClass.NICE_0_WEIGHT;
    task.vruntime = vruntime;
    task.fairKey = vruntime;
    return task;
  }

  @Test
  void weight_oneNiceLevel_isAboutAQuarter() {
    for (int nice = -20; nice < 19; nice++) {
      double ratio =
          (double) FairClass.weight(SchedPolicy.OTHER, nice)
              / FairClass.weight(SchedPolicy.OTHER, nice + 1);
      assertEquals(1.25, ratio, 0.08);
    }
    assertEquals(3, FairClass.weight(SchedPolicy.IDLE, -20));
  }

  @Test
  void runQueue_anyOrderOfInsertionAndRemoval_isSortedByVruntimeThenArrival() {
    FairRunQueue queue = new FairRunQueue(new int[1]);
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Task task = task(i, (i * 7919L) % 50);
      tasks.add(task);
      queue.insert(task);
    }
    for (int i = 0; i < 200; i += 3) {
      queue.remove(tasks.get(i));
    }
    List<Task> left = new ArrayList<>(tasks);
    left.removeIf(task -> task.index % 3 == 0);
    left.sort(Comparator.comparingLong((Task t) -> t.vruntime).thenComparing(t -> t.index));
    for (int i = 0; i < left.size(); i++) {
      assertSame(left.get(i), queue.first());
      assertSame(i + 1 < left.size() ? left.get(i + 1) : null, queue.second());
      queue.remove(left.get(i));
    }
    assertNull(queue.first());
  }

  @Test
  void sleeper_returnsAfterLong_getsAtMostHalfALatencyAhead() {
    CfsClass fair = new CfsClass(FairTunables.ONE_CPU, new Probes(null));
    Cpu cpu = new Cpu(0, new FairRunQueue(new int[1]));
    cpu.fair.minVruntime = 1_000_000_000;
    Task sleeper = task(0, -900_000_000);
    fair.enqueue(cpu, sleeper, FairClass.Arrival.WAKEUP);
    assertEquals(1_000_000_000 - 3_000_000, sleeper.vruntime);
  }

  @Test
  void wakeup_lessThanAGranularityAhead_doesNotPreempt() {
    CfsClass fair = new CfsClass(FairTunables.ONE_CPU, new Probes(null));
    Cpu cpu = new Cpu(0, new FairRunQueue(new int[1]));
    cpu.fair.curr = task(0, 5_000_000);
    assertEquals(false, fair.wakeupPreempts(cpu, task(1, 4_000_001)));
    assertEquals(true, fair.wakeupPreempts(cpu, task(1, 3_999_999)));
  }

  @Test
  void wakeup_batchTask_neverPreempts() {
    CfsClass fair = new CfsClass(FairTunables.ONE_CPU, new Probes(null));
    Cpu cpu = new Cpu(0, new FairRunQueue(new int[1]));
    cpu.fair.curr = task(0, 5_000_000_000L);
    Task batch = Task.ofWorkload(1, "batch", 2, SchedPolicy.BATCH);
    batch.weight = FairClass.NICE_0_WEIGHT;
    assertEquals(false, fair.wakeupPreempts(cpu, batch));
  }
}
