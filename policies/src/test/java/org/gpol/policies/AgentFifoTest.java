package org.gpol.policies;

import static org.gpol.policies.Library.MS;
import static org.gpol.policies.Library.SECOND;
import static org.gpol.policies.Library.calls;
import static org.gpol.policies.Library.hog;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.report.TaskResult;
import org.gpol.testkit.Job;
import org.gpol.testkit.Jobs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A policy and its agent together: who hears of what, and what happens when the agent goes. */
class AgentFifoTest {
  private static SimulationResult run(String agent, int cpus, Job... jobs) throws IOException {
    return Library.withAgent(
        "agent_fifo", agent, Topology.flat(cpus), Jobs.workload(List.of(jobs), 2 * SECOND));
  }

  private static double share(TaskResult task, int cpus) {
    return task.runtimeNs() / (2.0 * SECOND * cpus);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void computingTasks_shareTheCpusButForTheAgents(int cpus) throws IOException {
    Job[] jobs = new Job[2 * cpus];
    java.util.Arrays.fill(jobs, hog(0));
    SimulationResult result = run("fifo-woken", cpus, jobs);
    assertTrue(result.ok(), () -> result.failure() + " " + result.checks());
    double all = result.tasks().stream().mapToDouble(task -> share(task, cpus)).sum();
    assertTrue(all > 0.99, "tasks had " + all);
    for (TaskResult task : result.tasks()) {
      assertEquals(1.0 / jobs.length, share(task, cpus), 0.1 / jobs.length, task.name());
    }
  }

  @Test
  void ticksWithinTheSlice_doNotReachTheAgent() throws IOException {
    SimulationResult result = run("fifo-woken", 2, hog(0), hog(0), hog(0));
    long ticks = calls(result, "task_tick");
    long spared = result.stats().get("spared");
    // A slice is 10 ms and a tick 4: two of three are of no interest.
    assertEquals(2.0 / 3, spared / (double) ticks, 0.05);
  }

  @Test
  void agentAsleep_costsLessThanOneThatPolls() throws IOException {
    Job[] jobs = {new Job(0, 1_000_000, MS, MS, 0), new Job(0, 1_000_000, 3 * MS, MS, 0)};
    SimulationResult woken = run("fifo-woken", 2, jobs);
    SimulationResult polling =
        Library.agentAlone(
            "fifo-centralised", Topology.flat(2), Jobs.workload(List.of(jobs), 2 * SECOND));
    assertTrue(policyNs(woken) < 50 * MS, policyNs(woken) + " ns");
    assertTrue(policyNs(polling) + idleless(polling) > SECOND, policyNs(polling) + " ns");
  }

  private static long policyNs(SimulationResult result) {
    return result.cpus().stream().mapToLong(cpu -> cpu.policyNs()).sum();
  }

  /** Time in which CPU 0 neither idled nor ran a task. */
  private static long idleless(SimulationResult result) {
    var cpu = result.cpus().get(0);
    return 2 * SECOND - cpu.idleNs() - cpu.busyNs() - cpu.policyNs();
  }

  @ParameterizedTest
  @ValueSource(strings = {"crash", "hang"})
  void agentGone_tasksGoOnUnderCfs(String how) throws IOException {
    Job brief = new Job(0, 100, 2 * MS, 5 * MS, 0);
    SimulationResult result =
        run("fifo-woken:watchdog=100ms," + how + "=500ms", 2, hog(0), hog(0), hog(0), brief);
    assertTrue(result.failure().isEmpty(), () -> result.failure().toString());
    assertEquals(200 * MS, result.tasks().get(3).runtimeNs());
    long all = result.tasks().stream().mapToLong(TaskResult::runtimeNs).sum();
    // All of the time but that until the watchdog sees it.
    assertTrue(all > 2 * (2 * SECOND - 120 * MS), all + " ns");
  }

  @Test
  void agentGoneWithoutWatchdog_isAStall() throws IOException {
    SimulationResult result = run("fifo-woken:crash=500ms", 2, hog(0), hog(0), hog(0));
    assertFalse(result.ok());
    assertTrue(result.failure().orElseThrow().toString().contains("STALL"));
  }

  @Test
  void policyWithoutItsAgent_schedulesNothing() throws IOException {
    SimulationResult result =
        Library.withAgent("agent_fifo", null, Topology.flat(1), Jobs.workload(List.of(hog(0))));
    assertTrue(result.failure().orElseThrow().toString().contains("STALL"));
  }
}
