package org.gpol.cli;

import static org.gpol.cli.CliHarness.file;
import static org.gpol.cli.CliHarness.gpol;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gpol.cli.CliHarness.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code gpol rocksdb} and {@code gpol sweep}. */
class RocksDbIT {
  private static final String[] SHORT = {
    "--experiment_duration", "300ms", "--discard_duration", "100ms"
  };
  private static final String[] GHOST = {
    "--scheduler",
    "ghost",
    "--policy",
    file("policies/shinjuku.gpol"),
    "--throughput",
    "100000",
    "--num_workers",
    "20"
  };
  private static final String[] CFS = {
    "--throughput", "100000", "--num_workers", "20", "--worker_cpus", "1-19,21"
  };

  @TempDir Path dir;

  private static Outcome rocksdb(String[] options, String... more) {
    List<String> all = new ArrayList<>(List.of("rocksdb"));
    all.addAll(List.of(SHORT));
    all.addAll(List.of(options));
    all.addAll(List.of(more));
    return gpol(all.toArray(String[]::new));
  }

  /** The columns of the CSV of all requests: a line a stage, in microseconds. */
  private static long[][] csv(String[] options) {
    Outcome outcome = rocksdb(options, "--print_format", "csv");
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
    return outcome
        .out()
        .lines()
        .map(l -> java.util.Arrays.stream(l.split(",")).mapToLong(Long::parseLong).toArray())
        .toArray(long[][]::new);
  }

  @Test
  void rocksdb_referenceCommands_differAsTheReferenceRunsDo() {
    long[][] cfs = csv(CFS);
    long[][] ghost = csv(GHOST);
    int p50 = 3;
    int p99 = 4;
    int total = 4;
    assertTrue(cfs[total][p99] > 100 * ghost[total][p99], cfs[total][p99] + " us");
    assertTrue(cfs[total][p50] > 50 * ghost[total][p50], cfs[total][p50] + " us");
    // What workers do is the same; what stands before them is not.
    assertEquals(10, ghost[3][p50]);
    assertEquals(10, cfs[3][p50]);
    assertTrue(cfs[0][p99] > 1_000);
    assertEquals(0, ghost[1][p99]);
  }

  @Test
  void rocksdb_pretty_isGhostsTable() {
    String[] lines = rocksdb(GHOST, "--print_get").out().split("\n");
    assertEquals("batch: 1", lines[0]);
    List<String> all = List.of(lines);
    int at = all.indexOf("Stats:");
    assertEquals("Get:", lines[at + 1]);
    assertEquals(148, lines[at + 2].length());
    assertTrue(lines[at + 2].startsWith("Stage                        Total Requests     Through"));
    assertEquals("-".repeat(148), lines[at + 3]);
    assertTrue(lines[at + 4].startsWith("Ingress Queue Time           "));
    assertEquals("All:", lines[at + 9]);
    assertTrue(lines[at + 16].startsWith("Total    "));
  }

  @Test
  void rocksdb_noRangeQueries_printsDashes() {
    String out = rocksdb(GHOST, "--print_range", "--print_last").out();
    assertTrue(out.contains("Total                        -                  -  "), out);
  }

  @Test
  void rocksdb_twice_printsTheSameAndOtherSeedsDiffer() {
    String json = rocksdb(GHOST, "--json").out();
    assertEquals(json, rocksdb(GHOST, "--json").out());
    assertTrue(!json.equals(rocksdb(GHOST, "--json", "--seed", "2").out()));
  }

  @Test
  void rocksdb_contradictions_areUsageErrors() {
    refused("--worker_cpus must be empty with ghOSt", GHOST, "--worker_cpus", "3");
    refused("--worker_cpus has 6 CPUs for --num_workers of 7", new String[0], "--num_workers", "7");
    refused("--ghost_cpus needs --scheduler ghost", CFS, "--ghost_cpus", "3");
    refused("--scheduler: `eevdf` is neither cfs nor ghost", CFS, "--scheduler", "eevdf");
    refused("--ghost_cpus: the machine has no CPU 17", GHOST, "--topology", "12");
  }

  private static void refused(String message, String[] options, String... more) {
    Outcome outcome = rocksdb(options, more);
    assertEquals(ExitCode.USAGE, outcome.code());
    assertEquals("gpol: " + message, outcome.firstError());
  }

  private static Outcome antagonist(String... more) {
    List<String> all = new ArrayList<>(List.of("antagonist", "--experiment_duration", "50ms"));
    all.addAll(List.of(more));
    return gpol(all.toArray(String[]::new));
  }

  @Test
  void antagonist_cpusOfItsOwn_getsTheShareThatItWants() {
    String out = antagonist("--work_share", "0.25", "--num_threads", "2", "--cpus", "3,5").out();
    assertEquals(
        """
        Worker   Run Duration (ns)    Work Share  \n\
        ------------------------------------------
        0        12500000             0.25000     \n\
        1        12500000             0.25000     \n\
        Total    25000000             0.25000     \n\
        """,
        out);
  }

  @Test
  void antagonist_moreThreadsThanCpusUnderAPolicy_shareThem() {
    String[] csv =
        antagonist(
                "--scheduler",
                "ghost",
                "--policy",
                file("policies/shinjuku.gpol"),
                "--num_threads",
                "12",
                "--print_format",
                "csv")
            .out()
            .split("\n");
    assertEquals(13, csv.length);
    double average = Double.parseDouble(csv[12].split(",")[2]);
    // Six CPUs for twelve threads, less what slices of 30 us cost.
    assertEquals(0.5, average, 0.03);
    for (int i = 0; i < 12; i++) {
      assertEquals(average, Double.parseDouble(csv[i].split(",")[2]), 0.03);
    }
  }

