package org.gpol.kernel.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gpol.kernel.model.CostModel;
import org.gpol.kernel.model.TestPolicy;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.report.TaskResult;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.TaskAction;
import org.gpol.kernel.workload.Workload;
import org.junit.jupiter.api.Test;

/** {@code SCHED_FIFO} and {@code SCHED_RR}: order, turns, throttling, and where tasks go. */
class RealTimeTest {
  private static final long MS = 1_000_000;
  private static final CpuSet ANY = CpuSet.ALL;

  private static Simulation.Builder on(int cpus, Workload workload) {
    return Simulation.builder(Topology.flat(cpus), workload)
        .costs(CostModel.FREE)
        .stallNs(100_000 * MS)
        .invariants(true);
  }

  private static TestWorkloads.Maker runs(int ms) {
    return TestWorkloads.script(new TaskAction.Run(ms * MS));
  }

  private static TestWorkloads.Maker spin() {
    return waker -> TestWorkloads.SPIN::apply;
  }

  private static double runtimeMs(SimulationResult result, int task) {
    return result.tasks().get(task).runtimeNs() / 1e6;
  }

  private static double waitMs(SimulationResult result, int task) {
    return result.tasks().get(task).waitNs() / 1e6;
  }

  @Test
  void fifo_wakesWhileAFairTaskRuns_hasTheCpuAtOnce() {
    // given a CPU that a fair task never leaves, and a real-time task that works 1 ms in 10
    TestWorkloads tasks = new TestWorkloads().spinner(-20);
    tasks.fifo(1, ANY, 0, TestWorkloads.periodic(MS, 10 * MS, 0));
    // when both run for a second
    SimulationResult result = on(1, tasks.build(1_000 * MS)).run();
    // then the real-time task never waits, however low its priority
    assertEquals(0, result.tasks().get(1).wakeupLatency().maxNs());
    assertEquals(100, runtimeMs(result, 1));
    assertEquals(900, runtimeMs(result, 0));
    assertEquals(99, (double) result.tasks().get(0).preemptions(), 1);
  }

  @Test
  void fifo_moreUrgentTaskWakes_preempts() {
    // given a task of priority 10 that needs 10 ms, and one of 20 that comes after 2
    TestWorkloads tasks = new TestWorkloads().fifo(10, ANY, 0, runs(10));
    tasks.fifo(20, ANY, 2 * MS, runs(5));
    // when they run to their ends
    SimulationResult result = on(1, tasks.build(Workload.UNTIL_ALL_EXIT)).run();
    // then the second has not waited and the first has, for all of it
    assertEquals(0, waitMs(result, 1));
    assertEquals(5, waitMs(result, 0));
    assertEquals(1, result.tasks().get(0).preemptions());
  }

  @Test
  void fifo_equallyUrgentTaskWakes_waitsForTheFirstToEnd() {
    TestWorkloads tasks = new TestWorkloads().fifo(10, ANY, 0, runs(500));
    tasks.fifo(10, ANY, 2 * MS, runs(5)).fifo(10, ANY, 1 * MS, runs(7));
    SimulationResult result = on(1, tasks.build(Workload.UNTIL_ALL_EXIT)).run();
    assertEquals(0, waitMs(result, 0));
    assertEquals(500 - 1, waitMs(result, 2));
    assertEquals(500 - 2 + 7, waitMs(result, 1));
  }

  @Test
  void fifo_lowersItsPriority_givesWayToWhatIsMoreUrgentNow() {
    // given a task that works 10 ms at priority 30 and 10 ms at 10, and others of 20 and 10
    TestWorkloads tasks = new TestWorkloads();
    tasks.fifo(
        30,
        ANY,
        0,
        TestWorkloads.script(
            new TaskAction.Run(10 * MS),
            new TaskAction.SetPriority(10),
            new TaskAction.Run(10 * MS)));
    tasks.fifo(20, ANY, MS, runs(5)).fifo(10, ANY, 2 * MS, runs(7));
    SimulationResult result = on(1, tasks.build(Workload.UNTIL_ALL_EXIT)).run();
    // then the one of 20 has its turn at the change, and the equal one comes last
    assertEquals(9, waitMs(result, 1));
    assertEquals(5, waitMs(result, 0));
    assertEquals(23, waitMs(result, 2));
  }

  @Test
  void fifo_raisesItsPriority_isNotPreemptedAnyMore() {
    TestWorkloads tasks = new TestWorkloads();
    tasks.fifo(
        10,
        ANY,
        0,
        TestWorkloads.script(
            new TaskAction.Run(MS), new TaskAction.SetPriority(30), new TaskAction.Run(10 * MS)));
    tasks.fifo(20, ANY, 2 * MS, runs(5));
    SimulationResult result = on(1, tasks.build(Workload.UNTIL_ALL_EXIT)).run();
    assertEquals(0, waitMs(result, 0));
    assertEquals(9, waitMs(result, 1));
  }

