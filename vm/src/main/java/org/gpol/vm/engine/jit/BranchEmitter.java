package org.gpol.vm.engine.jit;

import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.Width;
import org.gpol.vm.proof.ProgramFacts;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Conditional jumps: comparisons in the form that the JVM has for them. */
final class BranchEmitter {
  private final MethodVisitor out;
  private final ProgramFacts facts;
  private final Registers registers;

  BranchEmitter(Target target, Registers registers) {
    this.out = target.out();
    this.facts = target.unit().facts();
    this.registers = registers;
  }

  /** Goes to {@code target} unless the condition of the branch at {@code index} holds. */
  void unless(int index, Insn.Branch insn, Label target) {
    boolean signless =
        registers.isNonNegative(insn.left()) && registers.isNonNegative(insn.right());
    boolean ints = registers.isInt(insn.left()) && registers.isInt(insn.right());
    boolean counts = registers.isNarrow(insn.left()) || registers.isNarrow(insn.right());
    if (ints && counts && (signless || !isUnsigned(insn.cond())) && insn.cond() != JumpCond.JSET) {
      narrow(withOrder(index, signed(insn.cond())), insn, target);
    } else if (insn.width() == Width.W32) {
      narrow(insn.cond(), insn, target);
    } else {
      wide(signless ? signed(insn.cond()) : insn.cond(), insn, target);
    }
  }

  /**
   * Equality as a comparison where that is the same: HotSpot knows a loop that counts in steps by
   * its end being something to stay below.
   */
  private JumpCond withOrder(int index, JumpCond cond) {
    boolean below = facts.neverAbove(index);
    if (!below && !facts.neverBelow(index)) {
      return cond;
    }
    return switch (cond) {
      case JNE -> below ? JumpCond.JSLT : JumpCond.JSGT;
      case JEQ -> below ? JumpCond.JSGE : JumpCond.JSLE;
      default -> cond;
    };
  }

  private static JumpCond signed(JumpCond cond) {
    return switch (cond) {
      case JGT -> JumpCond.JSGT;
      case JGE -> JumpCond.JSGE;
      case JLT -> JumpCond.JSLT;
      case JLE -> JumpCond.JSLE;
      case JEQ, JNE, JSET, JSGT, JSGE, JSLT, JSLE -> cond;
    };
  }

  private void wide(JumpCond cond, Insn.Branch insn, Label target) {
    registers.push(insn.left());
    registers.push(insn.right());
    if (cond == JumpCond.JSET) {
      out.visitInsn(Opcodes.LAND);
      out.visitInsn(Opcodes.LCONST_0);
      out.visitInsn(Opcodes.LCMP);
    } else if (isUnsigned(cond)) {
      compareUnsigned("java/lang/Long", "(JJ)I");
    } else {
      out.visitInsn(Opcodes.LCMP);
    }
    out.visitJumpInsn(unless(cond), target);
  }

  private void narrow(JumpCond cond, Insn.Branch insn, Label target) {
    registers.pushLow(insn.left());
    registers.pushLow(insn.right());
    if (cond == JumpCond.JSET) {
      out.visitInsn(Opcodes.IAND);
    } else if (isUnsigned(cond)) {
      compareUnsigned("java/lang/Integer", "(II)I");
    } else {
      // IF_ICMPEQ follows IFEQ and so on, in the same order.
      int between = Opcodes.IF_ICMPEQ - Opcodes.IFEQ;
      out.visitJumpInsn(unless(cond) + between, target);
      return;
    }
    out.visitJumpInsn(unless(cond), target);
  }

  private void compareUnsigned(String owner, String type) {
    out.visitMethodInsn(Opcodes.INVOKESTATIC, owner, "compareUnsigned", type, false);
  }

  private static boolean isUnsigned(JumpCond cond) {
    return switch (cond) {
      case JGT, JGE, JLT, JLE -> true;
      case JEQ, JNE, JSET, JSGT, JSGE, JSLT, JSLE -> false;
    };
  }

  /** The jump that is made unless a comparison has come out as {@code cond} wants. */
  private static int unless(JumpCond cond) {
    return switch (cond) {
      case JEQ -> Opcodes.IFNE;
      case JNE, JSET -> Opcodes.IFEQ;
      case JGT, JSGT -> Opcodes.IFLE;
      case JGE, JSGE -> Opcodes.IFLT;
      case JLT, JSLT -> Opcodes.IFGE;
      case JLE, JSLE -> Opcodes.IFGT;
    };
  }
}
