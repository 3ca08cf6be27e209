package org.gpol.kernel.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.contract.Bound;
import org.gpol.bpf.contract.Contract;
import org.gpol.kernel.hook.MessageType;
import org.gpol.kernel.report.CheckResult;
import org.gpol.kernel.report.TraceListener;
import org.gpol.kernel.report.TraceListener.LeaveReason;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.TaskSpec;
import org.gpol.kernel.workload.Workload;
import org.junit.jupiter.api.Test;

/** The meaning of contracts, on streams of events that are written down here. */
class ContractMonitorTest {
  private static final int IDLE = TraceListener.IDLE;
  private static final long BOUND_NS = 100;

  private static ContractMonitor monitor(Contract contract, TaskSpec... tasks) {
    Workload workload =
        new Workload("w", Workload.UNTIL_ALL_EXIT, List.of(tasks), waker -> new ArrayList<>());
    return ContractMonitor.of(contract, BOUND_NS, new MonitoredTasks(workload, 2));
  }

  private static TaskSpec task(String name, int nice, CpuSet cpus) {
    return new TaskSpec(name, SchedPolicy.OTHER, nice, cpus, 0);
  }

  private static TaskSpec task(String name) {
    return task(name, 0, CpuSet.ALL);
  }

  private static Contract leadsTo(boolean onlyWoken) {
    return new Contract.LeadsTo("c", "", onlyWoken, Bound.of(BOUND_NS));
  }

  private static ContractMonitor neverIdle(TaskSpec... tasks) {
    return monitor(new Contract.NeverIdle("c", "", Bound.of(BOUND_NS)), tasks);
  }

  private static ContractMonitor lag(TaskSpec... tasks) {
    return monitor(new Contract.LagBelow("c", "", Bound.of(BOUND_NS)), tasks);
  }

  private static ContractMonitor median(double load) {
    return monitor(
        new Contract.PercentileBelow("c", "", 50, Bound.of(BOUND_NS), load), task("a"), task("b"));
  }

  private static void on(ContractMonitor monitor, long timeNs, int cpu, int task) {
    monitor.switched(timeNs, cpu, IDLE, LeaveReason.INTERNAL, task);
    monitor.running(timeNs, cpu, task);
  }

  private static void off(
      ContractMonitor monitor, long timeNs, int cpu, int task, LeaveReason why) {
    monitor.switched(timeNs, cpu, task, why, IDLE);
  }

  private static void wake(ContractMonitor monitor, long timeNs, int task) {
    monitor.woken(timeNs, task, 1, 0, false);
  }

  private static List<Long> times(ContractMonitor monitor, long endNs) {
    monitor.ended(endNs);
    CheckResult result = monitor.result();
    assertEquals(result.first().size(), result.violations());
    return result.first().stream().map(CheckResult.Violation::timeNs).toList();
  }

  @Test
  void leadsTo_runsExactlyAtBound_isKept() {
    ContractMonitor monitor = monitor(leadsTo(false), task("a"));
    wake(monitor, 10, 0);
    on(monitor, 110, 0, 0);
    assertEquals(List.of(), times(monitor, 1000));
  }

  @Test
  void leadsTo_runsLater_isViolatedWhenTheBoundIsOver() {
    ContractMonitor monitor = monitor(leadsTo(false), task("a"));
    wake(monitor, 10, 0);
    on(monitor, 111, 0, 0);
    assertEquals(List.of(110L), times(monitor, 1000));
    assertTrue(monitor.result().first().get(0).what().contains("task `a`, runnable on CPU 1"));
  }

  @Test
  void leadsTo_stillWaitingAtTheEnd_countsOnlyIfTheBoundIsOver() {
    ContractMonitor monitor = monitor(leadsTo(false), task("a"), task("b"));
    wake(monitor, 0, 0);
    wake(monitor, 50, 1);
    assertEquals(List.of(100L), times(monitor, 150));
  }

  @Test
  void leadsTo_preempted_waitsUnlessOnlyWakeUpsCount() {
    for (boolean onlyWoken : new boolean[] {false, true}) {
      ContractMonitor monitor = monitor(leadsTo(onlyWoken), task("a"));
      wake(monitor, 0, 0);
      on(monitor, 0, 0, 0);
      off(monitor, 20, 0, 0, LeaveReason.PREEMPTED);
      on(monitor, 500, 0, 0);
      assertEquals(onlyWoken ? List.of() : List.of(120L), times(monitor, 1000));
    }
  }

  @Test
  void leadsTo_taskOfTheKernelsOwnClass_isNotMeant() {
    ContractMonitor monitor =
        monitor(leadsTo(false), new TaskSpec("g", SchedPolicy.GHOST, 0, CpuSet.ALL, 0), task("a"));
    wake(monitor, 0, 1);
    assertEquals(List.of(), times(monitor, 1000));
  }

