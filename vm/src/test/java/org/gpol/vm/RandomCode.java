package org.gpol.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.AtomicOp;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.UnaryOp;
import org.gpol.bpf.isa.Width;

/**
 * Code without any sense: every kind of instruction, any register, targets anywhere inside. Offsets
 * are small and numbers too, so that some of it survives for a while.
 */
final class RandomCode {
  private final Random random;
  private final int size;
  private final Code code;

  RandomCode(Random random, int size) {
    this.random = random;
    this.size = size;
    List<Insn> insns = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      insns.add(insn());
    }
    this.code = Code.of(insns);
  }

  Code build() {
    return code;
  }

  private Insn insn() {
    return switch (random.nextInt(14)) {
      case 0 -> new Insn.Alu(any(AluOp.values()), width(), low(), Reg.of(random.nextInt(11)));
      case 1 -> new Insn.Alu(AluOp.MOV, width(), low(), operand());
      case 2 -> new Insn.Unary(any(UnaryOp.values()), width(), low());
      case 3 -> new Insn.LoadImm64(low(), random.nextLong());
      case 4 -> new Insn.LoadRef(low(), RefKind.CODE, random.nextInt(size), 0);
      case 5 -> new Insn.Load(any(MemSize.values()), false, low(), pointer(), offset());
      case 6 -> new Insn.Store(any(MemSize.values()), pointer(), offset(), operand());
      case 7 -> new Insn.Atomic(any(AtomicOp.values()), width(), pointer(), offset(), low());
      case 8 -> new Insn.Jump(random.nextInt(size));
      case 9 ->
          new Insn.Branch(any(JumpCond.values()), width(), low(), operand(), random.nextInt(size));
      case 10 -> new Insn.Call(random.nextInt(9));
      case 11 -> new Insn.CallLocal(random.nextInt(size));
      case 12 -> new Insn.CallReg(low());
      default -> new Insn.Exit();
    };
  }

  private Reg low() {
    return Reg.of(random.nextInt(10));
  }

  private Reg pointer() {
    return random.nextBoolean() ? Reg.R10 : Reg.R1;
  }

  private int offset() {
    return random.nextInt(80) - 40;
  }

  private Width width() {
    return any(Width.values());
  }

  private Operand operand() {
    return random.nextBoolean() ? low() : new Imm(random.nextInt(40) - 10);
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
