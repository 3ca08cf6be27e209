package org.gpol.vm.engine;

import java.util.function.Consumer;
import org.gpol.bpf.code.CodeBuilder;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;

/** Short names for instructions, so that tests read like assembly. */
public final class Asm {
  private Asm() {}

  public static Insn mov(Reg dst, int value) {
    return new Insn.Alu(AluOp.MOV, Width.W64, dst, new Imm(value));
  }

  public static Insn mov(Reg dst, Operand src) {
    return new Insn.Alu(AluOp.MOV, Width.W64, dst, src);
  }

  public static Insn imm64(Reg dst, long value) {
    return new Insn.LoadImm64(dst, value);
  }

  public static Insn add(Reg dst, int value) {
    return alu(AluOp.ADD, dst, new Imm(value));
  }

  public static Insn alu(AluOp op, Reg dst, Operand src) {
    return new Insn.Alu(op, Width.W64, dst, src);
  }

  public static Insn load(MemSize size, Reg dst, Reg base, int offset) {
    return new Insn.Load(size, false, dst, base, offset);
  }

  public static Insn store(MemSize size, Reg base, int offset, Operand value) {
    return new Insn.Store(size, base, offset, value);
  }

  public static Insn map(Reg dst, int index) {
    return new Insn.LoadRef(dst, RefKind.MAP, index, 0);
  }

  public static Insn mapValue(Reg dst, int index, int offset) {
    return new Insn.LoadRef(dst, RefKind.MAP_VALUE, index, offset);
  }

  public static Insn call(int helper) {
    return new Insn.Call(helper);
  }

  public static Insn exit() {
    return new Insn.Exit();
  }

  /** A program of these instructions. */
  public static Consumer<CodeBuilder> code(Insn... insns) {
    return builder -> {
      for (Insn insn : insns) {
        builder.add(insn);
      }
    };
  }
}
