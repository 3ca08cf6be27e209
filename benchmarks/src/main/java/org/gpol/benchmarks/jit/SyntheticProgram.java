package org.gpol.benchmarks.jit;

import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.CodeBuilder;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;

/**
 * A program of any length that does what programs do: of ten instructions, three access the context
 * or the stack, one branches, the rest is arithmetic.
 */
final class SyntheticProgram {
  /** Bytes of the context. */
  static final int CONTEXT = 64;

  private static final int BLOCK = 10;

  private SyntheticProgram() {}

  /** About {@code size} instructions. */
  static Code of(int size) {
    CodeBuilder code = new CodeBuilder().add(mov(Reg.R6, Reg.R1)).add(mov(Reg.R7, new Imm(0)));
    code.add(new Insn.Store(MemSize.B8, Reg.R10, -8, Reg.R7));
    for (int i = 0; i < size / BLOCK; i++) {
      block(code, i);
    }
    return code.add(mov(Reg.R0, Reg.R7)).add(new Insn.Exit()).build();
  }

  private static void block(CodeBuilder code, int number) {
    CodeBuilder.Label over = new CodeBuilder.Label();
    code.add(new Insn.Load(MemSize.B4, false, Reg.R1, Reg.R6, 4 * (number % (CONTEXT / 4))));
    code.add(alu(AluOp.ADD, Reg.R7, Reg.R1)).add(mov(Reg.R2, Reg.R1));
    code.add(alu(AluOp.AND, Reg.R2, new Imm(7))).add(alu(AluOp.LSH, Reg.R2, new Imm(3)));
    code.branch(JumpCond.JGT, Width.W64, Reg.R2, new Imm(number % 50), over);
    code.add(alu(AluOp.XOR, Reg.R7, new Imm(number))).place(over);
    code.add(new Insn.Load(MemSize.B8, false, Reg.R3, Reg.R10, -8));
    code.add(alu(AluOp.ADD, Reg.R3, Reg.R7));
    code.add(new Insn.Store(MemSize.B8, Reg.R10, -8, Reg.R3));
  }

  private static Insn mov(Reg dst, Operand src) {
    return alu(AluOp.MOV, dst, src);
  }

  private static Insn alu(AluOp op, Reg dst, Operand src) {
    return new Insn.Alu(op, Width.W64, dst, src);
  }
}
