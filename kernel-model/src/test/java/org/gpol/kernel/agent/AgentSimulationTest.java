package org.gpol.kernel.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.gpol.kernel.model.Cost;
import org.gpol.kernel.model.CostModel;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.CpuResult;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.report.TaskResult;
import org.gpol.kernel.sim.Simulation;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.TaskAction;
import org.gpol.kernel.workload.TaskBehaviour;
import org.gpol.kernel.workload.TaskSpec;
import org.gpol.kernel.workload.Workload;
import org.junit.jupiter.api.Test;

/** Whole runs under agents in user space. */
class AgentSimulationTest {
  private static final int TASKS = 12;
  private static final long WORK_NS = 300_000;

  /** Each task computes, sleeps, computes, yields, computes and ends. */
  private static Workload jobs() {
    List<TaskSpec> specs = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      specs.add(new TaskSpec("job" + i, SchedPolicy.OTHER, 0, CpuSet.ALL, 1000L + 2000L * i));
    }
    return new Workload(
        "jobs",
        Workload.UNTIL_ALL_EXIT,
        specs,
        waker -> {
          List<TaskBehaviour> behaviours = new ArrayList<>();
          for (int i = 0; i < TASKS; i++) {
            int[] step = {0};
            behaviours.add(
                now ->
                    switch (step[0]++) {
                      case 0, 2, 4 -> new TaskAction.Run(WORK_NS / 3);
                      case 1 -> new TaskAction.SleepUntil(now + 50_000);
                      case 3 -> TaskAction.YIELD;
                      default -> TaskAction.EXIT;
                    });
          }
          return behaviours;
        });
  }

  private static SimulationResult run(int cpus, int others, Consumer<AgentProcess> scheduler) {
    return run(cpus, others, scheduler, CostModel.DEFAULT);
  }

  private static SimulationResult run(
      int cpus, int others, Consumer<AgentProcess> scheduler, CostModel costs) {
    return Simulation.builder(Topology.flat(cpus), jobs())
        .userSpace(
            user -> {
              BitSet all = new BitSet();
              all.set(0, cpus);
              AgentProcess process = new AgentProcess(user, 1, all);
              scheduler.accept(process);
              for (int task = others; task < TASKS; task++) {
                process.enter(user.gtid(task));
              }
            })
        .costs(costs)
        .invariants(true)
        .run();
  }

  private static void assertServed(SimulationResult result) {
    assertTrue(result.ok(), result.failure() + " " + result.checks());
    for (TaskResult task : result.tasks()) {
      assertEquals(WORK_NS, task.runtimeNs(), task.name());
    }
    assertTrue(result.cpus().stream().mapToLong(CpuResult::policyNs).sum() > 0);
  }

  @Test
  void perCpuFifo_runsEveryTaskToItsEnd() {
    assertServed(run(3, 0, PerCpuFifo::new));
  }

  @Test
  void perCpuFifo_withCfsTasksBeside_runsAll() {
    assertServed(run(2, 4, PerCpuFifo::new));
  }

  @Test
  void centralFifo_runsEveryTaskToItsEnd() {
    assertServed(run(4, 0, process -> new CentralFifo(process, Long.MAX_VALUE)));
  }

  @Test
  void centralFifo_withSliceAndCfsTasksBeside_runsAll() {
    assertServed(run(3, 3, process -> new CentralFifo(process, 30_000)));
  }

  @Test
  void agents_sameRunTwice_sameResult() {
    assertEquals(run(3, 2, PerCpuFifo::new), run(3, 2, PerCpuFifo::new));
  }

  @Test
  void agents_theirWorkIsCharged() {
    SimulationResult result = run(3, 0, PerCpuFifo::new);
    // Every message read costs 265 ns, every local commit 289.
    long policy = result.cpus().stream().mapToLong(CpuResult::policyNs).sum();
    assertTrue(policy > TASKS * (5 * 265 + 3 * 289), policy + " ns");
  }

  @Test
  void agents_theirWakeUpsAreCharged() {
    long free = policyNs(CostModel.DEFAULT.with(Cost.AGENT_WAKE, 0));
    long dear = policyNs(CostModel.DEFAULT.with(Cost.AGENT_WAKE, 10_000));
    // Each task is heard of by an agent that sleeps at least once.
    assertTrue(dear - free > TASKS * 9_000L, (dear - free) + " ns");
  }

  private static long policyNs(CostModel costs) {
    SimulationResult result = run(3, 0, PerCpuFifo::new, costs);
    return result.cpus().stream().mapToLong(CpuResult::policyNs).sum();
  }
}
