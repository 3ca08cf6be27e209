package org.gpol.vm.engine.jit;

import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.ISTORE;
import static org.objectweb.asm.Opcodes.LCONST_0;
import static org.objectweb.asm.Opcodes.LLOAD;
import static org.objectweb.asm.Opcodes.LRETURN;
import static org.objectweb.asm.Opcodes.LSTORE;

import java.util.List;
import org.gpol.bpf.GpolBug;
import org.gpol.bpf.isa.Reg;
import org.objectweb.asm.Label;
import org.objectweb.asm.Type;

/** Writes a whole function as one static method. */
final class FunctionEmitter extends MethodEmitter {
  /** The type of the method of every function: run, end of the frame, R1 to R5; returns R0. */
  static final String TYPE = "(" + Type.getDescriptor(JitRun.class) + "IJJJJJ)J";

  private final int start;

  /** True if whoever begins with the program's first instruction has looked at the budget. */
  private final boolean looksBefore;

  private FunctionEmitter(
      Target target, Locals locals, NarrowWebs narrow, int start, List<Integer> order) {
    super(target, locals, narrow, start, order);
    this.start = start;
    this.looksBefore = target.unit().proved();
  }

  /** For the function that begins at {@code start}. */
  static FunctionEmitter of(Target target, int start) {
    List<Integer> blocks = target.blocks().from(start);
    List<Integer> instructions = target.blocks().instructions(blocks);
    NarrowWebs narrow = NarrowWebs.of(target, start, blocks);
    List<Integer> cells = StackCells.find(target.unit(), instructions);
    Locals locals = new Locals(cells, narrow.registers());
    return new FunctionEmitter(target, locals, narrow, start, target.blocks().forwards(start));
  }

  @Override
  void registersIn() {
    for (int reg : new int[] {0, 6, 7, 8, 9}) {
      zero(Locals.of(Reg.of(reg)));
    }
    locals.cells().values().forEach(this::zero);
    for (Reg reg : locals.narrow()) {
      Push.number(out, 0);
      out.visitVarInsn(ISTORE, locals.narrow(reg));
    }
    meter.index(start);
    meter.begin(start);
  }

  private void zero(int variable) {
    out.visitInsn(LCONST_0);
    out.visitVarInsn(LSTORE, variable);
  }

  @Override
  void beforeBody() {
    if (start != 0 || !looksBefore) {
      meter.look(watched);
    }
    out.visitJumpInsn(GOTO, labelOf(start));
  }

  @Override
  void leave() {
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
