package org.gpol.bpf.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.Function;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.InsnCodec;
import org.gpol.bpf.isa.InsnGenerator;
import org.gpol.bpf.isa.InsnShapes;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.isa.Reg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The disassembler's inverse, lenient about notation and exact about mistakes. */
class AssemblerTest {
  private static Code assemble(String text) throws AssemblyException {
    return Assembler.assemble("p.s", text, Assembler.Names.NONE);
  }

  @Test
  void assemble_textOfEveryInstruction_isTheInstruction() throws AssemblyException {
    for (Insn insn : InsnShapes.all()) {
      String text = Disassembler.text(insn);
      assertEquals(List.of(insn, new Insn.Exit()), assemble(text + "\nexit").insns(), text);
    }
  }

  @Test
  void assemble_listingsOfRandomPrograms_areThePrograms() throws AssemblyException {
    long seed = 21;
    InsnGenerator generator = new InsnGenerator(seed);
    for (int round = 0; round < 300; round++) {
      Code code = generator.next(1 + round % 40);
      String text = Disassembler.text(code, id -> null, index -> null);
      Code again = assemble(text);
      assertEquals(code.insns(), again.insns(), "seed " + seed + " round " + round);
      assertEquals(code.functions(), again.functions(), "seed " + seed + " round " + round);
      assertEquals(text, stripLines(again));
    }
  }

