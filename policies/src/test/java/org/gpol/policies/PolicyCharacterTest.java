package org.gpol.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.CheckResult;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.report.TaskResult;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.TaskSpec;
import org.gpol.kernel.workload.Workload;
import org.gpol.testkit.Job;
import org.gpol.testkit.Jobs;
import org.gpol.testkit.PolicyUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each policy is for: shares, priorities, short waits for short work. */
class PolicyCharacterTest {
  private static final Path POLICIES = Path.of(System.getProperty("gpol.root"), "policies");
  private static final long MS = 1_000_000;
  private static final long SECOND = 1000 * MS;

  /** Computes for as long as the workload lasts. */
  private static Job hog(int nice) {
    return new Job(0, 1, 100 * SECOND, 0, nice);
  }

  /** Runs {@code run} after every sleep of {@code sleep}. */
  private static Job interactive(int nice, long run, long sleep) {
    return new Job(5 * MS, 1_000_000, run, sleep, nice);
  }

  private static SimulationResult simulate(String policy, int cpus, Job... jobs)
      throws IOException {
    return simulate(policy, cpus, Jobs.workload(List.of(jobs), 10 * SECOND));
  }

  private static SimulationResult simulate(String policy, int cpus, Workload workload)
      throws IOException {
    return PolicyUnderTest.compile(POLICIES.resolve(policy + ".gpol"))
        .run(workload, Topology.flat(cpus), 1);
  }

  /** As {@link #simulate}, and no task starves. */
  private static SimulationResult run(String policy, int cpus, Job... jobs) throws IOException {
    SimulationResult result = simulate(policy, cpus, jobs);
    assertTrue(result.ok(), () -> result.failure() + " " + result.checks());
    return result;
  }

  private static long waitNs(SimulationResult result, int job, int percent) {
    return result.tasks().get(job).wakeupLatency().percentileNs(percent);
  }

  private static double share(SimulationResult result, int job) {
    double all = result.tasks().stream().mapToLong(TaskResult::runtimeNs).sum();
    return result.tasks().get(job).runtimeNs() / all;
  }

