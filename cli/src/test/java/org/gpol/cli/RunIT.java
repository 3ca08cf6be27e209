package org.gpol.cli;

import static org.gpol.cli.CliHarness.file;
import static org.gpol.cli.CliHarness.gpol;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.gpol.cli.CliHarness.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The README's first command, from the text of a policy to the report of a run. */
class RunIT {
  private static final Pattern WALL = Pattern.compile("\"wall_ns\" : \\d+");

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(
      strings = {"fifo", "percpu_fifo", "round_robin", "priority", "stride", "fair", "mlfq"})
  void run_desktop_endsWithoutViolations(String policy) {
    Outcome outcome = desktop(policy);
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
    assertEquals("", outcome.err());
    assertTrue(outcome.out().startsWith(policy + " on 4 CPUs, desktop, 6.00s simulated, seed 1"));
    for (String section : new String[] {"task ", "latency ", "cpu ", "hook ", "invariant "}) {
      assertTrue(outcome.out().contains("\n" + section), section + " in " + outcome.out());
    }
  }

  @Test
  void readme_firstCommand_printsWhatThePageShows() throws IOException {
    String readme = Files.readString(CliHarness.ROOT.resolve("README.md"));
    int from = readme.indexOf("```\nfifo on 4 CPUs") + 4;
    String shown = readme.substring(from, readme.indexOf("```", from));
    String printed = squeeze(desktop("fifo").out());
    for (String line : shown.lines().map(RunIT::squeeze).toList()) {
      assertTrue(line.equals("…") || printed.contains(line), line);
    }
  }

