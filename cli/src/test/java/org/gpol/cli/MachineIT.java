package org.gpol.cli;

import static org.gpol.cli.CliHarness.file;
import static org.gpol.cli.CliHarness.gpol;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gpol.cli.CliHarness.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the machine and its kernel are like, as {@code gpol run} and {@code compare} take it. */
class MachineIT {
  private static final String PAIR = file("workloads/pair.json");
  private static final String FIFO = file("policies/fifo.gpol");

  private static String run(String policy, String... options) {
    String[] all = new String[options.length + 6];
    System.arraycopy(
        new String[] {"run", policy, "--workload", PAIR, "--topology", "1"}, 0, all, 0, 6);
    System.arraycopy(options, 0, all, 6, options.length);
    Outcome outcome = gpol(all);
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
    return outcome.out();
  }

  private static void refused(String expected, String... command) {
    Outcome outcome = gpol(command);
    assertEquals(ExitCode.USAGE, outcome.code());
    assertEquals("gpol: " + expected, outcome.firstError());
  }

  @Test
  void run_kernelsOwnClass_needsNoPolicy() {
    String cfs = run("cfs");
    String eevdf = run("eevdf");
    assertTrue(cfs.startsWith("cfs on 1 CPU"), cfs);
    assertTrue(eevdf.startsWith("eevdf on 1 CPU"), eevdf);
    assertNotEquals(cfs.substring(cfs.indexOf('\n')), eevdf.substring(eevdf.indexOf('\n')));
  }

  @Test
  void run_ticks_areAsManyAsAsked() {
    assertTrue(ticks("100") > 0);
    assertEquals(10.0, (double) ticks("1000") / ticks("100"), 2);
    assertEquals(run("cfs"), run("cfs", "--hz", "250"));
  }

  /** Of the policy's hook for ticks, while its tasks run. */
  private static long ticks(String hz) {
    return run(FIFO, "--hz", hz)
        .lines()
        .filter(line -> line.startsWith("task_tick"))
        .mapToLong(line -> Long.parseLong(line.trim().split("\\s+")[1].replace(",", "")))
        .sum();
  }

  @Test
  void run_machineThatCannotBe_isRefused() {
    refused(
        "--fair: `cfq` is not among cfs, eevdf", "run", FIFO, "--workload", PAIR, "--fair", "cfq");
    refused("--fair cfs contradicts eevdf", "run", "eevdf", "--workload", PAIR, "--fair", "cfs");
    refused(
        "--hz: `99` is not a number from 100 to 1000",
        "run",
        FIFO,
        "--workload",
        PAIR,
        "--hz",
        "99");
    refused(
        "-D: cfs is the kernel's own class and has no parameters",
        "run",
        "cfs",
        "--workload",
        PAIR,
        "-D",
        "slice=1ms");
  }

  @Test
  void run_realTimeTasks_goBeforeThePolicysAndHaveTheirPrioritiesInTraces(@TempDir Path dir)
      throws IOException {
    Path workload = dir.resolve("rt.json");
    Files.writeString(
        workload,
        "{\"global\": {\"duration\": 0.2}, \"tasks\": {"
            + "\"control\": {\"policy\": \"SCHED_FIFO\", \"priority\": 80, \"run\": 200,"
            + " \"timer\": {\"ref\": \"unique\", \"period\": 1000}},"
            + "\"video\": {\"policy\": \"SCHED_DEADLINE\", \"dl-runtime\": 4000,"
            + " \"dl-period\": 16000, \"run\": 3500,"
            + " \"timer\": {\"ref\": \"unique\", \"period\": 16000}},"
            + "\"batch\": {\"priority\": 5, \"run\": 100000}}}");
    Path trace = dir.resolve("t.txt");
    Outcome outcome =
        gpol(
            "run",
            FIFO,
            "--workload",
            workload.toString(),
            "--topology",
            "1",
            "--check",
            "model",
            "--trace",
            trace.toString());
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
    String text = Files.readString(trace);
    assertTrue(text.contains("comm=control pid=1001 prio=19 "), text);
    assertTrue(text.contains("comm=video pid=1002 prio=-1 "), text);
    assertTrue(text.contains("comm=batch pid=1003 prio=125 "), text);
    assertTrue(outcome.out().lines().anyMatch(l -> l.matches("task_preempt +[1-9].*")));
    Outcome perfetto =
        gpol(
            "run",
            FIFO,
            "--workload",
            workload.toString(),
            "--trace",
            dir.resolve("t.pftrace").toString());
    assertEquals(ExitCode.OK, perfetto.code(), perfetto.err());
  }

  @Test
  void run_costs_areAsSet() {
    assertEquals(run("cfs"), run("cfs", "--cost", "context_switch=599ns"));
    String dear = run("cfs", "--cost", "context_switch=1ms", "--cost", "ipi=2us");
    assertNotEquals(run("cfs"), dear);
    assertEquals(dear, run("cfs", "--cost", "ipi=2000", "--cost", "context_switch=1000000"));
    assertNotEquals(run(FIFO), run(FIFO, "--cost", "bpf_insn=2.5"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ipi; write NAME=VALUE, as in --cost context_switch=1us",
        "contextswitch=1us; nothing is called `contextswitch`, did you mean `context_switch`?",
        "ipi=fast; `fast` is not a time, such as 500ns, 2us or 0.5",
        "smt_slowdown=2us; `2us` is not a number of times, such as 1.5",
        "smt_slowdown=0.5; smt_slowdown of 0.5 is not from 1.0 to 100.0",
        "idle_poll=0; idle_poll of 0.0 is not from 1.0 to 1.0E9",
        "ipi=-5; `-5` is not a time, such as 500ns, 2us or 0.5",
        "ipi=2s; ipi of 2.0E9 is not from 0.0 to 1.0E9",
      })
  void run_costThatCannotBe_isRefused(String typed, String problem) {
    Outcome outcome = gpol("run", "cfs", "--workload", PAIR, "--cost", typed);
    assertEquals(ExitCode.USAGE, outcome.code());
    assertTrue(outcome.firstError().endsWith(": " + problem), outcome.err());
  }

  @Test
  void compare_bothClasses_standBesideAPolicy() {
    Outcome outcome =
        gpol("compare", "cfs", "eevdf", FIFO, "--workload", PAIR, "--seeds", "1", "--hz", "1000");
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
    String head = outcome.out().lines().findFirst().orElseThrow();
    assertTrue(head.matches("mean of 1 seeds? +cfs +eevdf +fifo"), head);
  }
}
