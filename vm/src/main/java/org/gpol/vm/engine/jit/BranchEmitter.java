package org.gpol.vm.engine.jit;

import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.Width;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Conditional jumps: comparisons in the form that the JVM has for them. */
final class BranchEmitter {
  private final MethodVisitor out;

  BranchEmitter(MethodVisitor out) {
    this.out = out;
  }

  /** Goes to {@code target} if the condition holds. */
  void emit(Insn.Branch insn, Label target) {
    if (insn.width() == Width.W64) {
      wide(insn, target);
    } else {
      narrow(insn, target);
    }
  }

  private void wide(Insn.Branch insn, Label target) {
    Push.register(out, insn.left());
    Push.operand(out, insn.right());
    if (insn.cond() == JumpCond.JSET) {
      out.visitInsn(Opcodes.LAND);
      out.visitInsn(Opcodes.LCONST_0);
      out.visitInsn(Opcodes.LCMP);
    } else if (isUnsigned(insn.cond())) {
      compareUnsigned("java/lang/Long", "(JJ)I");
    } else {
      out.visitInsn(Opcodes.LCMP);
    }
    out.visitJumpInsn(againstZero(insn.cond()), target);
  }

  private void narrow(Insn.Branch insn, Label target) {
    Push.low(out, insn.left());
    Push.low(out, insn.right());
    if (insn.cond() == JumpCond.JSET) {
      out.visitInsn(Opcodes.IAND);
    } else if (isUnsigned(insn.cond())) {
      compareUnsigned("java/lang/Integer", "(II)I");
    } else {
      // IF_ICMPEQ follows IFEQ and so on, in the same order.
      int between = Opcodes.IF_ICMPEQ - Opcodes.IFEQ;
      out.visitJumpInsn(againstZero(insn.cond()) + between, target);
      return;
    }
    out.visitJumpInsn(againstZero(insn.cond()), target);
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

  private static int againstZero(JumpCond cond) {
    return switch (cond) {
      case JEQ -> Opcodes.IFEQ;
      case JNE, JSET -> Opcodes.IFNE;
      case JGT, JSGT -> Opcodes.IFGT;
      case JGE, JSGE -> Opcodes.IFGE;
      case JLT, JSLT -> Opcodes.IFLT;
      case JLE, JSLE -> Opcodes.IFLE;
    };
  }
}
