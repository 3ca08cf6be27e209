package org.gpol.cli;

import static org.gpol.cli.CliHarness.file;
import static org.gpol.cli.CliHarness.gpol;
import static org.gpol.cli.CliHarness.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.gpol.cli.CliHarness.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every mistake gets its documented exit code and a first line that names the place; nothing is
 * half written.
 */
class BadInputIT {
  private static final String PAIR = file("workloads/pair.json");
  private static final String FIFO = file("policies/fifo.gpol");

  @TempDir Path dir;

  @Test
  void check_missingFile_isAnIoError() {
    Outcome outcome = gpol("check", "no/such.gpol");
    assertFails(ExitCode.IO, "gpol: cannot read no/such.gpol: no such file", outcome);
  }

  @Test
  void check_directory_isAnIoError() {
    Outcome outcome = gpol("check", dir.toString());
    assertFails(ExitCode.IO, "gpol: cannot read " + dir + ": is a directory", outcome);
  }

  @Test
  void check_syntaxError_showsTheLine() {
    String path = write(dir, "broken.gpol", "policy broken;\nvar x: u32 = ;\n");
    Outcome outcome = gpol("check", path);
    assertEquals(ExitCode.INPUT_ERRORS, outcome.code());
    assertTrue(outcome.firstError().startsWith("error[E0"), outcome.err());
    assertTrue(outcome.err().contains("broken.gpol:2:14"), outcome.err());
    assertTrue(outcome.err().contains("var x: u32 = ;"), outcome.err());
  }

  @Test
  void check_typeError_showsTheLine() {
    String path =
        write(
            dir,
            "units.gpol",
            "policy units;\nvar since: time = 0;\non task_dead(m) { since = 5ms; }\n");
    Outcome outcome = gpol("check", path);
    assertEquals(ExitCode.INPUT_ERRORS, outcome.code());
    assertTrue(outcome.err().contains("units.gpol:3:"), outcome.err());
  }

  @Test
  void check_loopTooLongToVerify_isRejectedAtItsLine() {
    String path =
        write(
            dir,
            "long.gpol",
            """
            policy long_loop;
            var total: u64 = 0;
            on task_dead(m) {
                for i in 0..900000 { total += random() as u64; }
            }
            """);
    Outcome outcome = gpol("check", path);
    assertEquals(ExitCode.REJECTED, outcome.code(), outcome.err());
    assertTrue(outcome.firstError().startsWith("rejected["), outcome.err());
    assertTrue(outcome.err().contains("long.gpol:4"), outcome.err());
    assertTrue(outcome.err().contains("gpol: " + path + ": the verifier rejects the policy"));
  }

  @Test
  void check_severalFiles_reportsAllAndExitsWithTheFirstFailure() {
    Outcome outcome = gpol("check", "no/such.gpol", FIFO);
    assertEquals(ExitCode.IO, outcome.code());
    assertTrue(outcome.out().contains("fifo.gpol: ok"), outcome.out());
  }

  @Test
  void run_missingWorkload_isAnIoError() {
    Outcome outcome = gpol("run", FIFO, "--workload", "no/such.json");
    assertFails(ExitCode.IO, "gpol: cannot read no/such.json: no such file", outcome);
  }

  @Test
  void run_malformedJson_namesThePlace() {
    String path = write(dir, "broken.json", "{\n  \"tasks\" : { \"a\" : { \"run\" 5 } }\n}\n");
    Outcome outcome = gpol("run", FIFO, "--workload", path);
    assertEquals(ExitCode.INPUT_ERRORS, outcome.code());
    assertTrue(outcome.firstError().startsWith("gpol: " + path + ":2:"), outcome.err());
  }

  @Test
  void run_unknownEvent_isRefusedByName() {
    String path = write(dir, "event.json", "{ \"tasks\" : { \"a\" : { \"dance\" : 5 } } }");
    Outcome outcome = gpol("run", FIFO, "--workload", path);
    assertEquals(ExitCode.INPUT_ERRORS, outcome.code());
    assertTrue(outcome.firstError().contains("`dance`"), outcome.err());
  }

  @Test
  void run_eventNotSupportedYet_isRefusedByName() {
    String path =
        write(dir, "group.json", "{ \"tasks\" : { \"a\" : { \"taskgroup\" : \"/b\" } } }");
    Outcome outcome = gpol("run", FIFO, "--workload", path);
    assertEquals(ExitCode.INPUT_ERRORS, outcome.code());
    assertTrue(outcome.firstError().contains("not supported yet"), outcome.err());
  }

