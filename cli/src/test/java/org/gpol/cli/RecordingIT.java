package org.gpol.cli;

import static org.gpol.cli.CliHarness.file;
import static org.gpol.cli.CliHarness.gpol;
import static org.gpol.cli.CliHarness.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gpol.cli.CliHarness.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schedules that were recorded, as workloads. */
class RecordingIT {
  private static final Pattern TASK =
      Pattern.compile("\"name\" : \"([^\"]*)\",\\s*\"gtid\" : \\d+,[^}]*?\"runtime\" : (\\d+)");

  @TempDir Path dir;

  private static Map<String, Long> runtimes(String... command) {
    Outcome outcome = gpol(command);
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
    Map<String, Long> runtimes = new TreeMap<>();
    Matcher tasks = TASK.matcher(outcome.out());
    while (tasks.find()) {
      runtimes.put(tasks.group(1), Long.parseLong(tasks.group(2)));
    }
    return runtimes;
  }

  @Test
  void ownTrace_readBack_givesEachTaskTheSameRunTime() {
    String trace = dir.resolve("trace.txt").toString();
    String[] first = {
      "run",
      "cfs",
      "--workload",
      "hackbench:fds=3,loops=5",
      "--topology",
      "2",
      "--cost",
      "context_switch=0",
      "--trace",
      trace,
      "--json",
      "-",
      "--quiet"
    };
    Map<String, Long> recorded = runtimes(first);
    assertEquals(6, recorded.size());
    String[] again = {
      "run",
      file("policies/round_robin.gpol"),
      "--workload",
      trace,
      "--topology",
      "1",
      "--json",
      "-",
      "--quiet"
    };
    assertEquals(recorded, runtimes(again));
  }

  @Test
  void ownTimehist_readBack_givesEachTaskItsRunTimeToTheMicrosecond() {
    String[] run = {"run", "cfs", "--workload", "hackbench:fds=3,loops=5", "--topology", "2"};
    String[] table = Arrays.copyOf(run, run.length + 2);
    table[run.length] = "--format";
    table[run.length + 1] = "perf-timehist";
    Outcome printed = gpol(table);
    assertEquals(ExitCode.OK, printed.code(), printed.err());
    String file = write(dir, "timehist.txt", printed.out());
    Map<String, Long> read =
        runtimes("run", "cfs", "--workload", file, "--topology", "2", "--json", "-", "--quiet");
    String[] json = Arrays.copyOf(run, run.length + 3);
    json[run.length] = "--json";
    json[run.length + 1] = "-";
    json[run.length + 2] = "--quiet";
    Map<String, Long> first = runtimes(json);
    assertEquals(first.keySet(), read.keySet());
    // Each row is rounded, and context switches are of the row.
    first.forEach((task, ns) -> assertEquals(ns, read.get(task), 30_000.0, task));
  }

  @Test
  void malformedTrace_isRefusedWithLineAndColumn() {
    String trace = write(dir, "trace.txt", "# tracer: nop\nnonsense\n");
    Outcome outcome = gpol("run", "cfs", "--workload", trace);
    assertEquals(ExitCode.INPUT_ERRORS, outcome.code());
    assertTrue(
        outcome.firstError().startsWith("gpol: " + trace + ":2:1: not a line of a recording"),
        outcome.err());
  }
}
