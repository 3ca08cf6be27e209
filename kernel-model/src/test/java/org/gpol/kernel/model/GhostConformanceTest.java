package org.gpol.kernel.model;

import static org.gpol.kernel.hook.GhostAbi.DO_NOT_PREEMPT;
import static org.gpol.kernel.hook.GhostAbi.ELIDE_PREEMPT;
import static org.gpol.kernel.hook.GhostAbi.RESCHED_ANY_CLASS;
import static org.gpol.kernel.hook.GhostAbi.RESCHED_GHOST_CLASS;
import static org.gpol.kernel.hook.GhostAbi.RESCHED_IDLE_CLASS;
import static org.gpol.kernel.hook.GhostAbi.RTLA_ON_BLOCKED;
import static org.gpol.kernel.hook.GhostAbi.SEND_TASK_ON_CPU;
import static org.gpol.kernel.hook.GhostAbi.SET_MUST_RESCHED;
import static org.gpol.kernel.hook.GhostAbi.SW_CPU_AVAIL;
import static org.gpol.kernel.hook.GhostAbi.WAKE_AGENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gpol.kernel.hook.ContextCodec;
import org.gpol.kernel.hook.HookPoint;
import org.gpol.kernel.report.TraceListener;
import org.gpol.kernel.workload.CpuSet;
import org.junit.jupiter.api.Test;

/** What the ghOSt kernel does, situation by situation; one CPU has one agent, pid 1 and up. */
class GhostConformanceTest {
  private static final long MS = 1_000_000;

  private final TestPolicy policy = new TestPolicy();
  private final KernelHarness machine = new KernelHarness();

  private static KernelHarness.Step run(long ns) {
    return kernel -> kernel.currentRun(ns);
  }

  private static KernelHarness.Step sleepUntil(long ns) {
    return kernel -> kernel.currentSleep(ns);
  }

  private void clearLog() {
    policy.log.clear();
  }

  /** A program that latches the first of the queue whatever else wants the CPU. */
  private void latchAlways() {
    policy.with(
        HookPoint.PICK_NEXT_TASK,
        (context, environment) -> {
          policy.runFirst(environment);
          return 0;
        });
  }

  @Test
  void life_newTaskRunsSleepsWakesEnds_messagesInOrder() {
    machine
        .ghost(0, run(100), sleepUntil(5000), run(100), Kernel::currentExit)
        .boot(1, policy, null);
    machine.until(10_000);
    assertEquals(
        List.of(
            "CPU_AVAILABLE(cpu0)",
            "TASK_NEW(pid2)",
            "TASK_ON_CPU(pid2)",
            "TASK_BLOCKED(pid2)",
            "TASK_WAKEUP(pid2)",
            "TASK_ON_CPU(pid2)",
            "TASK_BLOCKED(pid2)",
            "TASK_DEAD(pid2)"),
        policy.log);
    assertNull(machine.kernel.gtids.find(machine.task(0).gtid, machine.kernel.cpu(0)));
  }

  @Test
  void d1_ghostWakesWhereAnotherRuns_noSwitch() {
    machine.ghost(0, run(MS)).ghost(1000, run(MS)).boot(1, policy, null).until(2000);
    assertEquals(0, machine.currentIndex(0));
    assertEquals(1, policy.queue.size());
  }

  @Test
  void d2_cfsWakesWhileOneRunsAndOneIsLatched_busyThenBothPreempted() {
    machine.ghost(0, run(MS)).ghost(500, run(MS)).fair(1000, run(MS));
    latchAlways();
    machine.boot(1, policy, null).until(1000);
    clearLog();
    machine.until(1001);
    assertEquals(
        List.of("CPU_BUSY(cpu0)", "TASK_PREEMPT(pid2)", "TASK_PREEMPT(pid3,latched)"), policy.log);
    assertEquals(2, machine.currentIndex(0));
    Task agent = machine.kernel.cpu(0).ghost.agent;
    assertFalse(agent.ghost.statusWord.has(SW_CPU_AVAIL));
  }

  private List<String> displace(int flags) {
    latchAlways();
    policy.runFlags = flags;
    machine.ghost(0, run(MS)).ghost(500, run(MS)).boot(1, policy, null).until(600);
    clearLog();
    assertEquals(0, machine.resched(0, RESCHED_ANY_CLASS));
    machine.kernel.handle(TimerKind.RESCHED, 0, 600);
    assertEquals(1, machine.currentIndex(0));
    return policy.log;
  }

  @Test
  void d3_latchOverRunning_preemptThenOnCpu() {
    assertEquals(List.of("TASK_PREEMPT(pid2)", "TASK_ON_CPU(pid3)"), displace(SEND_TASK_ON_CPU));
  }