  @ParameterizedTest
  @CsvSource({
    "stride,0,0",
    "stride,0,5",
    "stride,-5,5",
    "stride,-20,-10",
    "cfs,0,0",
    "cfs,0,5",
    "cfs,-5,5"
  })
  void weightedPolicies_hogsOfDifferentNice_shareByTheirWeights(String policy, int a, int b)
      throws IOException {
    SimulationResult result = run(policy, 1, hog(a), hog(b));
    double expected = 1 / (1 + Math.pow(1.25, a - b));
    assertEquals(expected, share(result, 0), 0.02);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "round_robin",
        "stride",
        "fair",
        "mlfq",
        "cfs",
        "edf",
        "feedback",
        "batch_latency"
      })
  void fairPolicies_equalHogs_getEqualShares(String policy) throws IOException {
    SimulationResult result = run(policy, 2, hog(0), hog(0), hog(0), hog(0));
    for (int i = 0; i < 4; i++) {
      assertEquals(0.25, share(result, i), 0.03, "job" + i);
    }
  }

  @ParameterizedTest
  @CsvSource({"cfs,99", "edf,90"})
  void interactiveTask_amongHogs_hardlyWaits(String policy, int percent) throws IOException {
    SimulationResult result = run(policy, 1, hog(0), hog(0), interactive(0, MS / 2, 20 * MS));
    long wait = waitNs(result, 2, percent);
    assertTrue(wait < 2 * MS, wait + " ns");
  }

  @Test
  void mlfq_taskThatNeedsLittle_waitsForTheTickAndNotForTheSlice() throws IOException {
    Job brief = interactive(0, MS / 10, 20 * MS);
    long mlfq = waitNs(run("mlfq", 1, brief, hog(0), hog(0)), 0, 99);
    long fifo = waitNs(run("fifo", 1, brief, hog(0), hog(0)), 0, 99);
    assertTrue(mlfq < 6 * MS, "mlfq " + mlfq);
    assertTrue(fifo > 2 * mlfq, "fifo " + fifo);
  }

  @Test
  void priority_importantHog_letsNoOtherRun() throws IOException {
    SimulationResult result = simulate("priority", 1, hog(1), hog(0), hog(0));
    assertEquals(0, result.tasks().get(0).runtimeNs());
    assertEquals(0, result.failure().orElseThrow().task());
  }

  @Test
  void priority_equallyImportantHogs_takeTurns() throws IOException {
    assertEquals(0.5, share(run("priority", 1, hog(3), hog(3)), 0), 0.01);
  }

  @Test
  void roundRobin_hogs_useUpTheirSlices() throws IOException {
    SimulationResult result = run("round_robin", 1, hog(0), hog(0));
    assertTrue(result.stats().get("expired") > 1_000, result.stats().toString());
    assertEquals(0, result.stats().get("overflow"));
  }

  @Test
  void priority_importantTaskWakes_runsAtOnce() throws IOException {
    SimulationResult result = run("priority", 1, hog(0), interactive(-10, MS, 20 * MS));
    long worst = result.tasks().get(1).wakeupLatency().maxNs();
    assertTrue(worst < MS, worst + " ns");
  }

  @Test
  void batchLatency_criticalTasksAmongBatch_hardlyWaitAndBatchGoesOn() throws IOException {
    SimulationResult result = run("batch_latency", 1, hog(10), hog(10), interactive(0, MS, 9 * MS));
    assertTrue(waitNs(result, 2, 99) < MS);
    assertTrue(share(result, 0) > 0.4);
  }

  @Test
  void batchLatency_criticalHogs_leaveBatchItsShare() throws IOException {
    SimulationResult result = run("batch_latency", 1, hog(0), hog(0), hog(10));
    assertEquals(0.05, share(result, 2), 0.03);
  }

  @Test
  void feedback_manyWaiting_shortensTheSlice() throws IOException {
    SimulationResult result =
        run("feedback", 1, hog(0), hog(0), hog(0), interactive(0, MS / 2, 20 * MS));
    assertTrue(result.stats().get("halved") > 0);
    long p50 = waitNs(result, 3, 50);
    assertTrue(p50 < 15 * MS, p50 + " ns");
  }

  @Test
  void shinjuku_briefTaskAmongHogs_waitsForSlicesAndNotForTicks() throws IOException {
    Job[] jobs = new Job[5];
    Arrays.fill(jobs, hog(0));
    jobs[0] = interactive(0, MS / 100, MS);
    SimulationResult result = run("shinjuku", 2, jobs);
    // Four others have a slice each before it, and each switch takes its time.
    assertTrue(waitNs(result, 0, 99) < MS / 5, waitNs(result, 0, 99) + " ns");
    assertTrue(waitNs(run("round_robin", 1, jobs), 0, 99) > 3 * MS);
    assertEquals(0.25, share(result, 1) / (1 - share(result, 0)), 0.02);
  }

  @Test
  void shinjuku_highClassWakes_runsAtOnceAndLowStarvesOnlyMeanwhile() throws IOException {
    SimulationResult result =
        run("shinjuku", 2, interactive(-1, MS, MS), interactive(-1, MS / 2, 4 * MS), hog(0));
    assertTrue(waitNs(result, 2, 100) < 10 * MS);
    long alone = waitNs(run("shinjuku", 2, interactive(-1, MS, MS), hog(0)), 0, 99);
    assertTrue(alone < MS / 100, alone + " ns");
    assertTrue(result.stats().get("evicted") > 0);
  }

  @Test
  void shinjuku_dispatcher_runsNoTask() throws IOException {
    SimulationResult result = run("shinjuku", 3, hog(0), hog(0), hog(0));
    assertEquals(0, result.cpus().get(0).busyNs());
    assertTrue(result.stats().get("expired") > 10_000, result.stats().toString());
  }

  @Test
  void cfs_tasksThatMayNotRunEverywhere_runWhereTheyMay() throws IOException {
    Job[] jobs = new Job[6];
    Arrays.fill(jobs, interactive(0, 2 * MS, MS));
    Workload free = Jobs.workload(List.of(jobs), SECOND);
    List<TaskSpec> pinned = new ArrayList<>();
    for (TaskSpec task : free.tasks()) {
      CpuSet cpus = CpuSet.of(pinned.size() % 3, 3);
      pinned.add(new TaskSpec(task.name(), task.policy(), task.nice(), cpus, task.startNs()));
    }
    Workload workload = new Workload("pinned", SECOND, pinned, free::instantiate);
    SimulationResult cfs = simulate("cfs", 4, workload);
    assertEquals(0, violations(cfs, "affinity"));
    assertTrue(violations(simulate("fifo", 4, workload), "affinity") > 100);
    assertTrue(cfs.ok(), () -> cfs.failure() + " " + cfs.checks());
  }

  private static long violations(SimulationResult result, String check) {
    return result.checks().stream()
        .filter(c -> c.check().equals(check))
        .mapToLong(CheckResult::violations)
        .sum();
  }

  @ParameterizedTest
  @ValueSource(strings = {"stride", "fair", "cfs"})
  void taskThatSleptForLong_doesNotTakeTheCpuForLong(String policy) throws IOException {
    // It runs for two seconds of four, sleeps for four, and then is due half of the last two. What
    // it did not use in its sleep would give it all of them.
    Job sleeper = new Job(0, 10, 2 * SECOND, 4 * SECOND, 0);
    assertEquals(0.3, share(run(policy, 1, sleeper, hog(0)), 0), 0.01);
  }

  @Test
  void mlfq_computingTaskAmongManyBriefOnes_runsThanksToTheBoost() throws IOException {
    Job[] jobs = new Job[13];
    Arrays.fill(jobs, interactive(0, MS, 10 * MS));
    jobs[0] = hog(0);
    assertTrue(share(run("mlfq", 1, jobs), 0) > 0.01);
  }
}
