package org.gpol.policies;

import static org.gpol.testkit.PolicyAssert.assertThat;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.gpol.testkit.PolicyUnderTest;
import org.gpol.testkit.scenario.Scenario;
import org.gpol.testkit.scenario.ScenarioTask;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies that were broken on purpose are caught by the kit, within a minute each. */
class BrokenPoliciesTest {
  private static final Path POLICIES = Path.of(System.getProperty("gpol.root"), "policies");

  /** Lines of a screen. */
  private static final int SCREEN = 24;

  @TempDir Path dir;

  private static PolicyUnderTest broken(String name, String right, String wrong, String state)
      throws IOException {
    Path file = POLICIES.resolve(name + ".gpol");
    String text = Files.readString(file);
    assertTrue(text.contains(right), "no `" + right + "` in " + name);
    return PolicyUnderTest.compile(file.toString(), text.replace(right, wrong) + state);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "lost wakeup | fifo | on task_wakeup(m)   { enqueue(m.task); } | on task_wakeup(m)   { drop m.task; } | STALL",
        "EBUSY forgotten | fifo | EBUSY => { busy.add(1); enqueue(t); } | EBUSY => drop t, | STALL",
        "starvation of low priority | batch_latency | <= all_ns * batch_share as u64 | < all_ns * batch_share as u64 | STALL",
        "idle CPU with work | percpu_fifo | if steal { | if !steal { | work_conserving",
      })
  void brokenPolicy_underAnyWorkload_isCaught(
      String mistake, String policy, String right, String wrong, String kind) throws IOException {
    String state = wrong.contains("woken = now()") ? "\nvar woken: time;\n" : "";
    PolicyUnderTest tested = broken(policy, right, wrong, state);

    AssertionError caught =
        Assertions.assertTimeout(
            Duration.ofMinutes(1),
            () ->
                assertThrows(
                    AssertionError.class,
                    () ->
                        assertThat(tested)
                            .underAnyWorkload(200)
                            .forMilliseconds(2_000)
                            .keepingFailuresIn(dir)
                            .keepsItsContracts()));

    assertTrue(caught.getMessage().contains(kind), mistake + ": " + caught.getMessage());
    assertTrue(caught.getMessage().lines().count() <= SCREEN, caught.getMessage());
    AssertionError again =
        assertThrows(
            AssertionError.class,
            () ->
                assertThat(tested)
                    .underAnyWorkload(1)
                    .withSeed(99)
                    .keepingFailuresIn(dir)
                    .keepsItsContracts());
    assertTrue(again.getMessage().contains("as found before"), again.getMessage());
  }

  /** Two tasks of equal rank on one CPU take turns of 4 ms, which end at the second tick. */
  @Test
  void sliceThatIsATickTooLong_isCaughtByATightContract() throws IOException {
    Scenario two =
        new Scenario(
            1,
            500,
            List.of(ScenarioTask.of(0, 10_000, 0), ScenarioTask.of(1, 10_000, 0)),
            List.of());
    String turns = "contract turns: runnable(t) leads to running(t) within 8100us;";
    PolicyUnderTest right = PolicyUnderTest.compile(POLICIES.resolve("round_robin.gpol"));
    PolicyUnderTest wrong = broken("round_robin", "c.since < left {", "c.since < left + 4ms {", "");

    assertDoesNotThrow(() -> assertThat(right).under(two).satisfies(turns));
    AssertionError caught =
        assertThrows(
            AssertionError.class,
            () -> assertThat(wrong).under(two).keepingFailuresIn(dir).satisfies(turns));

    assertTrue(caught.getMessage().startsWith("contract turns on 1 CPUs"), caught.getMessage());
    assertTrue(
        Files.readString(dir.resolve("round_robin-contract-turns.gpol")).endsWith(turns + "\n"));
  }

  @Test
  void contract_thatIsNone_isToldByTheCompiler() throws IOException {
    PolicyUnderTest policy = PolicyUnderTest.compile(POLICIES.resolve("fifo.gpol"));

    AssertionError told =
        assertThrows(AssertionError.class, () -> policy.promising("contract x: always fine;"));

    assertTrue(told.getMessage().contains("error["), told.getMessage());
  }

  @Test
  void statement_aboutNoWorkload_isRefused() throws IOException {
    PolicyUnderTest policy = PolicyUnderTest.compile(POLICIES.resolve("fifo.gpol"));

    assertThrows(IllegalStateException.class, () -> assertThat(policy).keepsItsContracts());
  }
}