  /** Blanks only line up columns, whose widths depend on rows that the page leaves out. */
  private static String squeeze(String text) {
    return text.replaceAll(" +", " ").strip();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fifo", "percpu_fifo"})
  void run_twice_writesTheSameReportAndTrace(String policy) throws IOException {
    Path first = dir.resolve("first");
    Path second = dir.resolve("second");
    pair(policy, first);
    pair(policy, second);
    assertEquals(report(first), report(second));
    assertArrayEquals(
        Files.readAllBytes(path(first, "trace.json")),
        Files.readAllBytes(path(second, "trace.json")));
  }

  @Test
  void run_otherSlice_changesTheReport() throws IOException {
    pair("fifo", dir.resolve("usual"));
    pair("fifo", dir.resolve("short"), "-D", "slice=1ms");
    assertNotEquals(report(dir.resolve("usual")), report(dir.resolve("short")));
  }

  @Test
  void run_json_hasTheDocumentedKeys() throws IOException {
    pair("fifo", dir.resolve("keys"));
    Set<String> keys = keys(path(dir.resolve("keys"), "report.json"));
    for (String key :
        new String[] {
          "gpol",
          "policy",
          "params",
          "workload",
          "topology",
          "spec",
          "cpus",
          "cores",
          "llcs",
          "nodes",
          "seed",
          "duration",
          "events",
          "wall_ns",
          "engine",
          "tasks",
          "name",
          "gtid",
          "runtime",
          "wait",
          "sleep",
          "switches",
          "migrations",
          "preemptions",
          "wakeup_latency",
          "count",
          "min",
          "mean",
          "p50",
          "p90",
          "p99",
          "p99_5",
          "p99_9",
          "max",
          "cpu",
          "busy",
          "idle",
          "latency",
          "wakeup",
          "runnable_to_latched",
          "latched_to_running",
          "hooks",
          "hook",
          "calls",
          "insns",
          "errors",
          "stats",
          "checks",
          "check",
          "ok",
          "violations"
        }) {
      assertTrue(keys.contains(key), key);
    }
  }

  @Test
  void run_trace_isJsonWithATrackPerCpu() throws IOException {
    pair("fifo", dir.resolve("trace"));
    String trace = Files.readString(path(dir.resolve("trace"), "trace.json"));
    assertTrue(keys(path(dir.resolve("trace"), "trace.json")).contains("traceEvents"));
    assertTrue(trace.contains("\"name\":\"CPU 0\"") && trace.contains("\"name\":\"CPU 1\""));
    assertTrue(trace.contains("\"ph\":\"X\""));
  }

  @Test
  void run_jsonOnStandardOutput_printsNothingElseThere() throws IOException {
    Outcome outcome =
        gpol(
            "run",
            file("policies/fifo.gpol"),
            "--workload",
            file("workloads/pair.json"),
            "--topology",
            "2",
            "--json",
            "-");
    assertTrue(outcome.out().startsWith("{") && outcome.out().endsWith("}\n"));
  }

  @Test
  void pictureOfTheReadme_drawnAgain_isTheSame() throws IOException {
    Path picture = dir.resolve("schedule.svg");
    gpol(
        "run",
        file("policies/fifo.gpol"),
        "--workload",
        file("workloads/desktop.json"),
        "--duration",
        "200ms",
        "--trace",
        picture.toString(),
        "--quiet");
    assertEquals(
        Files.readString(CliHarness.ROOT.resolve("docs/schedule.svg")), Files.readString(picture));
  }

  private static Outcome desktop(String policy) {
    return gpol(
        "run",
        file("policies/" + policy + ".gpol"),
        "--workload",
        file("workloads/desktop.json"),
        "--topology",
        "4",
        "--seed",
        "1");
  }

  private static void pair(String policy, Path into, String... more) throws IOException {
    Files.createDirectories(into);
    String[] args = {
      "run",
      file("policies/" + policy + ".gpol"),
      "--workload",
      file("workloads/pair.json"),
      "--topology",
      "2",
      "--quiet",
      "--json",
      path(into, "report.json").toString(),
      "--trace",
      path(into, "trace.json").toString()
    };
    String[] all =
        java.util.stream.Stream.of(args, more)
            .flatMap(java.util.Arrays::stream)
            .toArray(String[]::new);
    Outcome outcome = gpol(all);
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
  }

  private static Path path(Path directory, String name) {
    return directory.resolve(name);
  }

  private static String report(Path directory) throws IOException {
    return WALL.matcher(Files.readString(path(directory, "report.json"))).replaceAll("");
  }

  private static Set<String> keys(Path json) throws IOException {
    Set<String> keys = new HashSet<>();
    try (JsonParser parser = new JsonFactory().createParser(json.toFile())) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          keys.add(parser.currentName());
        }
      }
    }
    return keys;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"fifo", "percpu_fifo", "round_robin", "priority", "stride", "fair", "mlfq"})
  void run_onAnyEngine_reportsTheSame(String policy) {
    String interpreted = runOn("interp", policy);

    assertEquals(interpreted, runOn("jit", policy));
    assertEquals(interpreted, runOn("auto", policy));
    assertEquals(interpreted, runOn("jit", policy, "--paranoid"));
  }

  @Test
  void run_withStats_saysWhatRanEachProgramAndWhy() {
    assertTrue(
        stats("jit").matches("(?s)program +insns  engine\n.*compiled: a class of \\d+ bytes\n"));
    assertTrue(stats("interp").endsWith("interpreted: it was asked for\n"), stats("interp"));
    assertTrue(stats("auto").contains("it has not run long enough: "), stats("auto"));
  }

  private static String stats(String engine) {
    Outcome outcome =
        gpol(
            "run",
            file("policies/fifo.gpol"),
            "--workload",
            file("workloads/pair.json"),
            "--duration",
            "20ms",
            "--engine",
            engine,
            "--stats");
    assertEquals(ExitCode.OK, outcome.code());
    return outcome.err();
  }

  private static String runOn(String engine, String policy, String... more) {
    List<String> args = new ArrayList<>(List.of("run", file("policies/" + policy + ".gpol")));
    args.addAll(List.of("--workload", file("workloads/pair.json"), "--topology", "2"));
    args.addAll(List.of("--engine", engine));
    args.addAll(List.of(more));
    Outcome outcome = gpol(args.toArray(String[]::new));
    assertEquals("", outcome.err());
    assertEquals(ExitCode.OK, outcome.code());
    return outcome.out();
  }
}