  @Test
  void fifo_lowersItsPriority_takesWhatWaitsOnAnotherCpu() {
    // given two CPUs with tasks of 30 and 40, and one of 20 that waits behind the second
    TestWorkloads tasks = new TestWorkloads();
    tasks.fifo(40, CpuSet.of(1), 0, runs(30));
    tasks.fifo(
        30,
        CpuSet.of(0),
        0,
        TestWorkloads.script(
            new TaskAction.Run(10 * MS),
            new TaskAction.SetPriority(10),
            new TaskAction.Run(10 * MS)));
    tasks.fifo(20, ANY, MS, runs(5));
    SimulationResult result = on(2, tasks.build(Workload.UNTIL_ALL_EXIT)).run();
    assertEquals(9, waitMs(result, 2));
    assertEquals(5, waitMs(result, 1));
  }

  @Test
  void fifo_preemptedTask_isStillTheFirstOfItsPriority() {
    // given two of priority 10, the first preempted by one of 20
    TestWorkloads tasks = new TestWorkloads().fifo(10, ANY, 0, runs(10));
    tasks.fifo(10, ANY, MS, runs(10)).fifo(20, ANY, 2 * MS, runs(5));
    SimulationResult result = on(1, tasks.build(Workload.UNTIL_ALL_EXIT)).run();
    // then it goes on before the second
    assertEquals(5, waitMs(result, 0));
    assertEquals(14, waitMs(result, 1));
  }

  @Test
  void fifo_yields_goesBehindItsEquals() {
    TestWorkloads tasks = new TestWorkloads();
    tasks.fifo(
        10,
        ANY,
        0,
        TestWorkloads.script(new TaskAction.Run(MS), TaskAction.YIELD, new TaskAction.Run(MS)));
    tasks.fifo(10, ANY, 0, runs(6)).fifo(9, ANY, 0, runs(3));
    SimulationResult result = on(1, tasks.build(Workload.UNTIL_ALL_EXIT)).run();
    assertEquals(6, waitMs(result, 0));
    assertEquals(1, waitMs(result, 1));
    assertEquals(8, waitMs(result, 2));
  }

  @Test
  void roundRobin_equallyUrgent_takeTurnsOf100Ms() {
    // given two of the same priority that never stop, and one that is less urgent
    TestWorkloads tasks = new TestWorkloads().roundRobin(5, spin()).roundRobin(5, spin());
    tasks.roundRobin(4, spin());
    RecordingListener events = new RecordingListener();
    SimulationResult result = on(1, tasks.build(900 * MS)).listener(events).run();
    // then they go 0, 1, 0, 1 … by 100 ms
    assertEquals(
        List.of(500.0, 400.0, 0.0),
        List.of(runtimeMs(result, 0), runtimeMs(result, 1), runtimeMs(result, 2)));
    List<String> starts = events.lines.stream().filter(l -> l.contains(" running ")).toList();
    assertEquals(9, starts.size());
    for (int i = 0; i < starts.size(); i++) {
      assertEquals(i * (100 * MS) + " running 0 " + i % 2, starts.get(i));
    }
  }

  @Test
  void roundRobin_besideFifoOfItsPriority_losesItsTurnAndTheFifoKeepsIts() {
    TestWorkloads tasks = new TestWorkloads().roundRobin(5, spin()).fifo(5, ANY, 0, spin());
    SimulationResult result = on(1, tasks.build(900 * MS)).run();
    assertEquals(100, runtimeMs(result, 0));
    assertEquals(800, runtimeMs(result, 1));
  }

  @Test
  void throttling_realTimeTaskNeverStops_leavesOthersATwentieth() {
    // given a real-time and a fair task that never stop
    TestWorkloads tasks = new TestWorkloads().fifo(99, ANY, 0, spin()).spinner(0);
    // when ten seconds pass
    SimulationResult result = on(1, tasks.build(10_000 * MS)).run();
    // then the first has 950 ms of each, as exactly as ticks of 4 ms tell
    assertEquals(9_500, runtimeMs(result, 0), 8);
    assertEquals(10_000, runtimeMs(result, 0) + runtimeMs(result, 1));
  }

  @Test
  void throttling_nobodyElseWantsTheCpu_leavesItIdle() {
    SimulationResult result =
        on(1, new TestWorkloads().fifo(99, ANY, 0, spin()).build(10_000 * MS)).run();
    assertEquals(500, result.cpus().get(0).idleNs() / 1e6, 8);
  }

