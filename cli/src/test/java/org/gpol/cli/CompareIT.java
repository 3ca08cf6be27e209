package org.gpol.cli;

import static org.gpol.cli.CliHarness.file;
import static org.gpol.cli.CliHarness.gpol;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.gpol.cli.CliHarness.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gpol compare} and {@code gpol workload} from the command line. */
class CompareIT {
  @TempDir Path dir;

  private static Outcome compare(String... more) {
    String[] first = {"compare", "cfs", file("policies/fifo.gpol"), "--topology", "2"};
    String[] all = java.util.Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return gpol(all);
  }

  @Test
  void compare_requestServer_saysWhatIsSureAndWhatNot() {
    Outcome outcome =
        compare(
            "--workload", "server:throughput=80000,service=exp/15us,duration=50ms", "--seeds", "6");
    assertEquals("", outcome.err());
    assertEquals(ExitCode.OK, outcome.code());
    assertTrue(outcome.out().startsWith("mean of 6 seeds "), outcome.out());
    assertTrue(
        outcome.out().matches("(?s).*\nfifo's context switches (is|cannot) [^\n]*6 seeds.*"),
        outcome.out());
    assertTrue(outcome.out().contains("total p99"), outcome.out());
  }

  @Test
  void compare_twice_printsTheSame() {
    String[] args = {"--workload", "server:duration=20ms", "--seeds", "3"};
    assertEquals(compare(args).out(), compare(args).out());
  }

  @Test
  void compare_onAnyNumberOfThreads_printsTheSame() {
    String[] args = {"--workload", "server:duration=20ms", "--seeds", "5", "--jobs", "1"};
    String one = compare(args).out();
    args[5] = "3";
    assertEquals(one, compare(args).out());
    args[5] = "0";
    assertEquals(ExitCode.USAGE, compare(args).code());
  }

  @Test
  void compare_policiesOfOneName_tellsThemApart() {
    String cfs = file("policies/cfs.gpol");
    Outcome outcome =
        gpol("compare", "cfs", cfs, "--workload", "server:duration=20ms", "--seeds", "1");
    assertTrue(outcome.out().lines().findFirst().orElse("").contains("the kernel's cfs"));
    assertTrue(outcome.out().contains("\n" + cfs + "'s wakeup latency p50 "), outcome.out());
  }

  @Test
  void compare_withItself_findsNoDifference() {
    String fifo = file("policies/fifo.gpol");
    Outcome outcome =
        gpol("compare", fifo, fifo, "--workload", "server:duration=20ms", "--seeds", "2");
    long same = outcome.out().lines().filter(l -> l.endsWith("is the same (2 seeds)")).count();
    long verdicts = outcome.out().lines().filter(l -> l.startsWith("fifo's ")).count();
    assertTrue(verdicts > 5, outcome.out());
    assertEquals(verdicts, same, outcome.out());
  }

  @Test
  void compare_oneSureDifferenceEverywhere_stopsEarly() {
    Outcome outcome =
        compare(
            "--workload",
            file("workloads/pair.json"),
            "--duration",
            "20ms",
            "--seeds",
            "50",
            "--until-significant");
    assertTrue(outcome.out().startsWith("mean of 2 seeds"), outcome.out());
  }

  @Test
  void compare_json_hasTheValuesOfEachSeedAndTheDifference() {
    String json = compare("--workload", "server:duration=20ms", "--seeds", "3", "--json").out();
    assertTrue(json.contains("\"seeds\" : 3"), json);
    assertTrue(json.contains("\"name\" : \"context switches\""), json);
    assertTrue(json.contains("\"significant\" : "), json);
    assertTrue(json.matches("(?s).*\"values\" : \\[ \\d+, \\d+, \\d+ \\].*"), json);
  }

  @Test
  void compare_onePolicy_isAUsageError() {
    assertEquals(ExitCode.USAGE, gpol("compare", "cfs", "--workload", "server").code());
    assertEquals(ExitCode.USAGE, compare("--workload", "server", "--seeds", "0").code());
  }

  @Test
  void workloadShow_hackbench_isAFileThatRunsTheSame() {
    String shown = gpol("workload", "show", "hackbench:fds=3,loops=5").out();
    String path = CliHarness.write(dir, "hackbench.json", shown);
    String fifo = file("policies/fifo.gpol");
    Outcome named = gpol("run", fifo, "--workload", "hackbench:fds=3,loops=5");
    assertEquals(ExitCode.OK, named.code(), named.err());
    assertEquals(named.out(), gpol("run", fifo, "--workload", path).out());
  }

  @Test
  void workloadShow_whatRtAppCannotSay_isRefused() {
    Outcome outcome = gpol("workload", "show", "server");
    assertEquals(ExitCode.INPUT_ERRORS, outcome.code());
    assertTrue(outcome.firstError().contains("cannot say"), outcome.err());
  }

  @Test
  void workloadList_namesAll() {
    String list = gpol("workload", "list").out();
    for (String name : new String[] {"hackbench", "schbench", "server"}) {
      assertTrue(list.contains("\n" + name) || list.startsWith(name), list);
    }
  }
}
