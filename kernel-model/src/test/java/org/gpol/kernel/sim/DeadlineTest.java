package org.gpol.kernel.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gpol.kernel.model.CostModel;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.TaskAction;
import org.gpol.kernel.workload.Workload;
import org.gpol.kernel.workload.WorkloadException;
import org.junit.jupiter.api.Test;

/** {@code SCHED_DEADLINE}: order by deadline, budgets, throttling, admission. */
class DeadlineTest {
  private static final long MS = 1_000_000;

  private final RecordingListener events = new RecordingListener();

  private SimulationResult run(int cpus, Workload workload) {
    return Simulation.builder(Topology.flat(cpus), workload)
        .costs(CostModel.FREE)
        .stallNs(100_000 * MS)
        .invariants(true)
        .listener(events)
        .run();
  }

  private static TestWorkloads.Maker spin() {
    return waker -> TestWorkloads.SPIN::apply;
  }

  private static TestWorkloads.Maker runs(int ms) {
    return TestWorkloads.script(new TaskAction.Run(ms * MS));
  }

  private static double runtimeMs(SimulationResult result, int task) {
    return result.tasks().get(task).runtimeNs() / 1e6;
  }

  /** When a task began to execute, in milliseconds. */
  private List<Long> startsMs(int task) {
    return events.lines.stream()
        .filter(line -> line.contains(" running ") && line.endsWith(" " + task))
        .map(line -> Long.parseLong(line.substring(0, line.indexOf(' '))) / MS)
        .toList();
  }

  @Test
  void throttledTask_thatWaitsForItsPeriod_isNoStall() {
    // given a task that always wants to run and may for 10 ms in 3 s
    TestWorkloads tasks = new TestWorkloads().deadline(10, 3_000, 3_000, 0, spin());
    Workload workload = tasks.build(7_000 * MS);
    // when a task may not wait for longer than 1 s
    SimulationResult result =
        Simulation.builder(Topology.flat(1), workload)
            .costs(CostModel.FREE)
            .invariants(true)
            .listener(events)
            .run();
    // then it has what it reserved, as the tick notices: 12 ms, 8 ms to make up for it, 12 ms
    assertTrue(result.ok(), () -> result.failure() + " " + result.checks());
    assertEquals(32, runtimeMs(result, 0));
    assertEquals(List.of(0L, 3_000L, 6_000L), startsMs(0));
  }

  @Test
  void order_theEarlierDeadlineGoesFirst() {
    // given two that start at once, the second to be done earlier
    TestWorkloads tasks = new TestWorkloads().deadline(5, 30, 30, 0, runs(4));
    tasks.deadline(5, 20, 20, 0, runs(4));
    // and a third that comes later with a deadline before that of the first
    tasks.deadline(5, 21, 21, 6 * MS, runs(4));
    SimulationResult result = run(1, tasks.build(Workload.UNTIL_ALL_EXIT));
    assertEquals(0, result.tasks().get(1).waitNs());
    assertEquals(0, result.tasks().get(2).waitNs());
    assertEquals(8 * MS, result.tasks().get(0).waitNs());
  }

  @Test
  void order_anyDeadlineGoesBeforeAnyPriority() {
    TestWorkloads tasks = new TestWorkloads().fifo(99, CpuSet.ALL, 0, runs(20));
    tasks.deadline(5, 4_000, 4_000, 3 * MS, runs(4)).spinner(-20);
    SimulationResult result = run(1, tasks.build(500 * MS));
    assertEquals(0, result.tasks().get(1).waitNs());
    assertEquals(4 * MS, result.tasks().get(0).waitNs());
  }

  @Test
  void budget_taskThatNeverStops_getsItsPartAndNoMore() {
    // given 3 ms in 10 for a task that wants all, and a fair one that wants all
    TestWorkloads tasks = new TestWorkloads().deadline(3, 10, 10, 0, spin()).spinner(0);
    SimulationResult result = run(1, tasks.build(10_000 * MS));
    // then the tick notices late what it had too much, and it is made good
    assertEquals(3_000, runtimeMs(result, 0), 4);
    assertEquals(10_000, runtimeMs(result, 0) + runtimeMs(result, 1), 1);
  }

  @Test
  void budget_tasksThatKeepToTheirs_meetEveryDeadlineUpToTheBound() {
    // given 0.2 + 0.4 + 0.34 = 0.94 of a CPU
    long[] worstMs = new long[3];
    int[][] reserved = {{2, 10}, {6, 15}, {8, 24}};
    TestWorkloads tasks = new TestWorkloads();
    for (int i = 0; i < reserved.length; i++) {
      tasks.deadline(
          reserved[i][0], reserved[i][1], reserved[i][1], 0, jobs(reserved[i], worstMs, i));
    }
    tasks.spinner(0);
    SimulationResult result = run(1, tasks.build(5_000 * MS));
    // when each works for nearly its whole budget, then none is done after its period
    for (int i = 0; i < reserved.length; i++) {
      assertTrue(worstMs[i] <= reserved[i][1], i + " took " + worstMs[i] + " ms");
      assertEquals(5_000.0 * reserved[i][0] / reserved[i][1], runtimeMs(result, i), 10);
    }
    assertTrue(worstMs[2] >= 16, "the last one has to wait for the others: " + worstMs[2]);
  }

