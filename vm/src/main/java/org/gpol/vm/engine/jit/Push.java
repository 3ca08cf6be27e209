package org.gpol.vm.engine.jit;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Pushes numbers, in as few bytes as there are. */
final class Push {
  private Push() {}

  static void number(MethodVisitor out, long value) {
    if (value == 0 || value == 1) {
      out.visitInsn(value == 0 ? Opcodes.LCONST_0 : Opcodes.LCONST_1);
    } else if (value == (short) value) {
      number(out, (int) value);
      out.visitInsn(Opcodes.I2L);
    } else {
      out.visitLdcInsn(value);
    }
  }

  static void number(MethodVisitor out, int value) {
    if (value >= -1 && value <= 5) {
      out.visitInsn(Opcodes.ICONST_0 + value);
    } else if (value == (byte) value) {
      out.visitIntInsn(Opcodes.BIPUSH, value);
    } else if (value == (short) value) {
      out.visitIntInsn(Opcodes.SIPUSH, value);
    } else {
      out.visitLdcInsn(value);
    }
  }
}
