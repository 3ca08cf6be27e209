package org.gpol.kernel.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.gpol.kernel.workload.SchedPolicy;
import org.junit.jupiter.api.Test;

/** Eligibility, virtual deadlines, slices and lags of EEVDF. */
class EevdfClassTest {
  private static final long MS = 1_000_000;
  private static final long SLICE = EevdfTunables.DEFAULT.baseSliceNs();

  private final EevdfClass fair = new EevdfClass(EevdfTunables.DEFAULT, 4 * MS);
  private final Cpu cpu = new Cpu(0, fair.newRunQueue(new int[1]));
  private final EevdfRunQueue queue = (EevdfRunQueue) cpu.fair;

  private int tasks;

  private Task task(SchedPolicy policy, int nice) {
    Task task = Task.ofWorkload(tasks, "t" + tasks, ++tasks, policy);
    task.nice = nice;
    task.weight = FairClass.weight(policy, nice);
    task.cpu = cpu;
    task.queued = true;
    return task;
  }

  private Task arrives(int nice) {
    Task task = task(SchedPolicy.OTHER, nice);
    fair.enqueue(cpu, task, FairClass.Arrival.FORK);
    return task;
  }

  private Task pick() {
    return fair.pick(cpu, cpu.idle);
  }

  private void runs(long ns) {
    queue.curr.runtimeNs += ns;
    fair.charge(cpu, ns);
  }

  /** The current task makes way, and the next one is picked. */
  private Task pass() {
    Task prev = queue.curr;
    fair.putPrev(cpu, prev);
    return fair.pick(cpu, prev);
  }

  /** Up to the nanoseconds that rounding takes. */
  private static void assertNear(long expected, long actual) {
    assertTrue(Math.abs(expected - actual) <= 2, expected + " is not " + actual);
  }

  @Test
  void arrival_firstRequest_isHalfASlice() {
    Task first = arrives(0);
    assertEquals(first.vruntime + SLICE / 2, first.vdeadline);
    Task light = arrives(5);
    assertNear(SLICE / 2 * 1024 / 335, light.vdeadline - light.vruntime);
  }

  @Test
  void pick_ofEquallyFarTasks_theHeavierIsDueFirst() {
    arrives(5);
    Task heavy = arrives(-5);
    arrives(0);
    assertSame(heavy, pick());
  }

  @Test
  void pick_taskThatHadMoreThanItsPart_isNotEligibleHoweverSoonItIsDue() {
    // given a task that is due first, and ran a little more than the other
    Task heavy = arrives(-10);
    Task other = arrives(0);
    assertSame(heavy, pick());
    runs(SLICE);
    // when its request is over
    assertTrue(heavy.vdeadline < other.vdeadline);
    assertFalse(queue.isEligible(heavy.vruntime));
    // then the other goes
    assertSame(other, pass());
  }

  @Test
  void slice_notUsedUp_isKeptFromOthersThatAreDueEarlier() {
    Task first = arrives(0);
    assertSame(first, pick());
    Task urgent = arrives(-20);
    // the average is where both are: both are eligible, and the second is due first
    assertTrue(urgent.vdeadline < first.vdeadline);
    assertFalse(fair.wakeupPreempts(cpu, urgent));
    assertSame(first, pass());
  }

  @Test
  void slice_usedUp_endsTheTurnIfOthersWait() {
    Task alone = arrives(0);
    pick();
    assertFalse(fair.charge(cpu, SLICE), "alone");
    assertEquals(alone.vruntime + SLICE, alone.vdeadline);
    pass();
    arrives(0);
    assertFalse(fair.charge(cpu, SLICE - 1), "not yet");
    assertTrue(fair.charge(cpu, 1));
    assertTrue(fair.tickPreempts(cpu));
  }

  @Test
  void wakeup_currentTaskHadMoreThanItsPart_losesTheCpu() {
    arrives(0);
    pick();
    runs(MS);
    Task woken = task(SchedPolicy.OTHER, 0);
    woken.vlag = 2 * MS;
    fair.enqueue(cpu, woken, FairClass.Arrival.WAKEUP);
    assertTrue(fair.wakeupPreempts(cpu, woken));
  }

