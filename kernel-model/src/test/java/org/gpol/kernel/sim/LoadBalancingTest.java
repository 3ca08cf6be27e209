package org.gpol.kernel.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gpol.kernel.model.CostModel;
import org.gpol.kernel.model.EevdfTunables;
import org.gpol.kernel.model.FairSettings;
import org.gpol.kernel.model.FairTunables;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.report.TaskResult;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.TaskAction;
import org.junit.jupiter.api.Test;

/** Busy CPUs become equally busy, without one of them ever being idle. */
class LoadBalancingTest {
  private static final long MS = 1_000_000;
  private static final long S = 1_000 * MS;

  private static List<TaskResult> run(String topology, TestWorkloads tasks, FairSettings fair) {
    SimulationResult result =
        Simulation.builder(Topology.parse(topology), tasks.build(10 * S))
            .costs(CostModel.FREE)
            .fair(fair)
            .invariants(true)
            .run();
    return result.tasks();
  }

  /** So many that never stop, all bound to these CPUs for their first 10 ms. */
  private static TestWorkloads boundAtFirst(TestWorkloads tasks, int count, CpuSet cpus) {
    for (int i = 0; i < count; i++) {
      tasks.add(
          SchedPolicy.OTHER,
          0,
          cpus,
          0,
          TestWorkloads.script(
              new TaskAction.Run(MS),
              new TaskAction.SetAffinity(CpuSet.ALL),
              new TaskAction.Run(100 * S)));
    }
    return tasks;
  }

  @Test
  void crowd_onOneOfTwoBusyCpus_isSpread() {
    for (FairSettings fair : List.of(FairTunables.forCpus(2), EevdfTunables.DEFAULT)) {
      TestWorkloads tasks =
          new TestWorkloads()
              .add(
                  SchedPolicy.OTHER,
                  0,
                  CpuSet.of(1),
                  0,
                  TestWorkloads.script(new TaskAction.Run(100 * S)));
      List<TaskResult> results = run("2", boundAtFirst(tasks, 5, CpuSet.of(0)), fair);
      // Six for two CPUs, of which one may only use the second: a third of a CPU each.
      for (TaskResult task : results) {
        assertEquals(10 * S / 3.0, (double) task.runtimeNs(), S / 2.0, task.toString());
      }
    }
  }

  @Test
  void threeOnTwoCpus_takeTurnsAtBeingAlone() {
    TestWorkloads tasks = new TestWorkloads().spinner(0).spinner(0).spinner(0);
    for (TaskResult task : run("2", tasks, FairTunables.forCpus(2))) {
      assertEquals(20 * S / 3.0, (double) task.runtimeNs(), S, task.toString());
    }
  }

  @Test
  void crowd_onOneNode_isSpreadOverTheOther() {
    TestWorkloads tasks = new TestWorkloads();
    for (int cpu = 4; cpu < 8; cpu++) {
      tasks.add(
          SchedPolicy.OTHER,
          0,
          CpuSet.of(cpu),
          0,
          TestWorkloads.script(new TaskAction.Run(100 * S)));
    }
    List<TaskResult> results =
        run("2n1l4c1t", boundAtFirst(tasks, 12, CpuSet.range(0, 3)), FairTunables.forCpus(8));
    long least = results.stream().mapToLong(TaskResult::runtimeNs).min().orElseThrow();
    assertTrue(least > 4 * S, () -> "a task had " + least + " ns of the 5 s that are its part");
  }

  @Test
  void equalLoads_nothingIsMoved() {
    TestWorkloads tasks = new TestWorkloads();
    for (int i = 0; i < 8; i++) {
      tasks.spinner(0);
    }
    long migrations =
        run("4", tasks, FairTunables.forCpus(4)).stream().mapToLong(TaskResult::migrations).sum();
    assertTrue(migrations <= 8, () -> migrations + " migrations");
  }
}