  /** A job each period, of a little less than its budget; notes how long the slowest took. */
  private static TestWorkloads.Maker jobs(int[] reserved, long[] worstMs, int index) {
    return waker -> {
      long[] released = {0};
      boolean[] working = {false};
      return now -> {
        working[0] = !working[0];
        if (working[0]) {
          return new TaskAction.Run(reserved[0] * MS - 1_000);
        }
        worstMs[index] = Math.max(worstMs[index], (now - released[0] + MS - 1) / MS);
        released[0] += reserved[1] * MS;
        return new TaskAction.SleepUntil(released[0]);
      };
    };
  }

  @Test
  void budget_yield_givesTheRestOfThePeriodAway() {
    TestWorkloads tasks = new TestWorkloads();
    TaskAction work = new TaskAction.Run(MS);
    tasks.deadline(
        5, 10, 10, 0, TestWorkloads.script(work, TaskAction.YIELD, work, TaskAction.YIELD, work));
    run(1, tasks.build(Workload.UNTIL_ALL_EXIT));
    assertEquals(List.of(0L, 10L, 20L), startsMs(0));
  }

  @Test
  void wakeup_afterAConstrainedDeadline_waitsForTheNextPeriod() {
    // given 2 ms by 4 in a period of 10, of which a task wants its second 2 ms at 7
    TestWorkloads tasks = new TestWorkloads();
    tasks.deadline(
        2,
        4,
        10,
        0,
        TestWorkloads.script(
            new TaskAction.Run(MS), new TaskAction.SleepUntil(7 * MS), new TaskAction.Run(MS)));
    run(1, tasks.build(Workload.UNTIL_ALL_EXIT));
    assertEquals(List.of(0L, 10L), startsMs(0));
  }

  @Test
  void wakeup_moreLeftThanThePartOfTheTimeLeft_beginsANewPeriod() {
    // given 5 ms in 10, of which 4 are left at 9: that would be all of the last ms and more
    TestWorkloads tasks = new TestWorkloads();
    tasks.deadline(
        5,
        10,
        10,
        0,
        TestWorkloads.script(
            new TaskAction.Run(MS), new TaskAction.SleepUntil(9 * MS), new TaskAction.Run(4 * MS)));
    // and one that has to be done at 16, after the old deadline and before the new one
    tasks.deadline(2, 6, 6, 10 * MS, runs(1));
    run(1, tasks.build(Workload.UNTIL_ALL_EXIT));
    // then the other preempts it, as its deadline is at 19
    assertEquals(List.of(10L), startsMs(1));
    assertEquals(List.of(0L, 9L, 11L), startsMs(0));
  }

  @Test
  void wakeup_asleepWhenItsPeriodBegins_isThrottledNoLonger() {
    // given a task that used all of its 4 ms and sleeps until after its next period began
    TestWorkloads tasks = new TestWorkloads();
    tasks.deadline(
        4,
        20,
        20,
        MS,
        TestWorkloads.script(
            new TaskAction.Run(4 * MS),
            new TaskAction.SleepUntil(23 * MS),
            new TaskAction.Run(MS),
            new TaskAction.SleepUntil(26 * MS),
            new TaskAction.Run(MS)));
    run(1, tasks.build(Workload.UNTIL_ALL_EXIT));
    assertEquals(List.of(1L, 23L, 26L), startsMs(0));
  }

  @Test
  void cpus_deadlinesSpread_soThatTheEarliestRun() {
    TestWorkloads tasks = new TestWorkloads();
    for (int i = 0; i < 4; i++) {
      tasks.deadline(9, 20 + i, 20 + i, 0, spin());
    }
    SimulationResult result = run(2, tasks.spinner(0).spinner(0).build(4_000 * MS));
    for (int i = 0; i < 4; i++) {
      assertEquals(4_000.0 * 9 / (20 + i), runtimeMs(result, i), 12);
    }
  }

  @Test
  void admission_moreThan95PercentOfTheMachine_isRefusedNamingTheTask() {
    TestWorkloads tasks = new TestWorkloads().deadline(5, 10, 10, 0, spin());
    tasks.deadline(5, 10, 10, 0, spin());
    Workload workload = tasks.build(10 * MS);
    WorkloadException refused = assertThrows(WorkloadException.class, () -> run(1, workload));
    assertEquals("task `t1` would reserve more than 95% of the machine (EBUSY)", refused.problem());
    assertTrue(run(2, workload).ok());
  }

  @Test
  void admission_exactly95Percent_isAdmitted() {
    Workload full = new TestWorkloads().deadline(95, 100, 100, 0, spin()).build(10 * MS);
    assertTrue(run(1, full).ok());
    Workload more = new TestWorkloads().deadline(951, 1_000, 1_000, 0, spin()).build(10 * MS);
    assertThrows(WorkloadException.class, () -> run(1, more));
  }
}
