package org.gpol.cli;

import static org.gpol.cli.CliHarness.file;
import static org.gpol.cli.CliHarness.gpol;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gpol.cli.CliHarness.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs are held to what their policies promise. */
class ContractsIT {
  @TempDir Path dir;

  private Outcome run(String contract, String... more) throws IOException {
    String fifo = Files.readString(CliHarness.ROOT.resolve("policies/fifo.gpol"));
    Path policy = dir.resolve("promising.gpol");
    Files.writeString(policy, fifo + "\n" + contract + "\n");
    String[] line = {
      "run", policy.toString(), "--workload", file("workloads/pair.json"), "--topology", "1"
    };
    String[] all = java.util.Arrays.copyOf(line, line.length + more.length);
    System.arraycopy(more, 0, all, line.length, more.length);
    return gpol(all);
  }

  @Test
  void run_contractBroken_exitsWithOneAndSaysHowToSeeItAgain() throws IOException {
    Outcome outcome = run("contract at_once: runnable(t) leads to running(t) within 1us;");
    assertEquals(ExitCode.INPUT_ERRORS, outcome.code(), outcome.err());
    assertTrue(outcome.err().startsWith("gpol: CONTRACT: contract at_once violated "));
    assertTrue(outcome.err().contains("replay: gpol run "), outcome.err());
    assertTrue(outcome.out().contains("contract at_once"), outcome.out());
  }

  @Test
  void run_contractKept_exitsWithZeroAndListsIt() throws IOException {
    Outcome outcome = run("contract soon: runnable(t) leads to running(t) within 150ms;");
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
    assertTrue(outcome.out().matches("(?s).*contract soon +none.*"), outcome.out());
  }

  @Test
  void run_boundIsAParameter_followsItsValue() throws IOException {
    String contract = "contract prompt: runnable(t) leads to running(t) within 2 * slice;";
    assertEquals(ExitCode.OK, run(contract, "-D", "slice=500ms").code());
    assertEquals(ExitCode.INPUT_ERRORS, run(contract, "-D", "slice=100us").code());
  }

  @Test
  void run_checkNone_holdsToNothing() throws IOException {
    String contract = "contract at_once: runnable(t) leads to running(t) within 1us;";
    assertEquals(ExitCode.OK, run(contract, "--check", "none").code());
  }
}
