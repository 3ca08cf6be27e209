package org.gpol.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.report.CheckResult;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.testkit.Job;
import org.gpol.testkit.Jobs;
import org.gpol.testkit.PolicyUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the testkit makes of a policy in a file. */
class PolicyUnderTestTest {
  private static final Path FIFO = Path.of(System.getProperty("gpol.root"), "policies/fifo.gpol");
  private static final List<Job> TWO =
      List.of(new Job(0, 5, 9_000_000, 1_000_000, 0), new Job(0, 5, 9_000_000, 1_000_000, 0));

  @TempDir Path dir;

  private SimulationResult run(String more) throws IOException {
    Path policy = Files.writeString(dir.resolve("p.gpol"), Files.readString(FIFO) + more);
    return PolicyUnderTest.compile(policy).run(Jobs.workload(TWO), Topology.flat(1), 1);
  }

  @Test
  void run_contractThatIsBroken_isAmongTheChecks() throws IOException {
    SimulationResult result =
        run("contract at_once: runnable(t) leads to running(t) within 1us;\n");
    assertFalse(result.ok());
    List<String> broken =
        result.checks().stream().filter(c -> !c.ok()).map(CheckResult::check).toList();
    assertEquals(List.of("contract at_once"), broken);
  }

  @Test
  void run_contractsThatAreKept_isFine() throws IOException {
    assertTrue(run("contract in_time: runnable(t) leads to running(t) within 50ms;\n").ok());
  }

  @Test
  void compile_policyWithErrors_saysThem() throws IOException {
    Path policy =
        Files.writeString(dir.resolve("p.gpol"), "policy p;\non cpu_busy(m) { lgo(); }\n");
    AssertionError error =
        assertThrows(AssertionError.class, () -> PolicyUnderTest.compile(policy));
    assertTrue(error.getMessage().contains("did you mean `log`?"), error.getMessage());
  }
}