  @Test
  void wakeup_batchTask_neverPreempts() {
    arrives(0);
    pick();
    runs(SLICE);
    Task batch = task(SchedPolicy.BATCH, 0);
    batch.vlag = 2 * MS;
    fair.enqueue(cpu, batch, FairClass.Arrival.WAKEUP);
    assertFalse(fair.wakeupPreempts(cpu, batch));
  }

  @Test
  void sleep_lag_isThereAgainOnReturn() {
    // given two, of which one got 2 ms and the other nothing
    Task first = arrives(0);
    Task second = arrives(0);
    assertSame(first, pick());
    runs(2 * MS);
    // when the one that lacks 1 ms sleeps while the other goes on, and returns
    fair.dequeue(cpu, second, true);
    assertEquals(MS, second.vlag);
    runs(50 * MS);
    fair.enqueue(cpu, second, FairClass.Arrival.WAKEUP);
    // then it lacks 1 ms, not 51
    assertNear(MS, queue.average() - second.vruntime);
    fair.dequeue(cpu, first, true);
    assertNear(-MS, first.vlag);
  }

  @Test
  void sleep_lag_isLimitedToTwoSlicesOrATick() {
    Task first = arrives(0);
    Task second = arrives(0);
    pick();
    runs(100 * MS);
    fair.dequeue(cpu, second, true);
    assertEquals(2 * SLICE, second.vlag);
    assertSame(first, queue.curr);
    EevdfClass coarse = new EevdfClass(EevdfTunables.DEFAULT, 10 * MS);
    coarse.enqueue(cpu, second, FairClass.Arrival.FORK);
    coarse.charge(cpu, 100 * MS);
    coarse.dequeue(cpu, second, true);
    assertEquals(10 * MS, second.vlag);
  }

  @Test
  void yield_requestIsDueASliceLater_soThatAnotherGoes() {
    Task first = arrives(0);
    Task second = arrives(0);
    assertSame(first, pick());
    fair.taskYields(cpu, first);
    assertSame(second, pass());
  }

  @Test
  void nice_changes_lagStaysTheSameInRealTime() {
    Task first = arrives(0);
    Task second = arrives(0);
    pick();
    runs(2 * MS);
    long average = queue.average();
    fair.setNice(cpu, second, 5);
    assertEquals(335, second.weight);
    assertNear(MS * 1024 / 335, average - second.vruntime);
    assertEquals(1024 + 335, queue.weight());
    assertSame(first, queue.curr);
  }

  @Test
  void tunables_sliceLinuxRefuses_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new EevdfTunables(99_999));
    assertThrows(IllegalArgumentException.class, () -> new EevdfTunables(100_000_001));
  }

  @Test
  void runQueue_anyTasks_findsTheEarliestDeadlineOfTheEligible() {
    Random random = new Random(7);
    List<Task> waiting = new ArrayList<>();
    for (int step = 0; step < 20_000; step++) {
      if (waiting.isEmpty() || random.nextInt(100) < 52) {
        Task task = task(SchedPolicy.OTHER, random.nextInt(40) - 20);
        task.vruntime = random.nextInt(1_000_000);
        task.vdeadline = task.vruntime + random.nextInt(300_000);
        queue.insert(task);
        waiting.add(task);
      } else {
        queue.remove(waiting.remove(random.nextInt(waiting.size())));
      }
      if (waiting.size() < 60 || step % 50 == 0) {
        assertSame(expected(waiting), queue.earliestEligible(), "step " + step);
      }
      queue.updateMinVruntime();
    }
    assertTrue(waiting.size() > 300);
  }

  private static Task expected(List<Task> waiting) {
    long sum = waiting.stream().mapToLong(t -> t.weight * t.vruntime).sum();
    long weight = waiting.stream().mapToLong(t -> t.weight).sum();
    return waiting.stream()
        .filter(t -> t.vruntime * weight <= sum)
        .min(Comparator.comparingLong((Task t) -> t.vdeadline).thenComparing(t -> t.heapSeq))
        .orElse(null);
  }

  @Test
  void runQueue_empty_hasNobody() {
    assertNull(queue.earliestEligible());
    assertNull(fair.pick(cpu, cpu.idle));
  }
}