  @Test
  void d3_latchOverRunningElided_onlyOnCpu() {
    assertEquals(List.of("TASK_ON_CPU(pid3)"), displace(SEND_TASK_ON_CPU | ELIDE_PREEMPT));
  }

  /** Two runnable tasks nobody picks: the program only looks on. */
  private void bootPassive(int cpus) {
    policy.with(HookPoint.PICK_NEXT_TASK, (context, environment) -> 0);
    machine.ghost(0, run(MS)).ghost(0, run(MS)).boot(cpus, policy, null).until(100);
    clearLog();
  }

  private int latch(int cpu, int task, int flags) {
    Task target = machine.task(task);
    int barrier = target.ghost.statusWord.barrier;
    return machine.kernel.latcher.runGtid(
        machine.kernel.cpu(cpu), target.gtid, barrier, flags, true);
  }

  @Test
  void d4_latchOverLatched_firstIsPreemptedAtOnce() {
    bootPassive(2);
    assertEquals(0, latch(0, 0, 0));
    assertEquals(0, latch(0, 1, 0));
    assertEquals(List.of("TASK_PREEMPT(pid3,latched)"), policy.log);
  }

  @Test
  void d5_latchedTaskMovedByAnotherLatch_silent() {
    bootPassive(2);
    assertEquals(0, latch(0, 0, 0));
    long seqnum = machine.kernel.cpu(0).ghost.cpuSeqnum;
    assertEquals(0, latch(1, 0, 0));
    assertEquals(List.of(), policy.log);
    assertNull(machine.kernel.cpu(0).ghost.latched);
    assertEquals(seqnum, machine.kernel.cpu(0).ghost.cpuSeqnum);
  }

  @Test
  void d13_latchWhileCfsIsRunnable_preemptedInTheSamePass() {
    latchAlways();
    machine.fair(0, run(MS)).ghost(1000, run(MS)).boot(1, policy, null).until(2000);
    clearLog();
    assertEquals(0, machine.resched(0, RESCHED_ANY_CLASS));
    machine.kernel.handle(TimerKind.RESCHED, 0, 2000);
    assertEquals(List.of("TASK_PREEMPT(pid3,latched)"), policy.log);
    assertEquals(0, machine.currentIndex(0));
  }

  @Test
  void d14_dontIdle_picksGoOnWhileIdle() {
    policy.with(
        HookPoint.PICK_NEXT_TASK,
        (context, environment) -> {
          context[ContextCodec.PNT_DONT_IDLE] = 1;
          return environment.ktimeNs();
        });
    machine.fair(0, run(10), Kernel::currentExit).boot(1, policy, null).until(100_000);
    assertTrue(policy.picks > 90, policy.picks + " picks");
  }

  @Test
  void d14_idleAllowed_picksEnd() {
    policy.dontIdle = false;
    machine.fair(0, run(10), Kernel::currentExit).boot(1, policy, null).until(100_000);
    // one at the start, one to the task, one away from it
    assertEquals(3, policy.picks);
  }

  @Test
  void d15_reschedGhostOnIdleCpu_eperm() {
    machine.boot(1, policy, null);
    assertEquals(-1, machine.resched(0, RESCHED_GHOST_CLASS));
    assertEquals(0, machine.resched(0, RESCHED_IDLE_CLASS));
  }

  @Test
  void d15_setMustReschedOnRunning_preempted() {
    machine.ghost(0, run(MS)).boot(1, policy, null).until(100);
    clearLog();
    int flags = RESCHED_GHOST_CLASS | SET_MUST_RESCHED;
    assertEquals(0, machine.resched(0, flags));
    machine.until(200);
    machine.kernel.handle(TimerKind.RESCHED, 0, 200);
    assertEquals(List.of("TASK_PREEMPT(pid2)"), policy.log);
    assertEquals(TraceListener.IDLE, machine.currentIndex(0));
  }

  @Test
  void plainResched_runningGhostTask_isKept() {
    machine.ghost(0, run(MS)).boot(1, policy, null).until(100);
    clearLog();
    machine.resched(0, RESCHED_ANY_CLASS);
    machine.kernel.handle(TimerKind.RESCHED, 0, 200);
    assertEquals(List.of(), policy.log);
    assertEquals(0, machine.currentIndex(0));
  }

  @Test
  void reschedCpu2_badArguments_errorsInOrder() {
    machine.boot(2, policy, null);
    assertEquals(-22, machine.resched(-1, 999));
    assertEquals(-34, machine.resched(2, 999));
    assertEquals(-22, machine.resched(1, 64));
    assertEquals(-1, machine.resched(1, 0));
  }

