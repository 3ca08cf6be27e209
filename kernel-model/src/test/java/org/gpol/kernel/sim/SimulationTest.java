package org.gpol.kernel.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.gpol.kernel.hook.HookFault;
import org.gpol.kernel.hook.HookPoint;
import org.gpol.kernel.model.CostModel;
import org.gpol.kernel.model.TestPolicy;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.CheckResult;
import org.gpol.kernel.report.Failure;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.report.TaskResult;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.TaskAction;
import org.gpol.kernel.workload.Workload;
import org.gpol.kernel.workload.WorkloadException;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final long MS = 1_000_000;
  private static final long SECOND = 1_000 * MS;

  private static Simulation.Builder on(int cpus, Workload workload) {
    return Simulation.builder(Topology.flat(cpus), workload);
  }

  private static TestWorkloads mixed() {
    TestWorkloads tasks = new TestWorkloads();
    for (int i = 0; i < 6; i++) {
      tasks.add(TestWorkloads.periodic(300_000 + 70_001L * i, 2 * MS + 13_003L * i, 1000L * i));
    }
    return tasks.spinner(0).spinner(5);
  }

  @Test
  void run_oneTaskAlone_getsAllItAsksFor() {
    Workload workload =
        new TestWorkloads()
            .add(TestWorkloads.script(new TaskAction.Run(10 * MS), new TaskAction.Run(5)))
            .build(Workload.UNTIL_ALL_EXIT);
    SimulationResult result = on(1, workload).run();
    assertEquals(10 * MS + 5, result.tasks().get(0).runtimeNs());
    assertEquals(10 * MS + 5 + 599, result.durationNs());
    assertEquals(599, result.tasks().get(0).waitNs());
    assertEquals(599, result.latency().get("wakeup").maxNs());
    assertTrue(result.ok(), result.checks().toString());
  }

  @Test
  void start_manyTasksAtOnce_spreadOverTheCpus() {
    TestWorkloads tasks = new TestWorkloads();
    for (int i = 0; i < 8; i++) {
      tasks.add(TestWorkloads.script(new TaskAction.Run(MS)));
    }
    TestPolicy policy = new TestPolicy();
    SimulationResult result = on(4, tasks.build(Workload.UNTIL_ALL_EXIT)).policy(policy).run();
    assertEquals(4, result.cpus().stream().filter(cpu -> cpu.busyNs() == 2 * MS).count());
    SimulationResult alone = on(4, tasks.build(Workload.UNTIL_ALL_EXIT)).run();
    assertEquals(4, alone.cpus().stream().filter(cpu -> cpu.busyNs() == 2 * MS).count());
  }

  @Test
  void cfs_twoNiceLevels_shareAsTheirWeights() {
    Workload workload = new TestWorkloads().spinner(0).spinner(5).build(10 * SECOND);
    SimulationResult result = on(1, workload).costs(CostModel.FREE).run();
    double share = (double) result.tasks().get(0).runtimeNs() / result.tasks().get(1).runtimeNs();
    assertEquals(1024.0 / 335, share, 0.1);
    assertTrue(result.ok(), result.checks().toString());
  }

  @Test
  void cfs_moreCpusThanTasks_nobodyWaits() {
    SimulationResult result =
        on(4, new TestWorkloads().spinner(0).spinner(0).spinner(0).build(SECOND))
            .costs(CostModel.FREE)
            .run();
    for (TaskResult task : result.tasks()) {
      assertEquals(SECOND, task.runtimeNs());
    }
  }

  @Test
  void cfs_cpuBecomesIdle_pullsAWaitingTask() {
    TestWorkloads tasks = new TestWorkloads().spinner(0).spinner(0);
    tasks.add(TestWorkloads.script(new TaskAction.Run(10 * MS))).spinner(0);
    SimulationResult result = on(3, tasks.build(SECOND)).run();
    long total = result.tasks().stream().mapToLong(TaskResult::runtimeNs).sum();
    assertTrue(total > 2.99 * SECOND, "only " + total);
  }

  @Test
  void cfs_affinity_isKept() {
    TestWorkloads tasks = new TestWorkloads();
    for (int i = 0; i < 4; i++) {
      tasks.add(SchedPolicy.OTHER, 0, CpuSet.of(1), 0, TestWorkloads.periodic(MS, 5 * MS, 0));
    }
    SimulationResult result = on(2, tasks.build(SECOND)).run();
    assertEquals(0, result.cpus().get(0).busyNs());
    assertTrue(result.ok(), result.checks().toString());
  }

  @Test
  void fifo_singleCpuDeterministicService_waitsAsQueueingTheorySays() {
    SimRandom random = new SimRandom(7);
    long serviceNs = 100_000;
    double load = 0.7;
    int jobs = 20_000;
    TestWorkloads tasks = new TestWorkloads();
    long[] lindleyNs = new long[jobs];
    long arrivalNs = 0;
    for (int i = 0; i < jobs; i++) {
      long gapNs = (long) (-Math.log(1 - random.nextDouble()) * serviceNs / load);
      arrivalNs += gapNs;
      lindleyNs[i] = i == 0 ? 0 : Math.max(0, lindleyNs[i - 1] + serviceNs - gapNs);
      tasks.add(
          SchedPolicy.OTHER,
          0,
          CpuSet.ALL,
          arrivalNs,
          TestWorkloads.script(new TaskAction.Run(serviceNs)));
    }
    SimulationResult result =
        on(1, tasks.build(Workload.UNTIL_ALL_EXIT))
            .policy(new TestPolicy())
            .costs(CostModel.FREE)
            .run();
    assertTrue(result.ok(), result.checks().toString());
    long[] waitNs = result.tasks().stream().mapToLong(TaskResult::waitNs).toArray();
    assertArrayEquals(lindleyNs, waitNs);
    double theoryNs = load * serviceNs / (2 * (1 - load));
    assertEquals(theoryNs, Arrays.stream(waitNs).average().orElseThrow(), theoryNs * 0.1);
  }

  @Test
  void run_twice_isEqualInEveryEvent() {
    RecordingListener first = new RecordingListener();
    RecordingListener second = new RecordingListener();
    Workload workload = mixed().build(SECOND / 5);
    SimulationResult a = on(4, workload).policy(new TestPolicy()).listener(first).run();
    SimulationResult b = on(4, workload).policy(new TestPolicy()).listener(second).run();
    assertEquals(a, b);
    assertEquals(first.lines, second.lines);
    assertTrue(first.lines.size() > 1000, first.lines.size() + " events");
  }

  @Test
  void elision_offOrOn_sameResultAndTrace() {
    for (long insns : new long[] {0, 7, 130}) {
      RecordingListener with = new RecordingListener();
      RecordingListener without = new RecordingListener();
      Workload workload = mixed().build(SECOND / 20);
      TestPolicy elided = new TestPolicy();
      elided.insns = insns;
      TestPolicy full = new TestPolicy();
      full.insns = insns;
      SimulationResult a = on(12, workload).policy(elided).listener(with).run();
      SimulationResult b = on(12, workload).policy(full).listener(without).elidePolls(false).run();
      assertEquals(without.lines, with.lines);
      assertEquals(b, a);
      assertTrue(elided.picks < full.picks / 10, elided.picks + " of " + full.picks);
    }
  }

  @Test
  void stall_policyLosesATask_isReportedAtTheLimit() {
    TestPolicy policy = new TestPolicy();
    policy.with(HookPoint.MSG_SEND, (context, environment) -> 1);
    Workload workload = new TestWorkloads().spinner(0).build(5 * SECOND);
    SimulationResult result = on(2, workload).policy(policy).costs(CostModel.FREE).run();
    Failure failure = result.failure().orElseThrow();
    assertEquals(Failure.Kind.STALL, failure.kind());
    assertEquals(0, failure.task());
    assertEquals(SECOND, failure.timeNs());
    assertEquals(SECOND, failure.waitedNs());
    assertEquals(SECOND, result.durationNs());
  }

  @Test
  void stall_shortRun_isFoundAtTheEndWhereACpuWasIdle() {
    TestPolicy policy = new TestPolicy();
    policy.with(HookPoint.MSG_SEND, (context, environment) -> 1);
    Workload workload = new TestWorkloads().spinner(0).build(SECOND / 2);
    Failure failure =
        on(2, workload).policy(policy).costs(CostModel.FREE).run().failure().orElseThrow();
    assertEquals(Failure.Kind.STALL, failure.kind());
    assertEquals(SECOND / 2, failure.waitedNs());
  }

  @Test
  void deadlock_untilAllExit_endsWhenNothingCanHappen() {
    Workload workload =
        new TestWorkloads()
            .add(TestWorkloads.script(new TaskAction.Run(MS), TaskAction.BLOCK))
            .build(Workload.UNTIL_ALL_EXIT);
    SimulationResult result = on(1, workload).policy(new TestPolicy()).run();
    assertTrue(result.failure().isEmpty());
    assertTrue(result.durationNs() < 2 * MS);
  }

  @Test
  void livelock_stepsThatTakeNoTime_areAFailureNotAHang() {
    Workload workload =
        new TestWorkloads().add(waker -> now -> new TaskAction.SetNice(0)).build(SECOND);
    Failure failure = on(1, workload).run().failure().orElseThrow();
    assertEquals(Failure.Kind.LIVELOCK, failure.kind());
    assertEquals(0, failure.task());
  }

  @Test
  void livelock_yieldsThatTakeNoTime_areAFailureNotAHang() {
    Workload workload = new TestWorkloads().add(waker -> now -> TaskAction.YIELD).build(SECOND);
    Failure failure =
        on(1, workload)
            .costs(CostModel.FREE)
            .maxEventsAtInstant(1000)
            .run()
            .failure()
            .orElseThrow();
    assertEquals(Failure.Kind.LIVELOCK, failure.kind());
  }

  @Test
  void fault_inAProgram_endsTheRun() {
    TestPolicy policy = new TestPolicy();
    policy.with(
        HookPoint.PICK_NEXT_TASK,
        (context, environment) -> {
          throw new HookFault("bad access", null);
        });
    SimulationResult result =
        on(1, new TestWorkloads().spinner(0).build(SECOND)).policy(policy).run();
    assertEquals(Failure.Kind.FAULT, result.failure().orElseThrow().kind());
    assertEquals(1, result.hooks().get(0).errors());
  }

  @Test
  void affinity_ignoredByThePolicy_isReported() {
    TestWorkloads tasks = new TestWorkloads();
    for (int i = 0; i < 4; i++) {
      tasks.add(SchedPolicy.OTHER, 0, CpuSet.of(0), 0, TestWorkloads.periodic(MS, 2 * MS, 0));
    }
    SimulationResult result = on(2, tasks.build(SECOND / 10)).policy(new TestPolicy()).run();
    List<CheckResult> failed = result.checks().stream().filter(check -> !check.ok()).toList();
    assertEquals(List.of("affinity"), failed.stream().map(CheckResult::check).toList());
  }

  @Test
  void workload_namesACpuTheMachineLacks_isRefused() {
    Workload workload =
        new TestWorkloads()
            .add(SchedPolicy.OTHER, 0, CpuSet.of(7), 0, TestWorkloads.script())
            .build(SECOND);
    assertThrows(WorkloadException.class, () -> on(2, workload).run());
  }

  @Test
  void partialSwitch_otherTasks_staysWithCfsAndComeFirst() {
    TestWorkloads tasks = new TestWorkloads();
    tasks.add(SchedPolicy.GHOST, 0, CpuSet.ALL, 0, waker -> TestWorkloads.SPIN::apply);
    tasks.add(TestWorkloads.periodic(MS, 4 * MS, 0));
    SimulationResult result = on(1, tasks.build(SECOND)).policy(new TestPolicy()).run();
    assertTrue(result.tasks().get(0).ghost());
    assertEquals(250.0, result.tasks().get(1).runtimeNs() / (double) MS, 1.0);
    assertTrue(result.tasks().get(1).wakeupLatency().maxNs() < 20_000);
    assertTrue(result.tasks().get(0).preemptions() > 200);
    assertTrue(result.ok(), result.checks().toString());
  }

  @Test
  void seed_changesWhatProgramsDraw() {
    assertNotEquals(new SimRandom(1).nextLong(), new SimRandom(2).nextLong());
    assertEquals(new SimRandom(1).split("a").nextLong(), new SimRandom(1).split("a").nextLong());
    assertNotEquals(new SimRandom(1).split("a").nextLong(), new SimRandom(1).split("b").nextLong());
  }
}
