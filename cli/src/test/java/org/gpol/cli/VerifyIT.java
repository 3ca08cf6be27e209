package org.gpol.cli;

import static org.gpol.cli.CliHarness.file;
import static org.gpol.cli.CliHarness.gpol;
import static org.gpol.cli.CliHarness.gpolReading;
import static org.gpol.cli.CliHarness.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gpol.cli.CliHarness.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gpol verify}. */
class VerifyIT {
  private static final String UNBOUNDED =
      """
      ; map tasks array:4:16:1
        r6 = r1
        r2 = *(u32 *)(r6 + 4)
        r3 = *(u32 *)(r6 + 8)
        if r2 > 20 goto out
        r4 = 3
        r0 = &tasks+0 ll
        r0 += r2
        r0 = *(u32 *)(r0 + 0)
      out:
        r0 = 0
        exit
      """;

  private static final String LOOP =
      """
        r0 = 0
      again:
        r0 += 1
        if r0 != 1000 goto again
        exit
      """;

  @TempDir Path dir;

  /** The values of all fields called {@code name}, as text, in their order. */
  private static List<String> fields(String json, String name) throws IOException {
    List<String> values = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken().isScalarValue() && name.equals(parser.currentName())) {
          values.add(parser.getText());
        }
      }
    }
    return values;
  }

  @Test
  void rejection_pathHasTheInstructionsThatMatterAndNoOthers() throws IOException {
    Outcome outcome = gpol("verify", "--json", write(dir, "a.s", UNBOUNDED));
    assertEquals(ExitCode.REJECTED, outcome.code());
    assertEquals(List.of("MAP_VALUE_BOUNDS"), fields(outcome.out(), "category"));
    assertEquals(
        List.of(
            "r0 = *(u32 *)(r0 + 0)",
            "r2 = *(u32 *)(r6 + 4)",
            "if r2 > 20 goto +5 <8>",
            "r0 = &tasks+0 ll",
            "r0 += r2"),
        fields(outcome.out(), "text"));
    assertEquals(List.of("byte 0 to 20 of a value of map tasks"), fields(outcome.out(), "subject"));
  }

  @Test
  void rejection_suggestedCheck_makesTheProgramAcceptable() {
    Outcome refused = gpol("verify", write(dir, "a.s", UNBOUNDED));
    assertTrue(refused.err().contains("      if r2 > 12 goto out\n"), refused.err());
    String mended = UNBOUNDED.replace("  r0 += r2", "  if r2 > 12 goto out\n  r0 += r2");
    assertEquals(ExitCode.OK, gpol("verify", write(dir, "b.s", mended)).code());
    String wider = UNBOUNDED.replace("  r0 += r2", "  if r2 > 13 goto out\n  r0 += r2");
    assertEquals(ExitCode.REJECTED, gpol("verify", write(dir, "c.s", wider)).code());
  }

  @Test
  void rejection_ofAPolicy_showsItsLine() {
    String policy =
        """
        policy long_loop;
        var total: u64 = 0;
        on task_dead(m) {
            for i in 0..900000 { total += random() as u64; }
        }
        """;
    Outcome outcome = gpol("verify", write(dir, "long.gpol", policy));
    assertEquals(ExitCode.REJECTED, outcome.code(), outcome.err());
    assertTrue(outcome.err().startsWith("rejected[TOO_COMPLEX]"), outcome.err());
    assertTrue(outcome.err().contains("4 |     for i in 0..900000 {"), outcome.err());
  }

  @Test
  void sarif_rejection_isAResultWithItsPath() throws IOException {
    Outcome outcome = gpol("verify", "--sarif", write(dir, "a.s", UNBOUNDED));
    assertEquals(ExitCode.REJECTED, outcome.code());
    assertEquals(List.of("2.1.0"), fields(outcome.out(), "version").subList(0, 1));
    assertEquals(List.of("MAP_VALUE_BOUNDS"), fields(outcome.out(), "ruleId"));
    assertEquals("9", fields(outcome.out(), "startLine").get(0));
    assertEquals(5, fields(outcome.out(), "startLine").size());
  }

  @Test
  void log_program_showsWhatEachInstructionChanges() {
    Outcome outcome = gpol("verify", "--log", write(dir, "a.s", "r0 = 7\nr0 += 1\nexit"));
    assertEquals(
        List.of("main:", "0: r1=ctx r10=fp", "0: r0 = 7  ; r0=7", "1: r0 += 1  ; r0=8", "2: exit"),
        outcome.out().lines().toList().subList(0, 5));
  }

  @Test
  void stats_loop_tellTheMostInstructionsThatARunExecutes() {
    String path = write(dir, "a.s", LOOP);
    Outcome outcome = gpol("verify", "--stats", path);
    assertEquals(ExitCode.OK, outcome.code());
    String[] row = outcome.out().lines().toList().get(2).trim().split(" +");
    assertEquals("main", row[0]);
    assertTrue(Long.parseLong(row[5]) >= 2002, outcome.out());
    assertEquals(outcome.out(), gpol("verify", "--stats", path).out());
  }

  @Test
  void stats_callbacks_giveTheWorstCaseAsAFormula() {
    String path =
        write(
            dir,
            "a.s",
            """
            ; map tasks hash:8:16:100
            r1 = tasks ll
            r2 = &each ll
            r3 = 0
            r4 = 0
            call for_each_map_elem
            r0 = 0
            exit
            each:
            r0 = 0
            exit
            """);
    String out = gpol("verify", "--stats", path).out();
    String place = path + ":6";
    String formula = "main: at most 7 + L1·2 = 207 instructions\n";
    assertTrue(
        out.endsWith(formula + "  L1 ≤ 100 entries of map tasks, gone through at " + place + "\n"),
        out);
    assertTrue(gpol("verify", "--json", path).out().contains("\"formula\" : \"7 + L1·2\""));
    assertEquals(ExitCode.OK, gpol("verify", "--budget", "207", path).code());
    assertEquals(ExitCode.REJECTED, gpol("verify", "--budget", "206", path).code());
  }

  @Test
  void budget_lessThanTheWorstCase_refuses() {
    String path = write(dir, "a.s", LOOP);
    assertEquals(ExitCode.OK, gpol("verify", "--budget", "100000", path).code());
    Outcome outcome = gpol("verify", "--budget", "2001", path);
    assertEquals(ExitCode.REJECTED, outcome.code());
    assertTrue(outcome.err().contains("more than the budget allows"), outcome.err());
  }

  @Test
  void object_programs_areVerified() {
    String object = dir.resolve("fifo.bpf.o").toString();
    assertEquals(ExitCode.OK, gpol("build", file("policies/fifo.gpol"), "-o", object).code());
    Outcome outcome = gpol("verify", object);
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
    assertTrue(outcome.out().contains(": on_pick_next_task: accepted"), outcome.out());
  }

  @Test
  void batch_lines_areAnsweredOneByOne() {
    String input =
        """
        seven|b7 00 00 00 07 00 00 00 95 00 00 00 00 00 00 00
        value|18 21 00 00 00 00 00 00 00 00 00 00 00 00 00 00 79 10 08 00 00 00 00 00 95 00 00 00 00 00 00 00
        none|9500000000000000
        odd|b7
        """;
    Outcome outcome = gpolReading(input, "verify", "--batch", "--run", "--map", "array:4:16:1");
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
    List<String> lines = outcome.out().lines().toList();
    assertEquals("seven\tscalar\tACCEPT\tretval=0x7\tr0=0x7\tinsns=2", lines.get(0));
    assertEquals("value\tscalar\tACCEPT\tretval=0x0\tr0=0x0\tinsns=3", lines.get(1));
    assertTrue(lines.get(2).startsWith("none\tscalar\tREJECT\tUNINITIALISED_REGISTER: 0: "));
    assertTrue(lines.get(3).startsWith("odd\tscalar\tREJECT\t"), lines.get(3));
    assertEquals(4, lines.size());
  }

  @Test
  void kernel_saysItsVerdictOrWhyItWasNotAsked() {
    Outcome good = gpol("verify", "--kernel", write(dir, "a.s", LOOP));
    String number = "r2 = 4096\nr0 = *(u64 *)(r2 + 0)\nexit";
    Outcome bad = gpol("verify", "--kernel", write(dir, "b.s", number));
    String answer = good.out().lines().reduce((a, b) -> b).orElseThrow();
    assumeTrue(!answer.startsWith("kernel: not asked: "), answer);
    assertEquals("kernel: accepted", answer);
    assertTrue(bad.out().startsWith("kernel: rejected: "), bad.out());
  }

  @Test
  void kernel_ghostPolicy_isSaidNotToBeAskedAbout() {
    Outcome outcome = gpol("verify", "--kernel", file("policies/fifo.gpol"));
    assertEquals(ExitCode.OK, outcome.code());
    assertTrue(outcome.out().contains("kernel: not asked: "), outcome.out());
  }

  @Test
  void options_thatCannotGoTogether_areRefused() {
    String path = write(dir, "a.s", LOOP);
    assertEquals(ExitCode.USAGE, gpol("verify", "--json", "--log", path).code());
    assertEquals(ExitCode.USAGE, gpol("verify", "--json", "--sarif", path).code());
    assertEquals(ExitCode.USAGE, gpol("verify").code());
    assertEquals(ExitCode.USAGE, gpol("verify", "--batch", "--type", "ghost").code());
    assertEquals(ExitCode.USAGE, gpol("verify", "--batch", "--map", "array:4:0:1").code());
    assertFalse(gpol("verify", "--budget", "0", path).code() == ExitCode.OK);
  }
}
