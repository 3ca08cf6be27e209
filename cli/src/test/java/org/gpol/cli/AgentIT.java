package org.gpol.cli;

import static org.gpol.cli.CliHarness.file;
import static org.gpol.cli.CliHarness.gpol;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.gpol.cli.CliHarness.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Agents beside policies and instead of them. */
class AgentIT {
  private static Outcome run(String policy, String... more) {
    String[] line = {
      "run", policy, "--workload", file("workloads/desktop.json"), "--duration", "500ms"
    };
    String[] all = java.util.Arrays.copyOf(line, line.length + more.length);
    System.arraycopy(more, 0, all, line.length, more.length);
    return gpol(all);
  }

  private static Outcome beside(String agent) {
    return run(file("policies/agent_fifo.gpol"), "--agent", agent);
  }

  @Test
  void run_policyWithItsAgent_keepsItsContracts() {
    Outcome outcome = beside("fifo-woken");
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
    assertTrue(outcome.out().startsWith("agent_fifo with fifo-woken on 4 CPUs"), outcome.out());
    assertTrue(outcome.out().matches("(?s).*contract work_conserving +none.*"), outcome.out());
  }

  @Test
  void run_agentAlone_schedules() {
    Outcome outcome = run("fifo-centralised:slice=5ms");
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
    assertTrue(outcome.out().startsWith("fifo-centralised:slice=5ms on 4 CPUs"), outcome.out());
  }

  @Test
  void run_agentDies_goesOnUnderCfsAndSaysWhatWasBroken() {
    Outcome outcome = beside("fifo-woken:crash=100ms,watchdog=100ms");
    assertEquals(ExitCode.INPUT_ERRORS, outcome.code(), outcome.err());
    String first = outcome.err().lines().findFirst().orElse("");
    assertTrue(first.startsWith("gpol: CONTRACT: contract work_conserving violated"), first);
    assertTrue(
        outcome.err().contains(" --agent fifo-woken:crash=100ms,watchdog=100ms --workload "),
        outcome.err());
    assertTrue(outcome.out().matches("(?s).*contract no_starvation +none.*"), outcome.out());
  }

  @Test
  void run_agentDiesAndNobodyWatches_stalls() {
    Outcome outcome = run("fifo-percpu:crash=100ms", "--duration", "2s");
    assertEquals(ExitCode.POLICY_FAILED, outcome.code(), outcome.err());
    assertTrue(outcome.err().startsWith("gpol: STALL: "), outcome.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cfs|fifo-percpu|--agent: cfs has no programs that an agent could use",
        "fifo-percpu|fifo-percpu|--agent: fifo-percpu has no programs that an agent could use",
        "policies/agent_fifo.gpol|fifo|--agent: `fifo` is not among fifo-percpu",
        "policies/agent_fifo.gpol|fifo-woken:crash=1|`1` is not a time",
        "policies/agent_fifo.gpol|fifo-woken:slice=1ms|fifo-woken has no slice"
      })
  void run_nonsense_isAUsageError(String policy, String agent, String message) {
    String subject = policy.endsWith(".gpol") ? file(policy) : policy;
    Outcome outcome = run(subject, "--agent", agent);
    assertEquals(ExitCode.USAGE, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains(message), outcome.err());
  }

  @Test
  void run_agentOnTooFewCpus_isAUsageError() {
    Outcome outcome = run("fifo-centralised", "--topology", "1");
    assertEquals(ExitCode.USAGE, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains("fifo-centralised needs 2 CPUs"), outcome.err());
  }

  @Test
  void page_itsCommands_endAsItSays() throws IOException {
    List<ExitCode> codes = new ArrayList<>();
    for (String line : Files.readAllLines(CliHarness.ROOT.resolve("docs/agents.md"))) {
      if (line.startsWith("gpol run ")) {
        List<String> words = new ArrayList<>();
        for (String word : line.substring("gpol ".length()).split(" ")) {
          words.add(word.matches(".*\\.(gpol|json)") ? file(word) : word);
        }
        codes.add(gpol(words.toArray(String[]::new)).code());
      }
    }
    assertEquals(
        List.of(ExitCode.OK, ExitCode.OK, ExitCode.INPUT_ERRORS, ExitCode.POLICY_FAILED), codes);
  }

  @Test
  void run_parameterOfAnAgent_isAUsageError() {
    Outcome outcome = run("fifo-percpu", "-D", "slice=1ms");
    assertEquals(ExitCode.USAGE, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains("fifo-percpu is an agent and has no parameters"));
  }
}