  @Test
  void d21_doNotPreemptWhereAnotherRuns_estaleAndLatchFailure() {
    machine.ghost(0, run(MS)).ghost(100, run(MS)).boot(1, policy, null).until(200);
    clearLog();
    assertEquals(-116, latch(0, 1, DO_NOT_PREEMPT));
    assertEquals(List.of("TASK_LATCH_FAILURE(pid3,errno=116)"), policy.log);
  }

  @Test
  void runGtid_unknownTaskOrAgent_enoentWithoutMessage() {
    bootPassive(1);
    Latcher latcher = machine.kernel.latcher;
    Cpu cpu = machine.kernel.cpu(0);
    assertEquals(-2, latcher.runGtid(cpu, 12345, 0, 0, true));
    assertEquals(-2, latcher.runGtid(cpu, -1, 0, 0, true));
    assertEquals(-2, latcher.runGtid(cpu, cpu.ghost.agent.gtid, 0, 0, true));
    assertEquals(List.of(), policy.log);
  }

  @Test
  void runGtid_errors_inTheKernelsOrder() {
    machine.ghost(0, run(MS)).ghost(0).ghost(0, run(MS)).boot(1, policy, null).until(100);
    clearLog();
    Cpu cpu = machine.kernel.cpu(0);
    Latcher latcher = machine.kernel.latcher;
    Task running = machine.task(0);
    Task waiting = machine.task(1);
    int barrier = waiting.ghost.statusWord.barrier;
    assertEquals(-22, latcher.runGtid(cpu, waiting.gtid, barrier + 1, 0x20, true));
    assertEquals(-22, latcher.runGtid(cpu, waiting.gtid, barrier, 0, false));
    assertEquals(-116, latcher.runGtid(cpu, waiting.gtid, barrier + 1, 0, true));
    assertEquals(
        -16, latcher.runGtid(cpu, running.gtid, running.ghost.statusWord.barrier, 0, true));
    assertEquals(
        List.of(
            "TASK_LATCH_FAILURE(pid3,errno=22)",
            "TASK_LATCH_FAILURE(pid3,errno=22)",
            "TASK_LATCH_FAILURE(pid3,errno=116)",
            "TASK_LATCH_FAILURE(pid2,errno=16)"),
        policy.log);
    assertEquals(2L, machine.kernel.latcher.failures().get("EINVAL"));
  }

  @Test
  void runGtid_blockedTask_einval() {
    machine.ghost(0).boot(1, policy, null).until(100);
    assertEquals(-22, latch(0, 0, 0));
  }

  @Test
  void runGtid_zero_meansTheCurrentTask() {
    machine.ghost(0, run(MS)).boot(1, policy, null).until(100);
    Task running = machine.task(0);
    int barrier = running.ghost.statusWord.barrier;
    assertEquals(-16, machine.kernel.latcher.runGtid(machine.kernel.cpu(0), 0, barrier, 0, true));
  }

  @Test
  void yield_messageThenBusyUntilItHasLeft() {
    machine.ghost(0, run(10), Kernel::currentYield, run(MS)).boot(1, policy, null).until(15);
    assertEquals(
        List.of("TASK_YIELD(pid2)", "TASK_LATCH_FAILURE(pid2,errno=16)", "run_gtid=-16"),
        policy.log.subList(3, 6));
    machine.until(5000);
    assertEquals(0, machine.currentIndex(0));
  }

  @Test
  void seqnums_growByOneForEachMessageOfTheTask() {
    machine.ghost(0, run(10), sleepUntil(5000)).boot(1, policy, null).until(9000);
    // NEW, ON_CPU, BLOCKED, WAKEUP, ON_CPU, BLOCKED
    assertEquals(6, machine.task(0).ghost.statusWord.barrier);
  }

  @Test
  void tick_onGhostTask_isDeliveredOnlyWhenAsked() {
    machine.ghost(0, run(10 * MS)).boot(1, policy, null).until(9 * MS);
    assertEquals(2, policy.log.stream().filter("CPU_TICK(cpu0)"::equals).count());
  }

  @Test
  void d17_tickOnCfsTask_nothing() {
    machine.fair(0, run(10 * MS)).boot(1, policy, null).until(9 * MS);
    assertFalse(policy.log.contains("CPU_TICK(cpu0)"));
  }