  @Test
  void run_impossibleTopology_isAUsageError() {
    for (String spec : new String[] {"0", "-1", "many", "5000", "0n1l1c1t", "99999999999"}) {
      Outcome outcome = gpol("run", FIFO, "--workload", PAIR, "--topology", spec);
      assertEquals(ExitCode.USAGE, outcome.code(), spec);
      assertTrue(outcome.firstError().startsWith("gpol: --topology: "), outcome.err());
    }
  }

  @Test
  void run_cpuThatTheTopologyLacks_namesTheTask() {
    String path =
        write(dir, "cpu.json", "{ \"tasks\" : { \"a\" : { \"cpus\" : [7], \"run\" : 5 } } }");
    Outcome outcome = gpol("run", FIFO, "--workload", path, "--topology", "4");
    assertEquals(ExitCode.INPUT_ERRORS, outcome.code());
    assertTrue(outcome.firstError().contains("task `a` is bound to CPU 7"), outcome.err());
  }

  @Test
  void run_unknownOption_offersTheNearest() {
    Outcome outcome = gpol("run", FIFO, "--worklod", PAIR);
    assertFails(
        ExitCode.USAGE,
        "gpol: unknown option `--worklod`, did you mean `--workload`?; see `gpol help run`",
        outcome);
  }

  @Test
  void run_unknownParameter_offersTheNearest() {
    Outcome outcome = gpol("run", FIFO, "--workload", PAIR, "-D", "slize=5ms");
    assertEquals(ExitCode.USAGE, outcome.code());
    assertTrue(outcome.firstError().contains("did you mean `slice`?"), outcome.err());
  }

  @Test
  void run_parameterOutOfRange_namesTheRange() {
    Outcome outcome = gpol("run", FIFO, "--workload", PAIR, "-D", "slice=10s");
    assertEquals(ExitCode.USAGE, outcome.code());
    assertTrue(outcome.firstError().contains("`slice` must be between"), outcome.err());
  }

  @Test
  void run_parameterThatIsNoTime_isAUsageError() {
    Outcome outcome = gpol("run", FIFO, "--workload", PAIR, "-D", "slice=fast");
    assertFails(ExitCode.USAGE, "gpol: -D slice: cannot read the value `fast`", outcome);
  }

  @Test
  void run_traceIntoAMissingDirectory_isAnIoErrorBeforeTheRun() {
    Outcome outcome =
        gpol("run", FIFO, "--workload", PAIR, "--trace", dir.resolve("no/t.json").toString());
    assertEquals(ExitCode.IO, outcome.code());
    assertEquals("", outcome.out());
  }

  @Test
  void run_policyThatNeverRunsATask_isAStallThatNamesIt() {
    String policy =
        write(
            dir,
            "forgetful.gpol",
            """
            policy forgetful;
            on task_new(m) { if let t = m.runnable { drop t; } }
            on task_wakeup(m) { drop m.task; }
            on task_preempt(m) { drop m.task; }
            on task_yield(m) { drop m.task; }
            """);
    String workload =
        write(
            dir,
            "patient.json",
            "{ \"tasks\" : { \"patient\" : { \"loop\" : -1, \"run\" : 1000, \"sleep\" : 1000 } },"
                + " \"global\" : { \"duration\" : 5 } }");
    Path json = dir.resolve("report.json");
    Outcome outcome = gpol("run", policy, "--workload", workload, "--json", json.toString());
    assertEquals(ExitCode.POLICY_FAILED, outcome.code(), outcome.err());
    String first = outcome.firstError();
    assertTrue(first.startsWith("gpol: STALL: "), first);
    assertTrue(first.contains("patient"), first);
    assertTrue(outcome.err().contains("replay: gpol run " + policy), outcome.err());
    assertTrue(Files.exists(json), "the report is written all the same");
  }

  @Test
  void gpol_unknownCommand_offersTheNearest() {
    assertFails(
        ExitCode.USAGE,
        "gpol: unknown command `chekc`, did you mean `check`?; `gpol help` lists the commands",
        gpol("chekc"));
  }

  private static void assertFails(ExitCode code, String firstLine, Outcome outcome) {
    assertEquals(firstLine, outcome.firstError());
    assertEquals(code, outcome.code());
    assertFalse(outcome.err().contains("\tat "), "a stack trace");
  }
}
