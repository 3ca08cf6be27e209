package org.gpol.policies;

import static org.gpol.policies.Library.MS;
import static org.gpol.policies.Library.SECOND;
import static org.gpol.policies.Library.hog;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.report.TraceListener;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.TaskSpec;
import org.gpol.kernel.workload.Workload;
import org.gpol.testkit.Job;
import org.gpol.testkit.Jobs;
import org.junit.jupiter.api.Test;

/** What ghOSt's {@code biff} does. */
class BiffTest {
  private static final Topology ONE = Topology.flat(1);

  @Test
  void computingTasks_takeTurnsOfFiftyMilliseconds() throws IOException {
    List<Long> stints = new ArrayList<>();
    long[] since = {0};
    TraceListener stopwatch =
        new TraceListener() {
          @Override
          public void switched(long timeNs, int cpu, int prev, LeaveReason reason, int next) {
            if (prev >= 0) {
              stints.add(timeNs - since[0]);
            }
            since[0] = timeNs;
          }
        };
    Workload two = Jobs.workload(List.of(hog(0), hog(0)), SECOND);
    SimulationResult result = Library.run("biff", Map.of(), ONE, two, stopwatch);
    assertEquals(stints.size(), result.stats().get("expired"));
    assertTrue(stints.size() > 15, stints.toString());
    // The first tick after 50 ms, at 4 ms each.
    assertTrue(stints.stream().allMatch(ns -> ns > 50 * MS && ns < 57 * MS), stints.toString());
  }

  @Test
  void loneTask_isTurnedOutToo() throws IOException {
    SimulationResult result = Library.run("biff", ONE, Jobs.workload(List.of(hog(0)), SECOND));
    assertTrue(result.stats().get("expired") > 15, result.stats().toString());
  }

  @Test
  void sliceOver_theOtherThreadOfTheCorePicksAnew() throws IOException {
    // The second begins 20 ms later, yet is never on for 50 ms: the first takes it along.
    List<Job> jobs = List.of(hog(0), new Job(20 * MS, 1, 100 * SECOND, 0));
    Workload workload = Jobs.workload(jobs, SECOND);
    long[] longest = new long[2];
    long[] since = new long[2];
    TraceListener stopwatch =
        new TraceListener() {
          @Override
          public void switched(long timeNs, int cpu, int prev, LeaveReason reason, int next) {
            if (prev == 1) {
              longest[cpu] = Math.max(longest[cpu], timeNs - since[cpu]);
            }
            since[cpu] = timeNs;
          }
        };
    Library.run("biff", Map.of(), Topology.parse("1n1l1c2t"), workload, stopwatch);
    assertTrue(Math.max(longest[0], longest[1]) < 57 * MS);
    assertTrue(Math.max(longest[0], longest[1]) > 0);
  }

  @Test
  void waitingTasks_runInTheOrderInWhichTheyCame() throws IOException {
    List<Integer> order = new ArrayList<>();
    TraceListener watcher =
        new TraceListener() {
          @Override
          public void switched(long timeNs, int cpu, int prev, LeaveReason reason, int next) {
            if (next >= 0) {
              order.add(next);
            }
          }
        };
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      jobs.add(new Job((5 - i) * MS / 10, 1, 5 * MS, 0));
    }
    SimulationResult result = Library.run("biff", Map.of(), ONE, Jobs.workload(jobs), watcher);
    // Each yields when it has done its work, and comes once more to end.
    assertEquals(List.of(5, 4, 3, 2, 1, 0, 5, 4, 3, 2, 1, 0), order);
    assertEquals(12, result.histograms().get("waited").count());
  }

  @Test
  void higherClassTakesTheCpu_isTold() throws IOException {
    Workload own = Jobs.workload(List.of(hog(0), new Job(MS, 100, MS, 5 * MS, 0)), SECOND);
    List<TaskSpec> tasks =
        List.of(
            new TaskSpec("ours", SchedPolicy.GHOST, 0, CpuSet.ALL, 0),
            new TaskSpec("theirs", SchedPolicy.OTHER, 0, CpuSet.ALL, MS));
    Workload mixed = new Workload("mixed", SECOND, tasks, own::instantiate);
    SimulationResult result = Library.run("biff", ONE, mixed);
    assertEquals(100, result.stats().get("taken"), 2);
    assertTrue(result.tasks().get(0).runtimeNs() > 850 * MS);
  }
}
