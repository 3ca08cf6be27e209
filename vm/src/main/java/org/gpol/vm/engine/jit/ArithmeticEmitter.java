package org.gpol.vm.engine.jit;

import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.Width;
import org.objectweb.asm.MethodVisitor;

/**
 * Arithmetic. What the verifier knows of the operands selects a cheaper kernel that gives the same
 * result for them.
 */
final class ArithmeticEmitter {
  private final MethodVisitor out;
  private final Registers registers;

  ArithmeticEmitter(MethodVisitor out, Registers registers) {
    this.out = out;
    this.registers = registers;
  }

  /** {@code dst op= src}. */
  void emit(Insn.Alu insn) {
    KernelLibrary.of(op(insn), width(insn))
        .emit(out, () -> registers.push(insn.dst()), () -> registers.push(insn.src()));
    registers.store(insn.dst());
  }

  /** {@code dst = op dst}. */
  void emit(Insn.Unary insn) {
    Runnable operand = () -> registers.push(insn.dst());
    KernelLibrary.of(insn.op(), insn.width()).emit(out, operand, () -> {});
    registers.store(insn.dst());
  }

  /** Division of numbers without a sign is signed division, which all machines have. */
  private AluOp op(Insn.Alu insn) {
    boolean positive = divides(insn) && isPositive(insn);
    return switch (insn.op()) {
      case DIV -> positive ? AluOp.SDIV : AluOp.DIV;
      case MOD -> positive ? AluOp.SMOD : AluOp.MOD;
      default -> insn.op();
    };
  }

  private static boolean divides(Insn.Alu insn) {
    return insn.op() == AluOp.DIV || insn.op() == AluOp.MOD;
  }

  /** True if both operands have the same value with and without a sign, at either width. */
  private boolean isPositive(Insn.Alu insn) {
    return registers.isNonNegative(insn.dst())
        && registers.isNonNegative(insn.src())
        && (insn.width() == Width.W64 || areInts(insn));
  }

  private boolean areInts(Insn.Alu insn) {
    return registers.isInt(insn.dst()) && registers.isInt(insn.src());
  }

  private Width width(Insn.Alu insn) {
    boolean halfSuffices =
        switch (insn.op()) {
          case ADD, SUB, MUL, AND, OR, XOR -> registers.keepsLowBitsOnly(insn.dst());
          case DIV, MOD -> isPositive(insn) && areInts(insn);
          default -> false;
        };
    return halfSuffices ? Width.W32 : insn.width();
  }
}
