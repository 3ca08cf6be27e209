package org.gpol.cli;

import static org.gpol.cli.CliHarness.file;
import static org.gpol.cli.CliHarness.gpol;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gpol.cli.CliHarness.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects that clang wrote, given to the commands that take policies. */
class ObjectIT {
  @TempDir Path dir;

  private static String object(String program, String clang) {
    return file("bpf/src/test/resources/c/" + program + "." + clang + ".o");
  }

  private static String object(String program) {
    return object(program, "clang-19");
  }

  @Test
  void exec_program_printsR0AndWhatItLeavesInItsMaps() {
    Outcome outcome =
        gpol(
            "exec",
            object("counters"),
            "--mem",
            "01 00 00 00 02 00 00 00",
            "-D",
            "factor=10",
            "-D",
            "mode=FAST",
            "-D",
            "shape.name='z'",
            "--maps");
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
    assertEquals("sum 1025\n", outcome.err());
    assertEquals("0x401", outcome.out().lines().findFirst().orElse(""));
    assertTrue(outcome.out().contains("points (hash)\n  1: {x: 3, y: 77}\n"), outcome.out());
    assertTrue(outcome.out().contains("  mode = FAST\n"), outcome.out());
    assertTrue(outcome.out().contains("  limits = [1, 2, 3, 4]\n"), outcome.out());
    assertTrue(outcome.out().contains("  shape = {name: 'z', corners: ["), outcome.out());
    assertTrue(outcome.out().contains(".bss (array)\n  calls = 1\n"), outcome.out());
  }

  /** The example of docs/objects.md: the command line, and below it how its output begins. */
  @Test
  void page_example_printsWhatThePageShows() throws IOException {
    String page = Files.readString(Path.of(file("docs/objects.md")));
    Matcher example =
        Pattern.compile("\ngpol (exec counters.o.*)\n```\n.*?```text\n(.*?)```", Pattern.DOTALL)
            .matcher(page);
    assertTrue(example.find());
    List<String> words = new ArrayList<>();
    Matcher word = Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(example.group(1));
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    words.replaceAll(w -> w.equals("counters.o") ? object("counters") : w);
    Outcome outcome = gpol(words.toArray(String[]::new));
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
    assertEquals(
        example.group(2), outcome.out().substring(0, example.group(2).length()), outcome.out());
  }

  @Test
  void exec_severalPrograms_asksForOneOfThem() {
    Outcome outcome = gpol("exec", object("sections"));
    assertEquals(ExitCode.USAGE, outcome.code());
    assertTrue(outcome.firstError().endsWith("choose with --program among one, two, three"));
    Outcome slip = gpol("exec", object("sections"), "--program", "tow");
    assertEquals(ExitCode.USAGE, slip.code());
    assertTrue(slip.firstError().contains("did you mean `two`?"), slip.firstError());
    assertEquals("0x2\n", gpol("exec", object("sections"), "--program", "one").out());
  }

  @Test
  void exec_programThatFollowsTailCalls_ends() {
    assertEquals("0x63\n", gpol("exec", object("nested"), "--program", "jump").out());
  }

  @Test
  void exec_rejectedProgram_showsTheLineOfC() {
    Outcome outcome = gpol("exec", object("counters"));
    assertEquals(ExitCode.REJECTED, outcome.code());
    assertTrue(outcome.err().contains("u32 pair[2] = {words[0], words[1]};"), outcome.err());
    assertTrue(outcome.err().contains("counters.c:73:"), outcome.err());
  }

  @Test
  void exec_fieldThatThePlatformLacks_saysSo() {
    String memory = "00".repeat(64);
    Outcome outcome = gpol("exec", object("core"), "--program", "read_fields", "--mem", memory);
    assertEquals(ExitCode.REJECTED, outcome.code());
    String reason = "the object asks here for a type or member that the platform does not have";
    assertTrue(outcome.err().contains(reason), outcome.err());
  }

  @Test
  void exec_unknownVariable_suggestsAnother() {
    Outcome outcome = gpol("exec", object("counters"), "--mem", "00", "-D", "fctor=1");
    assertEquals(ExitCode.USAGE, outcome.code());
    assertTrue(outcome.firstError().contains("did you mean `factor`?"), outcome.firstError());
  }

  @Test
  void exec_damagedObject_saysWhereInTheFile() throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of(object("counters")));
    Path damaged = Files.write(dir.resolve("damaged.o"), Arrays.copyOf(bytes, 1000));
    Outcome outcome = gpol("exec", damaged.toString());
    assertEquals(ExitCode.INPUT_ERRORS, outcome.code());
    assertTrue(outcome.firstError().matches(".*section headers.*\\(at offset 0x[0-9a-f]+\\)"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"clang-14", "clang-19"})
  void check_schedulerInC_isVerified(String clang) {
    Outcome outcome = gpol("check", object("ghost_fifo", clang));
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
    assertTrue(outcome.out().contains(": ok, 3 programs, "), outcome.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"clang-14", "clang-19"})
  void run_schedulerInC_schedulesAWorkload(String clang) {
    Outcome outcome =
        gpol(
            "run",
            object("ghost_fifo", clang),
            "--workload",
            file("workloads/desktop.json"),
            "--duration",
            "300ms",
            "--check",
            "model",
            "-D",
            "slice=1000000");
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
    assertTrue(outcome.out().contains("pick_next_task"), outcome.out());
    assertTrue(outcome.out().matches("(?s).*runnable +none.*conservation +none.*"), outcome.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"clang-14", "clang-19"})
  void run_programsAtTracepointsInC_lookOnWhileCfsSchedules(String clang) {
    Outcome outcome =
        gpol(
            "run",
            object("runqlat", clang),
            "--workload",
            file("workloads/desktop.json"),
            "--duration",
            "300ms");
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
    assertTrue(outcome.out().matches("(?s).*sched_switch +[1-9].*"), outcome.out());
    assertTrue(outcome.out().matches("(?s).*sched_wakeup +[1-9].*"), outcome.out());
    assertTrue(outcome.out().matches("(?s).*latched to running +0 .*"), outcome.out());
  }

  @Test
  void run_sectionWhereNothingAttaches_isRefused() {
    Outcome outcome =
        gpol("run", object("loop"), "--workload", file("workloads/pair.json"), "--quiet");
    assertEquals(ExitCode.USAGE, outcome.code());
    String reason = "program `total` is in section `test`, where nothing attaches";
    assertTrue(outcome.firstError().endsWith(reason), outcome.firstError());
  }

  @Test
  void disasm_object_showsSectionsFunctionsAndLines() {
    Outcome outcome = gpol("disasm", object("ghost_fifo"));
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
    assertTrue(outcome.out().contains("; section ghost_sched/pnt\npick_next_task:\n"));
    assertTrue(outcome.out().contains(": waiting--;\n"), outcome.out());
    assertTrue(outcome.out().contains("ghost_run_gtid"), outcome.out());
  }
}
