package org.gpol.vm.engine.jit;

import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.GETFIELD;
import static org.objectweb.asm.Opcodes.I2L;
import static org.objectweb.asm.Opcodes.IADD;
import static org.objectweb.asm.Opcodes.IFGT;
import static org.objectweb.asm.Opcodes.IF_ICMPGT;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.ISTORE;
import static org.objectweb.asm.Opcodes.LADD;
import static org.objectweb.asm.Opcodes.LCMP;
import static org.objectweb.asm.Opcodes.PUTFIELD;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/**
 * Counts instructions without counting each: {@link Locals#BIAS} plus the index of the next
 * instruction is how many were executed since {@link JitRun#executed} was told, so only what jumps
 * has to correct the bias.
 */
final class Meter {
  private final MethodVisitor out;
  private final CompilationUnit unit;

  Meter(MethodVisitor out, CompilationUnit unit) {
    this.out = out;
    this.unit = unit;
  }

  /** Begins to count before the instruction at {@code next}. */
  void begin(int next) {
    Push.number(out, -next);
    out.visitVarInsn(ISTORE, Locals.BIAS);
  }

  /** Tells the run what was executed before the instruction at {@code next}. */
  void tell(int next) {
    out.visitVarInsn(ALOAD, Locals.RUN);
    out.visitInsn(DUP);
    out.visitFieldInsn(GETFIELD, MethodEmitter.RUN, "executed", "J");
    out.visitVarInsn(ILOAD, Locals.BIAS);
    Push.number(out, next);
    out.visitInsn(IADD);
    out.visitInsn(I2L);
    out.visitInsn(LADD);
    out.visitFieldInsn(PUTFIELD, MethodEmitter.RUN, "executed", "J");
  }

  /** Corrects the bias for a jump from {@code from} to {@code target}. */
  void jump(int from, int target) {
    int change = from + 1 - target;
    if (change == (short) change) {
      out.visitIincInsn(Locals.BIAS, change);
    } else {
      out.visitVarInsn(ILOAD, Locals.BIAS);
      Push.number(out, change);
      out.visitInsn(IADD);
      out.visitVarInsn(ISTORE, Locals.BIAS);
    }
  }

  /** Goes to {@code watched} if the budget may end before the next look; all is told. */
  void look(Label watched) {
    field("executed");
    field("unwatchedUpTo");
    out.visitInsn(LCMP);
    out.visitJumpInsn(IFGT, watched);
  }

  /** Finds out how far loops may go, unless that is proved; all is told. */
  void readRoom() {
    if (unit.terminates()) {
      Push.number(out, 0);
    } else {
      out.visitVarInsn(ALOAD, Locals.RUN);
      out.visitMethodInsn(INVOKEVIRTUAL, MethodEmitter.RUN, "room", "()I", false);
    }
    out.visitVarInsn(ISTORE, Locals.ROOM);
  }

  /** Goes to {@code watched} if a loop that goes back to {@code target} may use up the budget. */
  void lookBeforeLoop(int target, Label watched) {
    if (!unit.terminates()) {
      index(target);
      out.visitVarInsn(ILOAD, Locals.BIAS);
      Push.number(out, target);
      out.visitInsn(IADD);
      out.visitVarInsn(ILOAD, Locals.ROOM);
      out.visitJumpInsn(IF_ICMPGT, watched);
    }
  }

  /** Says which instruction it is that fails, or comes next. */
  void index(int index) {
    Push.number(out, index);
    out.visitVarInsn(ISTORE, Locals.INDEX);
  }

  private void field(String name) {
    out.visitVarInsn(ALOAD, Locals.RUN);
    out.visitFieldInsn(GETFIELD, MethodEmitter.RUN, name, "J");
  }
}
