package org.gpol.cli;

import static org.gpol.cli.CliHarness.gpol;
import static org.gpol.cli.CliHarness.gpolReading;
import static org.gpol.cli.CliHarness.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.gpol.cli.CliHarness.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gpol asm} and {@code gpol disasm}, each the other's inverse. */
class AsmIT {
  private static final String PROGRAM =
      """
      main:
        r1 = 0x1122334455667788 ll
        if r1 == 0 goto done
        call helper     ; in a frame of its own
        call ktime_get_ns
      done:
        exit
      helper:
        r0 = *(u8 *)(r1 + 3)
        exit
      """;

  private static final String HEX =
      """
      18 01 00 00 88 77 66 55 00 00 00 00 44 33 22 11
      15 01 02 00 00 00 00 00
      85 10 00 00 02 00 00 00
      85 00 00 00 05 00 00 00
      95 00 00 00 00 00 00 00
      71 10 03 00 00 00 00 00
      95 00 00 00 00 00 00 00
      """;

  private static final String LISTING =
      """
      main:
          0  r1 = 0x1122334455667788 ll
          1  if r1 == 0 goto +2 <4>
          2  call main+5
          3  call ktime_get_ns#5
          4  exit
          5  r0 = *(u8 *)(r1 + 3)
          6  exit
      """;

  @TempDir Path dir;

  @Test
  void asm_program_printsOneInstructionALine() {
    Outcome outcome = gpol("asm", write(dir, "p.s", PROGRAM));
    assertEquals("", outcome.err());
    assertEquals(HEX, outcome.out());
  }

  @Test
  void asm_raw_writesTheBytes() throws IOException {
    Path to = dir.resolve("p.bin");
    Outcome outcome = gpol("asm", write(dir, "p.s", PROGRAM), "--emit", "raw", "-o", to.toString());
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
    assertEquals("", outcome.out());
    assertArrayEquals(HexFormat.of().parseHex(HEX.replaceAll("\\s", "")), Files.readAllBytes(to));
  }

  @Test
  void disasm_hexOrBytes_isAssembly() throws IOException {
    Path bytes = dir.resolve("p.bin");
    Files.write(bytes, HexFormat.of().parseHex(HEX.replaceAll("\\s", "")));
    assertEquals(LISTING, gpolReading(HEX, "disasm", "-").out());
    assertEquals(LISTING, gpol("disasm", bytes.toString()).out());
  }

  @Test
  void disasm_policy_isWhatItsObjectIs() {
    String policy = CliHarness.file("policies/fifo.gpol");
    String object = dir.resolve("fifo.o").toString();
    assertEquals(ExitCode.OK, gpol("build", policy, "-o", object).code());
    assertEquals(gpol("disasm", object).out(), gpol("disasm", policy).out());
  }

  @Test
  void disasm_output_assemblesToTheSameBytes() {
    assertEquals(HEX, gpolReading(LISTING, "asm", "-").out());
  }

  @Test
  void asm_mistakes_areAllReportedWithTheirPlace() {
    String path = write(dir, "bad.s", "r0 = 1\nr12 = 5\ngoto nowhere\nexit\n");
    Outcome outcome = gpol("asm", path);
    assertEquals(ExitCode.INPUT_ERRORS, outcome.code());
    assertEquals("", outcome.out());
    assertEquals(
        path
            + ":2:1: expected an instruction, found `r12`;"
            + " registers are r0 to r10, and w0 to w10 for their low halves\n"
            + path
            + ":3:6: there is no label `nowhere`\n"
            + "gpol: "
            + path
            + ": 2 errors, nothing was assembled\n",
        outcome.err());
  }

  @Test
  void asm_wrongUsage_saysWhy() {
    assertEquals("gpol: asm needs one file; see `gpol help asm`", gpol("asm").firstError());
    assertEquals(
        "gpol: --emit: `elf` is neither `hex` nor `raw`",
        gpol("asm", "x", "--emit", "elf").firstError());
    assertEquals(ExitCode.IO, gpol("asm", "no/such.s").code());
  }

  @Test
  void asm_outputThatCannotBeWritten_isAnIoError() {
    String path = write(dir, "p.s", PROGRAM);
    Outcome outcome = gpol("asm", path, "-o", dir.resolve("no/p.hex").toString());
    assertEquals(
        "gpol: cannot write " + dir.resolve("no/p.hex") + ": no such directory",
        outcome.firstError());
    assertEquals(ExitCode.IO, outcome.code());
  }

  @Test
  void disasm_whatIsNoProgram_saysWhy() {
    String path = write(dir, "bad.hex", "ff 00 00 00 00 00 00 00");
    Outcome outcome = gpol("disasm", path);
    assertEquals("gpol: " + path + ": unknown opcode 0xff at slot 0", outcome.firstError());
    assertEquals(ExitCode.INPUT_ERRORS, outcome.code());
    assertEquals("gpol: disasm needs a file; see `gpol help disasm`", gpol("disasm").firstError());
  }
}