  @Test
  void throttling_lessThanItsPart_neverHappens() {
    TestWorkloads tasks = new TestWorkloads().spinner(0);
    tasks.fifo(99, ANY, 0, TestWorkloads.periodic(940 * MS, 1_000 * MS, 0));
    SimulationResult result = on(1, tasks.build(10_000 * MS)).run();
    assertEquals(9_400, runtimeMs(result, 1));
    assertEquals(0, waitMs(result, 1));
  }

  @Test
  void cpus_moreUrgentTasksThanCpus_theMostUrgentRun() {
    TestWorkloads tasks = new TestWorkloads();
    for (int priority : new int[] {1, 3, 2}) {
      tasks.fifo(priority, ANY, priority * MS, spin());
    }
    SimulationResult result = on(2, tasks.build(900 * MS)).run();
    assertEquals(2, runtimeMs(result, 0));
    assertEquals(897, runtimeMs(result, 1));
    assertEquals(898, runtimeMs(result, 2));
  }

  @Test
  void cpus_preemptedByATaskThatIsBound_goesOnAtOnceOnALessUrgentCpu() {
    // given a real-time task on CPU 0 and fair ones on both
    TestWorkloads tasks = new TestWorkloads().fifo(10, ANY, 0, spin());
    tasks.spinner(0).spinner(0);
    // when a more urgent one that may only use CPU 0 comes
    tasks.fifo(20, CpuSet.of(0), 100 * MS, spin());
    SimulationResult result = on(2, tasks.build(900 * MS)).run();
    // then the first is pushed to CPU 1 and has lost nothing
    assertEquals(900, runtimeMs(result, 0));
    assertEquals(800, runtimeMs(result, 3));
    assertEquals(1, result.tasks().get(0).migrations());
  }

  @Test
  void cpus_urgentTaskEnds_theMostUrgentThatWaitsAnywhereIsPulled() {
    // given 20 waiting for CPU 0, and 5 for CPU 1, on which 25 is about to end
    TestWorkloads tasks = new TestWorkloads().fifo(30, CpuSet.of(0), 0, spin());
    tasks.fifo(25, CpuSet.of(1), 0, runs(5));
    tasks.fifo(20, ANY, MS, spin()).fifo(5, CpuSet.of(1), MS, spin());
    SimulationResult result = on(2, tasks.build(900 * MS)).run();
    // then CPU 1 goes on with 20
    assertEquals(895, runtimeMs(result, 2));
    assertEquals(0, runtimeMs(result, 3));
  }

  @Test
  void cpus_severalRealTimeTasks_keepTheirAffinities() {
    TestWorkloads tasks = new TestWorkloads();
    for (int i = 0; i < 12; i++) {
      CpuSet cpus = i % 3 == 0 ? CpuSet.of(1) : i % 3 == 1 ? CpuSet.of(0, 2) : ANY;
      tasks.fifo(1 + i % 4, cpus, i * MS, TestWorkloads.periodic(MS + i * 7_919L, 5 * MS, 0));
    }
    SimulationResult result = on(3, tasks.spinner(0).build(2_000 * MS)).run();
    assertTrue(result.ok(), result.checks().toString());
    assertTrue(
        result.checks().stream()
            .filter(c -> c.check().equals("affinity"))
            .allMatch(c -> c.violations() == 0),
        result.checks().toString());
  }

  @Test
  void ghost_realTimeTaskWakes_theGhostTaskIsPreemptedAndItsPolicyTold() {
    // given a policy with a task that never stops, and a real-time task that works 1 ms in 10
    TestPolicy policy = new TestPolicy();
    TestWorkloads tasks = new TestWorkloads().spinner(0);
    tasks.fifo(1, ANY, 5 * MS, TestWorkloads.periodic(MS, 10 * MS, 5 * MS));
    SimulationResult result = on(1, tasks.build(1_000 * MS)).policy(policy).run();
    // then the real-time task is not the policy's and does not wait
    TaskResult ghost = result.tasks().get(0);
    TaskResult realTime = result.tasks().get(1);
    assertTrue(ghost.ghost());
    assertFalse(realTime.ghost());
    assertEquals(0, realTime.wakeupLatency().maxNs());
    // and every time the policy heard of it, and its task went on when the CPU was free
    long told = policy.log.stream().filter(line -> line.contains("TASK_PREEMPT")).count();
    assertEquals(realTime.switches(), told);
    assertEquals(1_000, (ghost.runtimeNs() + realTime.runtimeNs()) / 1e6, 1);
  }
}
