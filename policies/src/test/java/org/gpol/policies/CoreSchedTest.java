package org.gpol.policies;

import static org.gpol.policies.Library.MS;
import static org.gpol.policies.Library.SECOND;
import static org.gpol.policies.Library.hog;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.report.TaskResult;
import org.gpol.kernel.report.TraceListener;
import org.gpol.testkit.Job;
import org.gpol.testkit.Jobs;
import org.junit.jupiter.api.Test;

/** Threads of one core never run tasks of two groups at once; and what that costs. */
class CoreSchedTest {
  private static final Topology TWO_CORES = Topology.parse("1n1l2c2t");

  /** How long tasks of different groups were on one core at the same time. */
  private static final class Exposure implements TraceListener {
    private final Topology topology;
    private final int[] groups;
    private final int[] current;
    private long sinceNs;
    private long exposedNs;

    Exposure(Topology topology, List<Job> jobs, int band) {
      this.topology = topology;
      this.groups = jobs.stream().mapToInt(job -> (job.nice() + 20) / band).toArray();
      this.current = new int[topology.cpus()];
      Arrays.fill(current, IDLE);
    }

    private boolean exposed() {
      for (int a = 0; a < current.length; a++) {
        for (int b = 0; b < a; b++) {
          if (topology.core(a) == topology.core(b)
              && current[a] >= 0
              && current[b] >= 0
              && groups[current[a]] != groups[current[b]]) {
            return true;
          }
        }
      }
      return false;
    }

    @Override
    public void switched(long timeNs, int cpu, int prev, LeaveReason reason, int next) {
      exposedNs += exposed() ? timeNs - sinceNs : 0;
      sinceNs = timeNs;
      current[cpu] = next;
    }
  }

  /** Tasks of three groups that come and go at odd times. */
  private static List<Job> crowd() {
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      jobs.add(new Job(i * MS / 3, 1_000_000, (3 + i) * MS / 2, (i % 4) * MS / 2, 5 * (i % 3)));
    }
    return jobs;
  }

  private static long exposedNs(String policy, String topology) throws IOException {
    List<Job> jobs = crowd();
    Topology machine = Topology.parse(topology);
    Exposure exposure = new Exposure(machine, jobs, 5);
    Library.run(policy, Map.of(), machine, Jobs.workload(jobs, SECOND), exposure);
    return exposure.exposedNs;
  }

  @Test
  void tasksOfDifferentGroups_neverShareACore() throws IOException {
    assertEquals(0, exposedNs("core_sched", "1n1l2c2t"));
    assertEquals(0, exposedNs("core_sched", "1n1l1c4t"));
  }

  @Test
  void sameTasksUnderFifo_doShareCores() throws IOException {
    assertTrue(exposedNs("fifo", "1n1l2c2t") > SECOND / 2);
  }

  @Test
  void loneGroup_hasAllThreads() throws IOException {
    List<Job> jobs = List.of(hog(0), hog(0), hog(1), hog(4), hog(2));
    SimulationResult result = Library.run("core_sched", TWO_CORES, Jobs.workload(jobs, SECOND));
    assertEquals(0, result.stats().get("forced_idle"));
    assertTrue(result.cpus().stream().allMatch(cpu -> cpu.busyNs() > SECOND * 99 / 100));
  }

  @Test
  void groupsOfComputingTasks_takeTurnsAndGetTheirTime() throws IOException {
    List<Job> jobs = List.of(hog(0), hog(0), hog(5), hog(5), hog(10), hog(10));
    SimulationResult result = Library.run("core_sched", TWO_CORES, Jobs.workload(jobs, 4 * SECOND));
    double all = result.tasks().stream().mapToLong(TaskResult::runtimeNs).sum();
    for (TaskResult task : result.tasks()) {
      assertEquals(1.0 / jobs.size(), task.runtimeNs() / all, 0.03, task.name());
    }
    assertTrue(result.stats().get("handed_over") > 100, result.stats().toString());
  }

  @Test
  void loneTaskOfAGroup_keepsTheOtherThreadIdle() throws IOException {
    // One core, and no group has a second task: half of the threads' time is lost for safety.
    List<Job> jobs = List.of(hog(0), hog(5));
    Topology core = Topology.parse("1n1l1c2t");
    SimulationResult result = Library.run("core_sched", core, Jobs.workload(jobs, SECOND));
    double busy = result.cpus().stream().mapToLong(cpu -> cpu.busyNs()).sum();
    assertEquals(0.5, busy / (2.0 * SECOND), 0.01);
    assertTrue(result.stats().get("forced_idle") > 0);
  }

  @Test
  void widerBand_joinsGroups() throws IOException {
    List<Job> jobs = List.of(hog(0), hog(5));
    Topology core = Topology.parse("1n1l1c2t");
    SimulationResult result =
        Library.run(
            "core_sched",
            Map.of("band", 10L),
            core,
            Jobs.workload(jobs, SECOND),
            new TraceListener() {});
    assertEquals(0, result.stats().get("forced_idle"));
  }
}
