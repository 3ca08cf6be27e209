package org.gpol.cli;

import static org.gpol.cli.CliHarness.file;
import static org.gpol.cli.CliHarness.gpol;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gpol.cli.CliHarness.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies that were broken on purpose are found out, with a workload that fits on a screen. */
class FuzzIT {
  @TempDir Path dir;

  private String broken(String policy, String right, String wrong) throws IOException {
    String text = Files.readString(CliHarness.ROOT.resolve("policies/" + policy + ".gpol"));
    assertTrue(text.contains(right), right);
    return CliHarness.write(dir, "broken.gpol", text.replace(right, wrong));
  }

  private Outcome fuzz(String policy, String... more) {
    List<String> line =
        Stream.concat(
                Stream.of("fuzz", policy, "--out", dir.resolve("found").toString()),
                Stream.of(more))
            .toList();
    return gpol(line.toArray(String[]::new));
  }

  private static String replayed(Outcome outcome) {
    String command =
        outcome
            .err()
            .lines()
            .filter(line -> line.startsWith("replay: gpol "))
            .findFirst()
            .orElseThrow(() -> new AssertionError(outcome.err()))
            .substring("replay: gpol ".length());
    Outcome replay = gpol(command.split(" "));
    assertEquals(outcome.code(), replay.code(), command + "\n" + replay.err());
    return replay.err();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a lost wakeup | fifo | on task_wakeup(m)   { enqueue(m.task); } | on task_wakeup(m)   { drop m.task; }",
        "EBUSY forgotten | fifo | EBUSY => { busy.add(1); enqueue(t); } | EBUSY => drop t,",
        "no end of a slice | fifo | now() - c.since < slice | now() - c.since < 100 * slice",
        "idle beside work | fifo | ctx.dont_idle = true; | if runq.is_empty() { return; } if now() - woken < 3ms { return; } woken = now();",
      })
  void brokenPolicy_fuzzed_isFoundOutAndReplayed(
      String fault, String policy, String right, String wrong) throws IOException {
    String text = Files.readString(CliHarness.ROOT.resolve("policies/" + policy + ".gpol"));
    String state = wrong.contains("woken") ? "\nvar woken: time;\n" : "";
    assertTrue(text.contains(right), fault + ": " + right);
    String path = CliHarness.write(dir, "broken.gpol", text.replace(right, wrong) + state);
    Outcome outcome = fuzz(path, "--runs", "60", "--duration", "2s");
    assertTrue(
        outcome.code() == ExitCode.POLICY_FAILED || outcome.code() == ExitCode.INPUT_ERRORS,
        fault + ": " + outcome.out() + outcome.err());
    assertTrue(outcome.out().lines().count() <= 12, outcome.out());
    replayed(outcome);
  }

  @Test
  void finding_fuzzedAgain_comesFirst() throws IOException {
    String path =
        broken(
            "fifo",
            "on task_wakeup(m)   { enqueue(m.task); }",
            "on task_wakeup(m)   { drop m.task; }");
    Outcome first = fuzz(path, "--runs", "30", "--duration", "2s");
    try (Stream<Path> files = Files.list(dir.resolve("found"))) {
      assertEquals(
          List.of("fifo-stall.json", "fifo-stall.pftrace"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
    Outcome again = fuzz(path, "--runs", "1", "--seed", "99");
    assertEquals(first.code(), again.code());
    assertTrue(again.err().contains("as found before"), again.err());
  }

  @Test
  void search_withOneSeed_findsTheSameTwice() throws IOException {
    String path =
        broken(
            "fifo",
            "on task_wakeup(m)   { enqueue(m.task); }",
            "on task_wakeup(m)   { drop m.task; }");
    Outcome one = gpol("fuzz", path, "--duration", "2s", "--out", dir.resolve("a").toString());
    Outcome two = gpol("fuzz", path, "--duration", "2s", "--out", dir.resolve("b").toString());
    assertEquals(one.out(), two.out());
  }

  @ParameterizedTest
  @CsvSource({"fifo", "round_robin", "cfs"})
  void shippedPolicy_fuzzed_holds(String policy) {
    Outcome outcome =
        fuzz(file("policies/" + policy + ".gpol"), "--runs", "15", "--duration", "1s");
    assertEquals(ExitCode.OK, outcome.code(), outcome.out() + outcome.err());
    assertTrue(outcome.out().contains("15 workloads, seed 1: nothing found"), outcome.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fifo | on task_wakeup(m)   { enqueue(m.task); } | on task_wakeup(m)   { drop m.task; }",
        "fifo | EBUSY => { busy.add(1); enqueue(t); } | EBUSY => drop t,",
        "batch_latency | <= all_ns * batch_share as u64 | < all_ns * batch_share as u64",
        "percpu_fifo | if steal { | if !steal {",
      })
  void page_onTesting_showsWhatIsLeft(String policy, String right, String wrong)
      throws IOException {
    String page = Files.readString(CliHarness.ROOT.resolve("docs/testing.md"));
    Outcome outcome = fuzz(broken(policy, right, wrong));
    assertTrue(page.contains("```text\n" + outcome.out() + "```"), outcome.out());
  }

  @ParameterizedTest
  @CsvSource({"fifo", "round_robin", "fair", "edf", "biff", "feedback", "core_sched"})
  void shippedPolicy_withWhatCanHappenFromOutside_holds(String policy) {
    Outcome outcome =
        fuzz(
            file("policies/" + policy + ".gpol"),
            "--faults",
            "kill,depart,renice,rebind,storm,outage",
            "--runs",
            "15",
            "--duration",
            "1s",
            "--stall",
            "900ms");
    assertEquals(ExitCode.OK, outcome.code(), outcome.out() + outcome.err());
  }

  @Test
  void cpuThatIsLost_withAQueueOfItsOwn_isFoundAndReplayed() throws IOException {
    Outcome outcome = fuzz(file("policies/percpu_fifo.gpol"), "--faults", "outage");
    assertEquals(ExitCode.POLICY_FAILED, outcome.code(), outcome.out() + outcome.err());
    assertTrue(outcome.out().contains("\"take_cpu\""), outcome.out());
    replayed(outcome);
  }

  @Test
  void options_thatMakeNoSense_areUsageErrors() {
    String policy = file("policies/fifo.gpol");
    assertEquals(ExitCode.USAGE, gpol("fuzz").code());
    assertEquals(ExitCode.USAGE, fuzz(policy, "--runs", "0").code());
    assertEquals(ExitCode.USAGE, fuzz(policy, "--cpus", "many").code());
    assertEquals(ExitCode.USAGE, fuzz(policy, "--seed", "x").code());
    assertEquals(ExitCode.USAGE, fuzz(policy, "--faults", "thunder").code());
    assertEquals(ExitCode.USAGE, fuzz(policy, "--agent", "nobody").code());
  }
}