  @Test
  void selfAffinity_runningTaskHasToMove_preemptedAndMigrated() {
    CpuSet other = CpuSet.of(1);
    policy.with(
        HookPoint.PICK_NEXT_TASK,
        (context, environment) -> {
          boolean moved = policy.log.contains("TASK_AFFINITY_CHANGED(pid3)");
          if (environment.currentCpu() == (moved ? 1 : 0)) {
            policy.runFirst(environment);
          }
          return 0;
        });
    machine
        .ghost(0, run(10), kernel -> kernel.currentSetAffinity(other), run(MS))
        .boot(2, policy, null)
        .until(15);
    assertEquals(1, machine.task(0).cpu.id);
    assertTrue(policy.log.contains("TASK_AFFINITY_CHANGED(pid3)"));
    assertTrue(policy.log.contains("TASK_PREEMPT(pid3)"), policy.log.toString());
  }

  @Test
  void affinity_ofLatchedTask_preemptedAsLatched() {
    bootPassive(2);
    int on = machine.task(0).cpu.id;
    assertEquals(0, latch(on, 0, 0));
    machine.kernel.attributes.setAffinity(machine.task(0), CpuSet.of(1 - on));
    assertEquals(List.of("TASK_AFFINITY_CHANGED(pid3)", "TASK_PREEMPT(pid3,latched)"), policy.log);
    assertEquals(1 - on, machine.task(0).cpu.id);
  }

  @Test
  void nice_changed_isTold() {
    bootPassive(1);
    machine.kernel.attributes.setNice(machine.task(0), 7);
    assertEquals(List.of("TASK_PRIORITY_CHANGED(pid2,nice=7)"), policy.log);
  }

  @Test
  void departure_ofRunnableTask_toldAndCfsRunsIt() {
    bootPassive(1);
    machine.kernel.attributes.leaveGhost(machine.task(0));
    assertEquals(List.of("TASK_DEPARTED(pid2)"), policy.log);
    machine.kernel.handle(TimerKind.RESCHED, 0, 1000);
    assertEquals(0, machine.currentIndex(0));
    assertEquals(SchedClass.FAIR, machine.current(0).schedClass);
  }

  @Test
  void departure_ofRunningTask_keepsRunningUnderCfs() {
    machine.ghost(0, run(MS), Kernel::currentExit).boot(1, policy, null).until(100);
    clearLog();
    machine.kernel.attributes.leaveGhost(machine.task(0));
    machine.until(2 * MS);
    assertTrue(policy.log.contains("TASK_DEPARTED(pid2)"));
    assertEquals(MS, machine.task(0).runtimeNs);
    assertEquals(TaskState.DEAD, machine.task(0).state);
  }

  @Test
  void wakeAgent_runsAboveAllAndYieldsAgain() {
    machine.fair(0, run(MS)).boot(1, policy, null).until(100);
    int barrier = machine.kernel.cpu(0).ghost.agentBarrier;
    machine.resched(0, RESCHED_ANY_CLASS | WAKE_AGENT);
    machine.kernel.handle(TimerKind.RESCHED, 0, 200);
    assertEquals(TraceListener.AGENT, machine.currentIndex(0));
    machine.until(300);
    assertEquals(0, machine.currentIndex(0));
    assertTrue(machine.kernel.cpu(0).ghost.blockedInRun);
    assertNotEquals(barrier, machine.kernel.cpu(0).ghost.agentBarrier);
  }

  @Test
  void rtlaOnBlocked_agentRunsWhenTheTaskSleeps() {
    policy.runFlags = RTLA_ON_BLOCKED;
    StringBuilder seen = new StringBuilder();
    TraceListener trace =
        new TraceListener() {
          @Override
          public void switched(long timeNs, int cpu, int prev, LeaveReason reason, int next) {
            seen.append(next).append(' ');
          }
        };
    machine.ghost(0, run(100)).boot(1, policy, trace).until(1000);
    assertEquals("0 -2 -1 ", seen.toString());
  }

  @Test
  void selectRq_validAnswer_isWhereTheTaskGoes() {
    policy.with(HookPoint.SELECT_RQ, (context, environment) -> 2);
    machine.ghost(0, run(MS)).boot(4, policy, null).until(100);
    assertTrue(policy.log.contains("CPU_AVAILABLE(cpu2)"), policy.log.toString());
  }

  @Test
  void selectRq_forbiddenCpu_fallsBackToAnAllowedOne() {
    policy.with(HookPoint.SELECT_RQ, (context, environment) -> 2);
    policy.with(HookPoint.PICK_NEXT_TASK, (context, environment) -> 0);
    machine.task(true, 0, CpuSet.of(3), run(MS)).boot(4, policy, null).until(100);
    assertEquals(3, machine.task(0).cpu.id);
  }
}
