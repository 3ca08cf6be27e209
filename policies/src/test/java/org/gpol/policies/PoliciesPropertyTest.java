package org.gpol.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
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

/**
 * No policy that comes with gpol loses or starves a task or breaks a contract of its own, whatever
 * the tasks do.
 */
class PoliciesPropertyTest {
  private static final Path POLICIES = Path.of(System.getProperty("gpol.root"), "policies");
  private static final Map<String, PolicyUnderTest> COMPILED = compileAll();

  private static Map<String, PolicyUnderTest> compileAll() {
    Map<String, PolicyUnderTest> compiled = new TreeMap<>();
    try (Stream<Path> files = Files.list(POLICIES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".gpol")).toList()) {
        compiled.put(file.getFileName().toString(), PolicyUnderTest.compile(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    compiled.computeIfPresent("agent_fifo.gpol", (name, policy) -> policy.withAgent("fifo-woken"));
    return compiled;
  }

  @Property(tries = 600)
  void anyPolicy_anyJobs_allGetTheirTime(
      @ForAll("policies") String policy,
      @ForAll("jobs") List<Job> jobs,
      @ForAll @IntRange(min = 1, max = 5) int cpus) {
    assertServed(COMPILED.get(policy), jobs, cpus);
  }

  @Provide
  Arbitrary<String> policies() {
    return Arbitraries.of(COMPILED.keySet());
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
