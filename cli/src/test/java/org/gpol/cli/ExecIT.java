package org.gpol.cli;

import static org.gpol.cli.CliHarness.gpol;
import static org.gpol.cli.CliHarness.gpolReading;
import static org.gpol.cli.CliHarness.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.gpol.cli.CliHarness.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code gpol exec}: bare programs by file, by batch and by the conformance suite's protocol. */
class ExecIT {
  private static final String ANSWER = "b7 00 00 00 2a 00 00 00 95 00 00 00 00 00 00 00";

  @TempDir Path dir;

  /** The program of some assembly as the protocol wants it. */
  private static String hex(String assembly) {
    Outcome outcome = gpolReading(assembly, "asm", "-");
    assertEquals("", outcome.err());
    return outcome.out().lines().collect(Collectors.joining(" ")) + "\n";
  }

  private static Outcome plugin(String assembly, String... memory) {
    String[] args =
        memory.length == 0
            ? new String[] {"exec", "--plugin", "--interp"}
            : new String[] {"exec", "--plugin", "--interp", memory[0]};
    return gpolReading(hex(assembly), args);
  }

  @Test
  void plugin_program_printsR0InHex() {
    Outcome outcome = gpolReading(ANSWER + "\n", "exec", "--plugin", "--interp");
    assertEquals(ExitCode.OK, outcome.code());
    assertEquals("2a", outcome.out().strip());
    assertEquals("", outcome.err());
  }

  @Test
  void plugin_negativeResult_printsAll64Bits() {
    assertEquals("fffffffffffffffe", plugin("r0 = -2\nexit").out().strip());
  }

  @Test
  void plugin_memory_isBehindR1WithItsLengthInR2() {
    Outcome outcome = plugin("r0 = *(u16 *)(r1 + 1)\nr0 <<= 8\nr0 += r2\nexit", "11 22 33 44");
    assertEquals("332204", outcome.out().strip());
    assertEquals("0", plugin("r0 = r2\nexit").out().strip());
    assertEquals("0", plugin("r0 = r2\nexit", "").out().strip());
    assertEquals(ExitCode.POLICY_FAILED, plugin("r0 = *(u8 *)(r1 + 0)\nexit").code());
  }

  @Test
  void plugin_memoryBeforeTheOptions_isTheSame() {
    Outcome outcome =
        gpolReading(hex("r0 = *(u8 *)(r1 + 1)\nexit"), "exec", "--plugin", "0a 0b", "--interp");
    assertEquals("b", outcome.out().strip());
  }

  @Test
  void plugin_stack_has512BytesBelowR10() {
    assertEquals(
        "7", plugin("*(u64 *)(r10 - 512) = 7\nr0 = *(u64 *)(r10 - 512)\nexit").out().strip());
    Outcome below = plugin("*(u64 *)(r10 - 520) = 7\nexit");
    assertEquals(ExitCode.POLICY_FAILED, below.code());
  }

