package org.gpol.bpf.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.CodeBuilder;
import org.gpol.bpf.code.SourceLocation;
import org.gpol.bpf.isa.DecodeException;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.InsnCodec;
import org.gpol.bpf.isa.InsnShapes;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kernel's notation. */
class DisassemblerTest {
  @ParameterizedTest
  @CsvSource({
    "b700000002000000, r0 = 2",
    "0c21000000000000, w1 += w2",
    "3f21010000000000, r1 s/= r2",
    "c701000003000000, r1 s>>= 3",
    "bf21080000000000, r1 = (s8)r2",
    "bc21100000000000, w1 = (s16)w2",
    "8403000000000000, w3 = -w3",
    "dc01000010000000, r1 = be16 r1",
    "d701000040000000, r1 = bswap64 r1",
    "79a1f8ff00000000, r1 = *(u64 *)(r10 - 8)",
    "9121040000000000, r1 = *(s8 *)(r2 + 4)",
    "631afcff00000000, *(u32 *)(r10 - 4) = r1",
    "6a01020007000000, *(u16 *)(r1 + 2) = 7",
    "db21000000000000, lock *(u64 *)(r1 + 0) += r2",
    "c321080051000000, 'w2 = atomic_fetch_and((u32 *)(r1 + 8), w2)'",
    "db210000e1000000, 'r2 = atomic64_xchg((u64 *)(r1 + 0), r2)'",
    "db210000f1000000, 'r0 = atomic64_cmpxchg((u64 *)(r1 + 0), r0, r2)'",
    "0500000000000000, goto @1",
    "6501000005000000, if r1 s> 5 goto @1",
    "4e21000000000000, if w1 & w2 goto @1",
    "8500000005000000, call 5",
    "8510000000000000, call @1",
    "9500000000000000, exit",
    "18010000efbeadde0000000001000000, r1 = 0x1deadbeef ll",
    "18110000020000000000000000000000, r1 = map#2 ll",
    "18210000020000000000000010000000, r1 = &map#2+16 ll",
    "182100000200000000000000f0ffffff, r1 = &map#2-16 ll",
    "18310000020000000000000000000000, r1 = &var#2 ll",
    "18410000010000000000000000000000, r1 = &@1 ll",
    "18510000020000000000000000000000, r1 = map_by_idx#2 ll",
    "18610000020000000000000008000000, r1 = &map_by_idx#2+8 ll",
    "8520000007000000, call kfunc#7",
    "8d03000000000000, callx r3",
  })
  void text_ofAnInstruction_isAsTheKernelPrintsIt(String hex, String text) throws DecodeException {
    byte[] code = java.util.HexFormat.of().parseHex(hex + "9500000000000000");

    assertEquals(text, Disassembler.text(InsnCodec.decode(code).get(0)));
  }

  @Test
  void text_ofDifferentInstructions_differs() {
    Map<String, Insn> seen = new HashMap<>();
    for (Insn insn : InsnShapes.all()) {
      Insn other = seen.put(Disassembler.text(insn), insn);
      if (other != null) {
        assertEquals(other, insn, Disassembler.text(insn));
      }
    }
  }

  @Test
  void text_ofAProgram_namesFunctionsHelpersMapsAndLines() {
    SourceLocation line = new SourceLocation("p.gpol", 4, 3, "  return f();");
    CodeBuilder.Label f = new CodeBuilder.Label();
    Code code =
        new CodeBuilder()
            .function("main")
            .at(line)
            .add(new Insn.LoadRef(Reg.R1, org.gpol.bpf.isa.RefKind.MAP, 1, 0))
            .callLocal(f)
            .at(null)
            .add(new Insn.Exit())
            .function("f")
            .place(f)
            .add(new Insn.Call(5))
            .add(new Insn.Exit())
            .build();

    String text =
        Disassembler.text(code, id -> "ktime_get_ns", index -> List.of("a", "runq").get(index));

    assertEquals(
        """
        main:
          ; 4: return f();
            0  r1 = runq ll
            1  call f
            2  exit
        f:
            3  call ktime_get_ns#5
            4  exit
        """,
        text);
  }

  @Test
  void text_jumpsOfAProgram_showDistanceInSlotsAndInstruction() {
    Code code =
        Code.of(
            List.of(
                new Insn.Branch(JumpCond.JSLT, Width.W32, Reg.R1, new Imm(5), 2),
                new Insn.LoadImm64(Reg.R1, 1),
                new Insn.Jump(0)));

    String text = Disassembler.text(code, id -> null, index -> null);

    assertEquals(
        """
        main:
            0  if w1 s< 5 goto +2 <2>
            1  r1 = 0x1 ll
            2  goto -4 <0>
        """,
        text);
  }

  @Test
  void text_jumpBeyond16Bits_isTheLongOne() {
    List<Insn> insns = new ArrayList<>(Collections.nCopies(40_000, new Insn.Exit()));
    insns.set(0, new Insn.Jump(39_999));

    String text = Disassembler.text(Code.of(insns), id -> null, index -> null);

    assertEquals("    0  gotol +39998 <39999>", text.lines().skip(1).findFirst().orElseThrow());
  }

  @Test
  void text_targetsInsideAFunction_tellHowFarInside() {
    Code code = Code.of(List.of(new Insn.CallLocal(1), new Insn.CallLocal(-1), new Insn.Exit()));

    String text = Disassembler.text(code, id -> "h" + id, index -> "m" + index);

    assertEquals("main:\n    0  call main+1\n    1  call main-1\n    2  exit\n", text);
  }

  @Test
  void text_sameLineOfAnotherFile_isShownAgain() {
    Code code =
        new CodeBuilder()
            .at(new SourceLocation("a.gpol", 4, 1, "one"))
            .add(new Insn.Call(1))
            .at(new SourceLocation("a.gpol", 4, 9, "one"))
            .add(new Insn.Call(2))
            .at(new SourceLocation("b.gpol", 4, 1, "other"))
            .add(new Insn.Exit())
            .build();

    String text = Disassembler.text(code, id -> "h" + id, index -> "m" + index);

    assertEquals(
        """
        main:
          ; 4: one
            0  call h1#1
            1  call h2#2
          ; 4: other
            2  exit
        """,
        text);
  }
}