  @Test
  void antagonist_cpusWithGhost_isTheRefusalOfTheOriginal() {
    Outcome outcome = antagonist("--scheduler", "ghost", "--cpus", "1,2");
    assertEquals(ExitCode.USAGE, outcome.code());
    assertEquals("gpol: --cpus must be empty with ghOSt", outcome.firstError());
  }

  private static final String[] ANTAGONIST = {
    "--antagonist_num_threads", "7", "-D", "preemption_time_slice=1s"
  };

  @Test
  void colocation_underAPolicy_servesRequestsFirstAndGivesBatchWorkTheRest() {
    String[] lines = rocksdb(GHOST, concat(ANTAGONIST, "--print_format", "csv")).out().split("\n");
    long p99Us = Long.parseLong(lines[4].split(",")[4]);
    assertTrue(p99Us < 40, p99Us + " us");
    String[] total = lines[lines.length - 1].split(",");
    assertEquals("Total", total[0]);
    // Six CPUs, of which 100,000 requests of 10 us a second take one.
    double cpus = Double.parseDouble(total[1]) / 300e6;
    assertTrue(cpus > 4.2 && cpus < 5, cpus + " CPUs");
  }

  private static String[] concat(String[] first, String... more) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void colocation_underCfs_hasTheCpusThatItNames() {
    String[] futex = {"--cfs_wait_type", "futex", "--nice", "-20", "--throughput", "100000"};
    String pretty = rocksdb(futex, "--antagonist_num_threads", "7").out();
    assertTrue(pretty.contains("Antagonist:\nWorker   Run Duration (ns)"), pretty);
    refused(
        "--antagonist_cpus has 7 CPUs for --num_threads of 3".replace("--num", "--antagonist_num"),
        futex,
        "--antagonist_num_threads",
        "3");
    refused(
        "--antagonist_cpus must be empty with ghOSt",
        GHOST,
        concat(ANTAGONIST, "--antagonist_cpus", "11"));
    refused("--antagonist_nice needs --antagonist_num_threads", CFS, "--antagonist_nice", "3");
    refused("--nice is not in -20..19", CFS, "--nice", "20");
  }

  /** What a page shows below a command, without trailing blanks. */
  private static String shown(String command) throws IOException {
    String page = Files.readString(CliHarness.ROOT.resolve("docs/experiments.md"));
    String from = page.substring(page.indexOf("$ " + command));
    return from.substring(from.indexOf('\n') + 1, from.indexOf("```"));
  }

  private static String stripped(String text) {
    return text.lines().map(line -> line.stripTrailing() + "\n").reduce("", String::concat);
  }

  @Test
  void page_eachTable_isWhatTheCommandPrints() throws IOException {
    for (String scheduler : new String[] {"cfs", "ghost"}) {
      String page = Files.readString(CliHarness.ROOT.resolve("docs/experiments.md"));
      int at = page.indexOf("$ gpol rocksdb --scheduler " + scheduler);
      String command = page.substring(at + 7, page.indexOf('\n', at));
      List<String> words = new ArrayList<>(List.of(command.split(" ")));
      if (scheduler.equals("ghost")) {
        words.addAll(List.of("--policy", file("policies/shinjuku.gpol")));
      }
      String printed = stripped(gpol(words.toArray(String[]::new)).out());
      assertEquals(shown("gpol " + command), printed.substring(printed.indexOf("Stats:")));
    }
  }

  @ParameterizedTest
  @CsvSource({"shinjuku, 90000", "shenango, 280000", "shinjuku_shenango, 90000"})
  void page_aPointOfEachSweep_isWhatTheCommandPrints(String script, String load)
      throws IOException {
    String out =
        gpol(
                "sweep",
                script,
                "--policy",
                file("policies/shinjuku.gpol"),
                "--throughputs",
                load,
                "--experiment_duration",
                "600ms",
                "--discard_duration",
                "100ms")
            .out();
    List<String> page = shown("gpol sweep " + script + " ").lines().toList();
    assertTrue(page.containsAll(out.lines().toList()), out);
  }

  @Test
  void sweep_twoLoads_writesTableCsvAndPicture() throws IOException {
    Path csv = dir.resolve("points.csv");
    Path svg = dir.resolve("curve.svg");
    Outcome outcome =
        gpol(
            "sweep",
            "shinjuku",
            "--policy",
            file("policies/shinjuku.gpol"),
            "--throughputs",
            "20000,90000",
            "--experiment_duration",
            "300ms",
            "--discard_duration",
            "50ms",
            "--csv",
            csv.toString(),
            "--svg",
            svg.toString());
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
    List<String> points = Files.readAllLines(csv);
    assertEquals(5, points.size());
    assertTrue(points.get(4).startsWith("shinjuku,90000,"), points.get(4));
    long cfs = Long.parseLong(points.get(2).split(",")[4]);
    long shinjuku = Long.parseLong(points.get(4).split(",")[4]);
    assertTrue(cfs > 2 * shinjuku, cfs + " against " + shinjuku);
    assertTrue(Files.readString(svg).endsWith("</svg>\n"));
    assertTrue(outcome.out().contains("shinjuku "), outcome.out());
  }

  @Test
  void sweep_unknownScript_isAUsageErrorThatListsThem() {
    Outcome outcome = gpol("sweep", "shanghai");
    assertEquals(ExitCode.USAGE, outcome.code());
    assertTrue(outcome.firstError().contains("centralized_queuing ("), outcome.firstError());
  }
}
