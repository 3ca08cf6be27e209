package org.gpol.cli;

import static org.gpol.cli.CliHarness.file;
import static org.gpol.cli.CliHarness.gpol;
import static org.gpol.cli.CliHarness.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gpol.cli.CliHarness.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code gpol build}: what is written runs like what it was written from. */
class BuildIT {
  private static final String PAIR = file("workloads/pair.json");

  @TempDir Path dir;

  private String build(String policy) {
    String object = dir.resolve(policy + ".bpf.o").toString();
    Outcome outcome = gpol("build", file("policies/" + policy + ".gpol"), "-o", object);
    assertEquals("", outcome.err());
    assertEquals(ExitCode.OK, outcome.code());
    return object;
  }

  @ParameterizedTest
  @ValueSource(strings = {"fifo", "percpu_fifo"})
  void object_run_reportsWhatThePolicyReports(String policy) {
    String[] source = run(file("policies/" + policy + ".gpol"));
    assertEquals(List.of(source), List.of(run(build(policy))));
  }

  /** Without checks: contracts are in the text only. */
  private static String[] run(String policy) {
    String options = "--workload " + PAIR + " --topology 2 -D slice=2ms --seed 7 --check none";
    Outcome outcome = gpol(("run " + policy + " " + options).split(" "));
    assertEquals(ExitCode.OK, outcome.code());
    return new String[] {outcome.out(), outcome.err()};
  }

  @Test
  void object_checked_isAccepted() {
    Outcome outcome = gpol("check", build("fifo"));
    assertEquals(ExitCode.OK, outcome.code());
  }

  @Test
  void emitAsm_besideTheObject_hasTheSourceLines() throws Exception {
    String object = dir.resolve("fifo.bpf.o").toString();
    Outcome outcome =
        gpol("build", file("policies/fifo.gpol"), "-o", object, "--emit", "elf,asm,raw");
    assertEquals(ExitCode.OK, outcome.code());
    String assembly = Files.readString(dir.resolve("fifo.s"));
    assertTrue(assembly.contains("runq.push(t) else"), assembly);
    assertTrue(Files.size(dir.resolve("fifo.msg_send.raw")) % 8 == 0);
  }

  @Test
  void emitIr_ofAPolicy_hasTheSourceLines() {
    Outcome outcome = gpol("build", file("policies/fifo.gpol"), "--emit", "ir", "-o", "-");
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
    assertTrue(outcome.out().contains("fn on_pick_next_task("), outcome.out());
    assertTrue(outcome.out().contains(": runq.push(t) else"), outcome.out());
    assertTrue(outcome.out().contains("helper map_pop_elem#88"), outcome.out());
  }

  @Test
  void emitIr_ofAnObject_isAUsageError() {
    Outcome outcome = gpol("build", build("fifo"), "--emit", "ir", "-o", "-");
    assertEquals(ExitCode.USAGE, outcome.code());
    assertTrue(outcome.firstError().endsWith("is an object, compiled already"), outcome.err());
  }

  @Test
  void outputThatCannotBeWritten_leavesNothingBehind() throws Exception {
    String object = dir.resolve("missing/fifo.bpf.o").toString();
    Outcome outcome = gpol("build", file("policies/fifo.gpol"), "-o", object);
    assertEquals(ExitCode.IO, outcome.code());
    assertTrue(outcome.firstError().startsWith("gpol: cannot write "), outcome.err());
    try (Stream<Path> files = Files.list(dir)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void policyWithErrors_writesNothing() {
    String broken = write(dir, "broken.gpol", "policy broken;\nvar x: u32 = ;\n");
    Outcome outcome = gpol("build", broken, "-o", dir.resolve("broken.bpf.o").toString());
    assertEquals(ExitCode.INPUT_ERRORS, outcome.code());
    assertFalse(Files.exists(dir.resolve("broken.bpf.o")));
  }

  @Test
  void unknownKind_isAUsageErrorWithASuggestion() {
    Outcome outcome = gpol("build", file("policies/fifo.gpol"), "--emit", "elv");
    assertEquals(ExitCode.USAGE, outcome.code());
    assertTrue(outcome.firstError().contains("elf"), outcome.err());
  }
}