  private static String stripLines(Code code) {
    return Disassembler.text(code, id -> null, index -> null)
        .lines()
        .filter(line -> !line.startsWith("  ;"))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  /** How clang, llvm-objdump, the kernel and hurried people write it. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "r1=5, r1 = 5",
    "r1 = 0x10, r1 = 16",
    "w1 = 0xffffffff, w1 = -1",
    "*(u32*)(r1) = 0xffffffff, *(u32 *)(r1 + 0) = -1",
    "r0 = *(u32 *)(r1 +4), r0 = *(u32 *)(r1 + 4)",
    "r0 = *(u64 *)(r10 -8), r0 = *(u64 *)(r10 - 8)",
    "w0 = *(u16 *)(r1 + 0), r0 = *(u16 *)(r1 + 0)",
    "*(u8 *)(r1 + 0) = w2, *(u8 *)(r1 + 0) = r2",
    "lock *(u32 *)(r1 + 0) += r2, lock *(u32 *)(r1 + 0) += w2",
    "'r2 = atomic_fetch_add((u64 *)(r1 + 0), r2)', 'r2 = atomic64_fetch_add((u64 *)(r1 + 0), r2)'",
    "'r2 = xchg_64(r1 + 0, r2)', 'r2 = atomic64_xchg((u64 *)(r1 + 0), r2)'",
    "'w2 = xchg32_32(r1 + 8, w2)', 'w2 = atomic_xchg((u32 *)(r1 + 8), w2)'",
    "'r0 = cmpxchg_64(r1 - 8, r0, r2)', 'r0 = atomic64_cmpxchg((u64 *)(r1 - 8), r0, r2)'",
    "'w0 = cmpxchg32_32(r1 + 0, w0, w2)', 'w0 = atomic_cmpxchg((u32 *)(r1 + 0), w0, w2)'",
    "r1 = 4886718345 ll, r1 = 0x123456789 ll",
    "r1 = -1 ll, r1 = 0xffffffffffffffff ll",
    "r1 = 18446744073709551615 ll, r1 = 0xffffffffffffffff ll",
    "if r1 == r2 goto pc+0, if r1 == r2 goto @1",
    "if r1 > -1 goto +0 <main+0xe8>, if r1 > -1 goto @1",
    "gotol +0, goto @1",
    "goto end, goto @1",
    "call pc+0, call @1",
    "call bpf_ktime_get_ns#5, call 5",
    "7: call 5 // the time, call 5",
    "12 call 5 # the time, call 5",
    "start: call 5 ; the time, call 5",
  })
  void assemble_otherNotation_isTheSame(String text, String canonical) throws AssemblyException {
    Code code = assemble(text + "\nend: exit");

    assertEquals(canonical, Disassembler.text(code.insn(0)));
  }

  @Test
  void assemble_labels_areFunctionsUnlessJumpedTo() throws AssemblyException {
    Code code =
        assemble(
            """
            # counts down and calls
            entry:
              r1 = 3
            loop: again:
              r1 += -1
              if r1 != 0 goto loop
              call twice
              goto last
            unused:
              r2 = &twice ll
            twice:
              r0 <<= 1
            last:
              exit
            """);

    assertEquals(
        List.of(
            new Function("entry", 0),
            new Function("again", 1),
            new Function("unused", 5),
            new Function("twice", 6)),
        code.functions());
    assertEquals(new Insn.CallLocal(6), code.insn(3));
    assertEquals(new Insn.Jump(7), code.insn(4));
    assertEquals(new Insn.LoadRef(Reg.R2, RefKind.CODE, 6, 0), code.insn(5));
    assertEquals(3, code.location(0).line());
    assertEquals(3, code.location(0).column());
    assertEquals("p.s", code.location(0).file());
  }

  @Test
  void assemble_codeBeforeTheFirstLabel_isMain() throws AssemblyException {
    Code code = assemble("call f\nexit\nf: r0 = 1\nexit");

    assertEquals(List.of(new Function("main", 0), new Function("f", 2)), code.functions());
  }

  @Test
  void assemble_namesOfHelpersAndMaps_areTheirNumbers() throws AssemblyException {
    Assembler.Names names =
        new Assembler.Names(Map.of("ktime_get_ns", 5, "f", 6), Map.of("runq", 2));
    String text =
        """
        call ktime_get_ns
        r1 = runq ll
        r2 = &runq+8 ll
        call f
        exit
        f: exit
        """;

    Code code = Assembler.assemble("p.s", text, names);

    assertEquals(
        List.of(
            new Insn.Call(5),
            new Insn.LoadRef(Reg.R1, RefKind.MAP, 2, 0),
            new Insn.LoadRef(Reg.R2, RefKind.MAP_VALUE, 2, 8),
            new Insn.CallLocal(5)),
        code.insns().subList(0, 4));
  }

  @Test
  void assemble_distancesAcrossWideInstructions_countSlots() throws AssemblyException {
    Code code = assemble("goto +2\nr1 = 1 ll\nif r1 == 0 goto -3\nexit");

    assertEquals(
        "0500020000000000"
            + "18010000010000000000000000000000"
            + "1501fdff00000000"
            + "9500000000000000",
        HexFormat.of().formatHex(InsnCodec.encode(code.insns())));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "r11 = 5, '1:1: expected an instruction, found `r11`; registers are r0 to r10, and w0 to w10 for"
        + " their low halves'",
    "exi, '1:1: expected an instruction, found `exi`, did you mean `exit`?'",
    ".globl main, '1:1: directives such as `.globl` are not known; only labels and instructions are'",
    "r1 + 5, '1:4: expected an operator such as `=` or `+=`, found `+`'",
    "r1 = r2 r3, '1:9: expected the end of the instruction, found `r3`; one instruction a line'",
    "r1 += w2, '1:7: expected `r2`, found `w2`; all operands have one width'",
    "w1 = r2, '1:6: expected `w2`, found `r2`; all operands have one width'",
    "r1 += , '1:6: expected a register or a number, found the end of the line'",
    "r1 = 0x80000000, '1:6: `0x80000000` is not between -2147483648 and 2147483647; a 64-bit constant"
        + " is `rN = … ll`'",
    "r1 = 0x10000000000000000 ll, '1:6: `0x10000000000000000` is not a number of at most 64 bits;"
        + " write 10 or 0x0a'",
    "r1 = 12ab, '1:6: `12ab` is not a number of at most 64 bits; write 10 or 0x0a'",
    "w1 = 5 ll, '1:1: expected `r1`, found `w1`; what `ll` loads fills 64 bits'",
    "r1 = (u8)r2, '1:7: expected s8, s16 or s32, found `u8`; a plain move needs no type'",
    "w1 = (s32)w2, '1:7: expected s8 or s16, found `s32`; a plain move needs no type'",
    "r1 = -r2, '1:7: expected `r1`, found `r2`; negation works in place'",
    "r1 = be16 r2, '1:11: expected `r1`, found `r2`; byte-order conversion works in place'",
    "r1 = *(u32)(r2 + 0), '1:11: expected `*`, found `)`'",
    "r1 = *(int *)(r2 + 0), '1:8: expected a type, found `int`; types are u8, u16, u32 and u64'",
    "r1 = *(s64 *)(r2 + 0), '1:8: expected a type, found `s64`; types that extend the sign are s8, s16"
        + " and s32'",
    "w1 = *(u64 *)(r2 + 0), '1:1: expected `r1`, found `w1`; the load fills 64 bits'",
    "r1 = *(u8 *)(r2 + 40000), '1:19: `40000` is not between -32768 and 32767'",
    "*(u64 *)(r1 + 0) = w2, '1:20: expected `r2`, found `w2`; all operands have one width'",
    "lock *(u16 *)(r1 + 0) += r2, '1:8: expected u32 or u64, found `u16`; atomic operations work on 4"
        + " or 8 bytes'",
    "lock *(u64 *)(r1 + 0) -= r2, '1:23: expected `+=`, `|=`, `&=` or `^=`, found `-=`'",
    "'r3 = atomic64_fetch_add((u64 *)(r1 + 0), r2)', '1:1: expected `r2`, found `r3`; the old value"
        + " goes where the operand was'",
    "'r0 = atomic64_cmpxchg((u64 *)(r1 + 0), r3, r2)', '1:40: expected `r0`, found `r3`; the"
        + " comparison is with r0, where the old value goes too'",
    "'r2 = atomic64_fetch_sub((u64 *)(r1 + 0), r2)', '1:6: expected an atomic operation, found"
        + " `atomic64_fetch_sub`; they are fetch_add, fetch_or, fetch_and, fetch_xor, xchg, cmpxchg'",
    "if r1 = 5 goto +0, '1:7: expected a condition, found `=`; equality is `==`'",
    "if r1 == 5 exit, '1:12: expected `goto`, found `exit`'",
    "goto nowhere, '1:6: there is no label `nowhere`'",
    "goto en, '1:6: there is no label `en`, did you mean `end`?'",
    "goto +1, '1:6: target 2 lies outside the 2 slots of the program'",
    "goto -2, '1:6: target -1 lies outside the 2 slots of the program'",
    "goto @2, '1:6: there is no instruction 2 among 2'",
    "goto 7, '1:6: expected a label, found `7`; or a distance such as `+3`'",
    "goto +0 <x, '1:11: expected `>`, found the end of the line'",
    "call en, '1:6: there is no function or helper `en`, did you mean `end`?'",
    "call r3, '1:6: there is no function or helper `r3`; a call of a register`s value is `callx r3`'",
    "callx w3, '1:7: expected `r3`, found `w3`; all operands have one width'",
    "r1 = queue ll, '1:6: there is no map `queue`; the address of a function is `&queue ll`'",
    "r1 = map#x ll, '1:10: expected a number, found `x`'",
    "r1 = prog#1 ll, '1:6: expected `map` or `map_by_idx`, found `prog`'",
    "r1 = map#1, '1:11: expected `ll`, found the end of the line'",
    "r1 = ~5, '1:6: `~` means nothing here'",
    "end: exit, '2:1: label `end` is already in line 1; give one of them another name'",
  })
  void assemble_mistake_namesPlaceExpectationAndRemedy(String text, String message) {
    AssemblyException e =
        assertThrows(AssemblyException.class, () -> assemble(text + "\nend: exit"));

    assertEquals(message.replace("r`s", "r's"), e.getMessage());
  }

  @Test
  void assemble_severalMistakes_reportsAllInOrder() {
    AssemblyException e =
        assertThrows(AssemblyException.class, () -> assemble("goto no\nr1 =\ncall nobody\nend:\n"));

    assertEquals(
        List.of("1:6", "2:5", "3:6"),
        e.errors().stream().map(error -> error.line() + ":" + error.column()).toList());
  }

  @Test
  void assemble_targetInsideAWideInstruction_isRefused() {
    AssemblyException e =
        assertThrows(AssemblyException.class, () -> assemble("goto +1\nr1 = 1 ll\nexit"));

    assertEquals(
        "1:6: target 2 is the second half of a 64-bit immediate;"
            + " distances count such an instruction twice",
        e.getMessage());
  }

  @Test
  void assemble_branchThatDoesNotReach_saysSo() {
    String far = "if r1 == 0 goto end\n" + "exit\n".repeat(32768) + "end: exit";

    AssemblyException e = assertThrows(AssemblyException.class, () -> assemble(far));

    assertEquals(
        "1:17: the target is 32768 slots away; a conditional jump reaches 32767;"
            + " branch to a `goto` nearby",
        e.getMessage());
  }

  @Test
  void assemble_labelAtTheEnd_isRefused() {
    AssemblyException e = assertThrows(AssemblyException.class, () -> assemble("exit\nend:"));

    assertEquals("2:1: no instruction follows label `end`; remove it", e.getMessage());
  }

  @Test
  void assemble_emptyText_saysWhatIsMissing() {
    AssemblyException e = assertThrows(AssemblyException.class, () -> assemble("\n; nothing\n"));

    assertEquals("1:1: no instruction; the shortest program is `exit`", e.getMessage());
  }

  /** Whatever is typed, the answer is a program or a mistake with a place in the text. */
  @Test
  void assemble_damagedText_failsOnlyWithPlacesInTheText() {
    long seed = 22;
    java.util.SplittableRandom random = new java.util.SplittableRandom(seed);
    List<String> lines = InsnShapes.all().stream().map(Disassembler::text).distinct().toList();
    String alphabet = " rw0123456789+-*/&|^=<>!()[]{},;:#@._$abcsu\t\u00e9\"'\\";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder line = new StringBuilder(lines.get(random.nextInt(lines.size())));
      for (int i = random.nextInt(3); i >= 0; i--) {
        int at = random.nextInt(line.length() + 1);
        char c = alphabet.charAt(random.nextInt(alphabet.length()));
        if (at < line.length() && random.nextBoolean()) {
          line.setCharAt(at, c);
        } else {
          line.insert(at, c);
        }
      }
      try {
        assemble(line + "\nexit");
      } catch (AssemblyException e) {
        for (AssemblyError error : e.errors()) {
          assertTrue(error.line() >= 1 && error.line() <= 2, line + ": " + error);
          assertTrue(error.column() >= 1 && error.column() <= line.length() + 1, line + ": " + e);
        }
      }
    }
  }
}