  @Test
  void neverIdle_otherTasksTakeTurnsWaiting_isOneSpanForTheCpu() {
    ContractMonitor monitor = neverIdle(task("a"), task("b"));
    wake(monitor, 0, 0);
    wake(monitor, 60, 1);
    on(monitor, 80, 0, 0);
    assertEquals(List.of(100L), times(monitor, 130));
    assertTrue(monitor.result().first().get(0).what().startsWith("CPU 1 was idle"));
  }

  @Test
  void neverIdle_waitingTaskMayNotRunThere_isKept() {
    ContractMonitor monitor = neverIdle(task("a", 0, CpuSet.of(0)), task("b", 0, CpuSet.of(0)));
    wake(monitor, 0, 0);
    on(monitor, 0, 0, 0);
    wake(monitor, 1, 1);
    assertEquals(List.of(), times(monitor, 1000));
  }

  @Test
  void neverIdle_affinityWidens_countsFromThenOn() {
    ContractMonitor monitor = neverIdle(task("a", 0, CpuSet.of(0)), task("b", 0, CpuSet.of(0)));
    wake(monitor, 0, 0);
    on(monitor, 0, 0, 0);
    wake(monitor, 1, 1);
    monitor.affinityChanged(500, 1, CpuSet.ALL);
    assertEquals(List.of(600L), times(monitor, 1000));
  }

  @Test
  void neverIdle_cpuBusyForAMoment_beginsAnew() {
    ContractMonitor monitor = neverIdle(task("a"), task("b"), task("c"));
    wake(monitor, 0, 0);
    wake(monitor, 0, 1);
    wake(monitor, 0, 2);
    on(monitor, 10, 0, 0);
    on(monitor, 90, 1, 1);
    off(monitor, 95, 1, 1, LeaveReason.BLOCKED);
    assertEquals(List.of(195L), times(monitor, 400));
  }

  @Test
  void lag_equalShares_isKept() {
    ContractMonitor monitor = lag(task("a"), task("b"));
    wake(monitor, 0, 0);
    wake(monitor, 0, 1);
    for (int turn = 0; turn < 10; turn++) {
      on(monitor, turn * 150L, 0, turn % 2);
      off(monitor, turn * 150L + 150, 0, turn % 2, LeaveReason.PREEMPTED);
    }
    assertEquals(List.of(), times(monitor, 1500));
  }

  @Test
  void lag_oneOfTwoHasTheCpu_othersLagIsHalfOfIt() {
    ContractMonitor monitor = lag(task("a"), task("b"));
    wake(monitor, 0, 0);
    wake(monitor, 0, 1);
    on(monitor, 0, 0, 0);
    off(monitor, 200, 0, 0, LeaveReason.PREEMPTED);
    on(monitor, 200, 0, 1);
    assertEquals(List.of(200L), times(monitor, 201));
  }

  @Test
  void lag_nobodyRuns_nobodyLags() {
    ContractMonitor monitor = lag(task("a"), task("b"));
    wake(monitor, 0, 0);
    wake(monitor, 0, 1);
    assertEquals(List.of(), times(monitor, 100_000));
  }

  @Test
  void lag_weightsDiffer_isNotJudged() {
    ContractMonitor monitor = lag(task("a", 1, CpuSet.ALL), task("b"));
    wake(monitor, 0, 0);
    wake(monitor, 0, 1);
    on(monitor, 0, 0, 0);
    assertEquals(List.of(), times(monitor, 100_000));
  }

  @Test
  void lag_weightChangesDuringTheRun_isNotJudgedFromThenOn() {
    ContractMonitor monitor = lag(task("a"), task("b"));
    wake(monitor, 0, 0);
    wake(monitor, 0, 1);
    on(monitor, 0, 0, 0);
    monitor.message(1, 0, MessageType.TASK_PRIORITY_CHANGED, 0, 1, false);
    assertEquals(List.of(), times(monitor, 100_000));
  }

  @Test
  void percentile_medianAtBound_isViolatedAtTheEnd() {
    ContractMonitor monitor = median(Double.POSITIVE_INFINITY);
    wake(monitor, 0, 0);
    on(monitor, 100, 0, 0);
    assertEquals(List.of(1000L), times(monitor, 1000));
    assertTrue(monitor.result().first().get(0).what().contains("task `a`, which ran on CPU 0"));
  }

  @Test
  void percentile_medianBelow_isKept() {
    ContractMonitor monitor = median(Double.POSITIVE_INFINITY);
    wake(monitor, 0, 0);
    on(monitor, 99, 0, 0);
    wake(monitor, 0, 1);
    on(monitor, 900, 1, 1);
    assertEquals(List.of(), times(monitor, 1000));
  }

  @Test
  void percentile_loadAboveItsCondition_isNotJudged() {
    for (double load : new double[] {0.44, 0.46}) {
      ContractMonitor monitor = median(load);
      wake(monitor, 0, 0);
      on(monitor, 100, 0, 0);
      // One of two CPUs is busy from 100 to 1000: 0.45.
      assertEquals(load < 0.45 ? List.of() : List.of(1000L), times(monitor, 1000));
    }
  }
}
