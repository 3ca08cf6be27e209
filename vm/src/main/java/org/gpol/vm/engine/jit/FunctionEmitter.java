package org.gpol.vm.engine.jit;

import static org.objectweb.asm.Opcodes.ISTORE;
import static org.objectweb.asm.Opcodes.LCONST_0;
import static org.objectweb.asm.Opcodes.LLOAD;
import static org.objectweb.asm.Opcodes.LRETURN;
import static org.objectweb.asm.Opcodes.LSTORE;

import org.gpol.bpf.GpolBug;
import org.gpol.bpf.isa.Reg;
import org.objectweb.asm.Label;
import org.objectweb.asm.Type;

/** Writes a whole function as one static method. */
final class FunctionEmitter extends MethodEmitter {
  /** The type of the method of every function: run, end of the frame, R1 to R5; returns R0. */
  static final String TYPE = "(" + Type.getDescriptor(JitRun.class) + "IJJJJJ)J";

  private FunctionEmitter(Target target, Locals locals, int start, int end) {
    super(target, locals, start, end);
  }

  /** For the function that begins at {@code start}. */
  static FunctionEmitter of(Target target, int start) {
    int end = target.blocks().functionEnd(start);
    Locals locals = new Locals(StackCells.find(target.unit(), start, end));
    return new FunctionEmitter(target, locals, start, end);
  }

  @Override
  void registersIn() {
    for (int reg : new int[] {0, 6, 7, 8, 9}) {
      zero(Locals.of(Reg.of(reg)));
    }
    locals.cells().forEach(this::zero);
    Push.number(out, start);
    out.visitVarInsn(ISTORE, Locals.INDEX);
    askExecuted(start);
  }

  private void zero(int variable) {
    out.visitInsn(LCONST_0);
    out.visitVarInsn(LSTORE, variable);
  }

  @Override
  void beforeBody() {}

  @Override
  void exit() {
    tellExecuted();
    out.visitVarInsn(LLOAD, Locals.of(Reg.R0));
    out.visitInsn(LRETURN);
  }

  @Override
  Label outside(int target) {
    throw new GpolBug("a jump to " + target + " leaves its function");
  }

  @Override
  void afterBody() {}
}
