package org.gpol.vm.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.CodeBuilder;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;
import org.junit.jupiter.api.Test;

/** Programs that are too long for one method of the JVM. */
class LongProgramTest {
  private final Random random = new Random(20261123);

  @Test
  void programOfTwentyThousandInstructions_runsCompiledInPieces() {
    for (int i = 0; i < 3; i++) {
      List<Code> programs = List.of(longProgram(20_000));
      Trial trial = new Trial(programs, true, 1_000_000, i, Inputs.contexts(programs, 4, random));
      Comparison.Result result = Comparison.of(trial);
      assertEquals(Comparison.Verdict.AGREED, result.verdict(), result::difference);
    }
  }

  /** Arithmetic on R6 to R9 with branches over a few instructions. */
  private Code longProgram(int length) {
    CodeBuilder code = new CodeBuilder();
    for (int reg = 6; reg <= 9; reg++) {
      code.add(new Insn.Load(MemSize.B8, false, Reg.of(reg), Reg.R1, 8 * (reg - 6)));
    }
    for (int i = 0; i < length; i += 4) {
      CodeBuilder.Label over = new CodeBuilder.Label();
      code.branch(JumpCond.JSGT, Width.W32, number(), new Imm(random.nextInt()), over);
      code.add(arithmetic()).add(arithmetic()).place(over).add(arithmetic());
    }
    code.add(new Insn.Alu(AluOp.MOV, Width.W64, Reg.R0, Reg.R6));
    return code.add(new Insn.Exit()).build();
  }

  private Insn arithmetic() {
    AluOp[] ops = {AluOp.ADD, AluOp.SUB, AluOp.MUL, AluOp.XOR, AluOp.OR};
    Width width = random.nextBoolean() ? Width.W32 : Width.W64;
    return new Insn.Alu(ops[random.nextInt(ops.length)], width, number(), number());
  }

  private Reg number() {
    return Reg.of(6 + random.nextInt(4));
  }
}