  /** The semantics of ubpf's test helpers, whose numbers the public vectors use. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "'r1 = 1;r2 = 2;r3 = 3;r4 = 4;r5 = 0x105;call 0;exit', 102030405",
    "'*(u64 *)(r10 - 8) = 0;r1 = r10;r1 += -8;r2 = 2;call 1;r0 = *(u64 *)(r10 - 8);exit', 2a2a",
    "'r0 = 9;call 2;exit', 0",
    "'r1 = 80;call 3;exit', 8",
    "'r1 = -1;call 3;exit', 100000000",
    "'*(u64 *)(r10 - 8) = 0x6261;*(u64 *)(r10 - 16) = 0x6361;r1 = r10;r1 += -8;r2 = r10;r2 += -16;"
        + "call 4;exit', ffffffffffffffff",
    "'*(u64 *)(r10 - 8) = 0x6261;r1 = r10;r1 += -8;r2 = r1;call 4;exit', 0",
    "'r1 = 3;call 5;r0 += 4;exit', 7",
    "'r1 = 0;call 5;r0 = 4;exit', 0",
    "'r1 = -1;r2 = 5;callx r2;r0 = 2;exit', 2",
  })
  void plugin_helpersOfTheSuite_doWhatTheSuiteExpects(String assembly, String r0) {
    Outcome outcome = plugin(assembly.replace(';', '\n'));
    assertEquals(r0, outcome.out().strip(), outcome.err());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "'', INPUT_ERRORS, there are no instructions",
    "'95', INPUT_ERRORS, code ends inside an instruction at slot 0",
    "'zz', INPUT_ERRORS, `z` at character 1 is not hexadecimal",
    "'06 00 00 00 00 00 01 00', INPUT_ERRORS, target 65537 lies outside the program at slot 0",
    "'85 20 00 00 2a 00 00 00 95 00 00 00 00 00 00 00', INPUT_ERRORS, ''",
    "'79 00 00 00 00 00 00 00 95 00 00 00 00 00 00 00', POLICY_FAILED, ''",
    "'85 00 00 00 63 00 00 00 95 00 00 00 00 00 00 00', POLICY_FAILED, ''",
    "'b7 00 00 00 00 00 00 00', POLICY_FAILED, ''",
    "'05 00 ff ff 00 00 00 00', POLICY_FAILED, more than 100000000 instructions in one run at"
        + " instruction 0",
  })
  void plugin_failure_isAMessageOnStandardOutput(String hex, ExitCode code, String message) {
    Outcome outcome = gpolReading(hex, "exec", "--plugin", "--interp");
    assertEquals(code, outcome.code(), outcome.out());
    assertEquals(1, outcome.out().lines().count(), outcome.out());
    if (!message.isEmpty()) {
      assertEquals(message, outcome.out().strip());
    }
  }

  @Test
  void plugin_unknownArguments_areUsageErrors() {
    Outcome outcome = gpolReading(ANSWER, "exec", "--plugin", "00", "11");
    assertEquals(ExitCode.USAGE, outcome.code());
    assertEquals(
        "unknown argument `11`; known are [MEMORY] --interp --jit --elf", outcome.out().strip());
  }

  @Test
  void plugin_elf_entersTextAtMain() {
    String main = hex("r1 = 20\ncall -3").replace("\n", " ");
    byte[] twice = HexFormat.of().parseHex(hex("r0 = r1\nr0 += r0\nexit").replaceAll("\\s", ""));
    byte[] calls =
        HexFormat.of().parseHex((main.substring(0, 24) + hex("exit")).replaceAll("\\s", ""));
    ByteBuffer text = ByteBuffer.allocate(twice.length + 8 + calls.length);
    text.order(ByteOrder.LITTLE_ENDIAN).put(twice).put(calls, 0, 8);
    // A call of the function at the start, four slots before the instruction that follows.
    text.put((byte) 0x85).put((byte) 0x10).putShort((short) 0).putInt(-5).put(calls, 8, 8);

    Outcome atStart = elf(text.array(), 0, "5", "exec", "--plugin", "--elf");
    Outcome behind = elf(text.array(), twice.length, "main", "exec", "--plugin", "--elf");

    assertEquals(ExitCode.INPUT_ERRORS, atStart.code());
    assertEquals("there is no symbol main in .text", atStart.out().strip());
    assertEquals("28", behind.out().strip());
    assertEquals(ExitCode.OK, behind.code());
  }

  private static Outcome elf(byte[] text, int symbolAt, String symbol, String... args) {
    byte[] object = elfObject(text, symbolAt, symbol);
    return gpolReading(HexFormat.ofDelimiter(" ").formatHex(object), args);
  }

  /** Header, text, symbols, names of symbols, names of sections, section table. */
  private static byte[] elfObject(byte[] text, int symbolAt, String symbol) {
    byte[] names = ("\0" + symbol + "\0").getBytes(StandardCharsets.US_ASCII);
    byte[] sections = "\0.text\0.symtab\0".getBytes(StandardCharsets.US_ASCII);
    int symbols = 64 + text.length;
    int strings = symbols + 48;
    int table = strings + names.length + sections.length;
    ByteBuffer out = ByteBuffer.allocate(table + 5 * 64).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0, 0x464c457f).put(4, (byte) 2).put(5, (byte) 1).putLong(0x28, table);
    out.putShort(0x3a, (short) 64).putShort(0x3c, (short) 5).putShort(0x3e, (short) 4);
    out.position(64).put(text);
    out.putInt(symbols + 24, 1).putShort(symbols + 30, (short) 1).putLong(symbols + 32, symbolAt);
    out.position(strings).put(names).put(sections);
    section(out, table + 64, 1, 1, 64, text.length, 0);
    section(out, table + 128, 7, 2, symbols, 48, 3);
    section(out, table + 192, 0, 3, strings, names.length, 0);
    section(out, table + 256, 0, 3, strings + names.length, sections.length, 0);
    return out.array();
  }

  private static void section(
      ByteBuffer out, int at, int name, int type, int offset, int size, int link) {
    out.putInt(at, name).putInt(at + 4, type).putLong(at + 0x18, offset);
    out.putLong(at + 0x20, size).putInt(at + 0x28, link);
  }

  /** Every byte of an object set to something else: an answer, never a bug. */
  @Test
  void plugin_damagedElf_failsCleanly() {
    byte[] text = HexFormat.of().parseHex(hex("r0 = 1\nexit").replaceAll("\\s", ""));
    byte[] object = elfObject(text, 0, "main");
    for (int at = 0; at < object.length; at++) {
      for (int value : new int[] {0, 0x7f, 0xff}) {
        byte[] damaged = object.clone();
        damaged[at] = (byte) value;
        Outcome outcome =
            gpolReading(HexFormat.of().formatHex(damaged), "exec", "--plugin", "--elf");
        assertTrue(outcome.code() != ExitCode.BUG, at + ": " + outcome.err());
        assertEquals(1, outcome.out().lines().count(), at + ": " + outcome.out());
      }
      byte[] cut = java.util.Arrays.copyOf(object, at);
      Outcome outcome = gpolReading(HexFormat.of().formatHex(cut), "exec", "--plugin", "--elf");
      assertEquals(ExitCode.INPUT_ERRORS, outcome.code(), at + ": " + outcome.out());
    }
  }

  @Test
  void raw_fileOfBytesOrOfHex_isTheSameProgram() throws java.io.IOException {
    String text = write(dir, "answer.hex", ANSWER);
    Path bytes = dir.resolve("answer.bin");
    java.nio.file.Files.write(bytes, HexFormat.of().parseHex(ANSWER.replace(" ", "")));
    assertEquals("0x2a", gpol("exec", "--raw", text).out().strip());
    assertEquals("0x2a", gpol("exec", "--raw", bytes.toString()).out().strip());
    assertEquals("0x2a", gpolReading(ANSWER, "exec", "--raw", "-").out().strip());
  }

  @Test
  void raw_memoryAndBudget_areTaken() {
    String sum = write(dir, "sum.hex", hex("r0 = *(u8 *)(r1 + 3)\nr0 += r2\nexit"));
    assertEquals("0xd", gpol("exec", "--raw", sum, "--mem", "01020309").out().strip());
    Outcome stopped = gpol("exec", "--raw", sum, "--mem", "01020309", "--budget", "2");
    assertEquals(ExitCode.POLICY_FAILED, stopped.code());
    assertEquals(
        "gpol: " + sum + ": more than 2 instructions in one run at instruction 2",
        stopped.firstError());
  }

  @Test
  void batch_severalPrograms_areAnsweredInOrder() {
    String input =
        "answer|"
            + ANSWER
            + "\nmemory|"
            + hex("r0 = *(u8 *)(r1 + 0)\nexit").strip()
            + "|ff\n\nbroken|00\nloop|0500ffff00000000\nnonsense\n";
    Outcome outcome = gpolReading(input, "exec", "--batch", "--budget", "1000");
    assertEquals(ExitCode.OK, outcome.code(), outcome.err());
    assertEquals(
        """
        answer\tr0=0x2a
        memory\tr0=0xff
        broken\terror code ends inside an instruction at slot 0
        loop\terror more than 1000 instructions in one run at instruction 0
        nonsense\terror a line is NAME|PROGRAM|MEMORY
        """,
        outcome.out());
  }

  @Test
  void batch_thousandsOfPrograms_keepNothingOfEachOther() {
    String line = "|" + hex("r0 = *(u64 *)(r10 - 8)\n*(u64 *)(r10 - 8) = 5\nexit").strip() + "\n";
    String input = IntStream.range(0, 5_000).mapToObj(i -> i + line).collect(Collectors.joining());
    Outcome outcome = gpolReading(input, "exec", "--batch");
    assertEquals(5_000, outcome.out().lines().filter(each -> each.endsWith("\tr0=0x0")).count());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "'', 'exec needs one object, --raw, --batch or --plugin; see `gpol help exec`'",
    "'--raw x --budget many', '--budget: `many` is not a number of instructions'",
    "'--raw x --mem 0g', '--mem: `g` at character 2 is not hexadecimal'",
    "'--raw x y', 'unexpected argument `y`'",
    "'--batch x y', '--batch takes one file; see `gpol help exec`'",
  })
  void exec_wrongUsage_saysWhy(String args, String message) {
    Outcome outcome = gpol(("exec " + args).strip().split(" "));
    assertEquals("gpol: " + message, outcome.firstError());
    assertEquals(ExitCode.USAGE, outcome.code());
  }

  @Test
  void raw_missingFile_isAnIoError() {
    Outcome outcome = gpol("exec", "--raw", "no/such");
    assertEquals("gpol: cannot read no/such: no such file", outcome.firstError());
    assertEquals(ExitCode.IO, outcome.code());
  }
}
