package org.gpol.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.testkit.Job;
import org.gpol.testkit.Jobs;
import org.gpol.testkit.PolicyUnderTest;

/** No policy that comes with gpol loses or starves a task, whatever the tasks do. */
class PoliciesPropertyTest {
  private static final Path POLICIES = Path.of(System.getProperty("gpol.root"), "policies");
  private static final PolicyUnderTest FIFO = compile("fifo.gpol");
  private static final PolicyUnderTest PERCPU_FIFO = compile("percpu_fifo.gpol");
  private static final PolicyUnderTest ROUND_ROBIN = compile("round_robin.gpol");
  private static final PolicyUnderTest PRIORITY = compile("priority.gpol");
  private static final PolicyUnderTest STRIDE = compile("stride.gpol");
  private static final PolicyUnderTest FAIR = compile("fair.gpol");
  private static final PolicyUnderTest MLFQ = compile("mlfq.gpol");

  private static PolicyUnderTest compile(String file) {
    try {
      return PolicyUnderTest.compile(POLICIES.resolve(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Property(tries = 150)
  void fifo_anyJobs_allGetTheirTime(
      @ForAll("jobs") List<Job> jobs, @ForAll @IntRange(min = 1, max = 5) int cpus) {
    assertServed(FIFO, jobs, cpus);
  }

  @Property(tries = 150)
  void percpuFifo_anyJobs_allGetTheirTime(
      @ForAll("jobs") List<Job> jobs, @ForAll @IntRange(min = 1, max = 5) int cpus) {
    assertServed(PERCPU_FIFO, jobs, cpus);
  }

  @Property(tries = 50)
  void roundRobin_anyJobs_allGetTheirTime(
      @ForAll("jobs") List<Job> jobs, @ForAll @IntRange(min = 1, max = 5) int cpus) {
    assertServed(ROUND_ROBIN, jobs, cpus);
  }

  @Property(tries = 50)
  void priority_anyJobs_allGetTheirTime(
      @ForAll("jobs") List<Job> jobs, @ForAll @IntRange(min = 1, max = 5) int cpus) {
    assertServed(PRIORITY, jobs, cpus);
  }

  @Property(tries = 50)
  void stride_anyJobs_allGetTheirTime(
      @ForAll("jobs") List<Job> jobs, @ForAll @IntRange(min = 1, max = 5) int cpus) {
    assertServed(STRIDE, jobs, cpus);
  }

  @Property(tries = 50)
  void mlfq_anyJobs_allGetTheirTime(
      @ForAll("jobs") List<Job> jobs, @ForAll @IntRange(min = 1, max = 5) int cpus) {
    assertServed(MLFQ, jobs, cpus);
  }

  @Property(tries = 50)
  void fair_anyJobs_allGetTheirTime(
      @ForAll("jobs") List<Job> jobs, @ForAll @IntRange(min = 1, max = 5) int cpus) {
    assertServed(FAIR, jobs, cpus);
  }

  @Provide
  Arbitrary<List<Job>> jobs() {
    Arbitrary<Long> starts = Arbitraries.longs().between(0, 5_000_000);
    Arbitrary<Integer> rounds = Arbitraries.integers().between(1, 6);
    Arbitrary<Long> runs = Arbitraries.longs().between(1, 20_000_000);
    Arbitrary<Long> sleeps = Arbitraries.longs().between(0, 3_000_000);
    return Combinators.combine(starts, rounds, runs, sleeps)
        .as(Job::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  private static void assertServed(PolicyUnderTest policy, List<Job> jobs, int cpus) {
    SimulationResult result = policy.run(Jobs.workload(jobs), Topology.flat(cpus), 1);
    assertTrue(result.ok(), () -> result.failure() + " " + result.checks());
    for (int i = 0; i < jobs.size(); i++) {
      assertEquals(jobs.get(i).demandNs(), result.tasks().get(i).runtimeNs(), "job" + i);
    }
  }
}
