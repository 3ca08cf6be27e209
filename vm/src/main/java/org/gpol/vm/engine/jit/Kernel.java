package org.gpol.vm.engine.jit;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The bytecode of one kernel of {@link org.gpol.bpf.isa.Alu}: what it does between loading its
 * parameters and returning. One with branches is called instead of spliced.
 */
final class Kernel extends MethodVisitor {
  private final String owner;
  private final String name;
  private final String descriptor;
  private final List<Step> steps = new ArrayList<>();
  private boolean straight = true;

  /** One instruction of a kernel. */
  private interface Step {
    void emit(MethodVisitor out, Runnable first, Runnable second);
  }

  Kernel(String owner, String name, String descriptor) {
    super(Opcodes.ASM9);
    this.owner = owner;
    this.name = name;
    this.descriptor = descriptor;
  }

  /** True if the kernel is spliced, false if it is called. */
  boolean isStraight() {
    return straight;
  }

  /**
   * Leaves the kernel's result on the operand stack.
   *
   * @param first pushes its first parameter, as often as it is run
   * @param second pushes its second
   */
  void emit(MethodVisitor out, Runnable first, Runnable second) {
    if (straight) {
      steps.forEach(step -> step.emit(out, first, second));
      return;
    }
    first.run();
    second.run();
    out.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
  }

  @Override
  public void visitVarInsn(int opcode, int variable) {
    if (opcode != Opcodes.LLOAD || variable > 2) {
      straight = false;
    }
    steps.add((out, first, second) -> (variable == 0 ? first : second).run());
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode != Opcodes.LRETURN) {
      steps.add((out, first, second) -> out.visitInsn(opcode));
    }
  }

  @Override
  public void visitIntInsn(int opcode, int operand) {
    steps.add((out, first, second) -> out.visitIntInsn(opcode, operand));
  }

  @Override
  public void visitLdcInsn(Object value) {
    steps.add((out, first, second) -> out.visitLdcInsn(value));
  }

  @Override
  public void visitMethodInsn(int opcode, String to, String method, String type, boolean itf) {
    steps.add((out, first, second) -> out.visitMethodInsn(opcode, to, method, type, itf));
  }

  @Override
  public void visitJumpInsn(int opcode, org.objectweb.asm.Label label) {
    straight = false;
  }
}
