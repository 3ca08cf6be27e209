package org.gpol.policies;

import static org.gpol.policies.Library.MS;
import static org.gpol.policies.Library.SECOND;
import static org.gpol.policies.Library.calls;
import static org.gpol.policies.Library.hog;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.report.TraceListener;
import org.gpol.testkit.Job;
import org.gpol.testkit.Jobs;
import org.junit.jupiter.api.Test;

/** Tasks that nobody waits for are left alone, and the others have their slices all the same. */
class TicklessTest {
  private static Job[] hogs(int count) {
    Job[] jobs = new Job[count];
    Arrays.fill(jobs, hog(0));
    return jobs;
  }

  private static SimulationResult run(String policy, int cpus, Job... jobs) throws IOException {
    return Library.run(policy, Topology.flat(cpus), Jobs.workload(Arrays.asList(jobs), 2 * SECOND));
  }

  /** Time that programs took from the CPUs in which tasks computed. */
  private static long policyNs(SimulationResult result) {
    return result.cpus().stream().mapToLong(cpu -> cpu.policyNs()).sum();
  }

  @Test
  void asManyTasksAsCpus_noProgramInterruptsThem() throws IOException {
    SimulationResult tickless = run("tickless", 4, hogs(4));
    SimulationResult ticking = run("round_robin", 4, hogs(4));
    assertEquals(0, calls(tickless, "task_tick"));
    assertTrue(calls(ticking, "task_tick") >= 4 * 499, calls(ticking, "task_tick") + " ticks");
    // What is left is to pick the four once.
    assertTrue(policyNs(tickless) < 5_000, policyNs(tickless) + " ns");
    assertTrue(policyNs(ticking) > 10 * policyNs(tickless), policyNs(ticking) + " ns");
    assertEquals(0, tickless.stats().get("kept"));
    assertTrue(tickless.cpus().stream().allMatch(cpu -> cpu.switches() == 1));
  }

  @Test
  void moreTasksThanCpus_shareWhatTheKeeperLeaves() throws IOException {
    SimulationResult result = run("tickless", 4, hogs(6));
    assertEquals(0, calls(result, "task_tick"));
    for (var task : result.tasks()) {
      assertEquals(SECOND, (double) task.runtimeNs(), 20.0 * MS, task.name());
    }
    assertTrue(result.cpus().get(0).busyNs() < MS);
    assertTrue(result.stats().get("expired") > 500, result.stats().toString());
  }

  @Test
  void crowdGone_keeperRunsTasksAgain() throws IOException {
    Job[] jobs = hogs(6);
    jobs[0] = new Job(0, 1, 100 * MS, 0, 0);
    jobs[1] = new Job(0, 1, 100 * MS, 0, 0);
    SimulationResult result = run("tickless", 4, jobs);
    assertTrue(result.cpus().get(0).busyNs() > 1700 * MS, result.cpus().get(0).toString());
    assertTrue(result.stats().get("kept") > 0);
  }

  @Test
  void otherKeeper_watchesInstead() throws IOException {
    SimulationResult result =
        Library.run(
            "tickless",
            Map.of("keeper", 2L),
            Topology.flat(3),
            Jobs.workload(Arrays.asList(hogs(4)), SECOND),
            new TraceListener() {});
    assertTrue(result.cpus().get(2).busyNs() < MS);
    assertTrue(result.cpus().get(0).busyNs() > 990 * MS);
  }

  @Test
  void oneCpu_sliceEndsWhenAnotherTaskWakes() throws IOException {
    Job brief = new Job(0, 1_000_000, MS, 30 * MS, 0);
    SimulationResult result = run("tickless", 1, brief, hog(0));
    assertTrue(result.tasks().get(0).wakeupLatency().percentileNs(90) < MS);
    assertTrue(result.tasks().get(1).runtimeNs() > SECOND);
  }
}
