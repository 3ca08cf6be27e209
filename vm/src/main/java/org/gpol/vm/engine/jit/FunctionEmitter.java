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
import org.gpol.vm.engine.ExecutionContext;
import org.objectweb.asm.Label;

/** Writes a whole function as one method. */
final class FunctionEmitter extends MethodEmitter {
  /** The type of the method of every function: end of the frame, R1 to R5; returns R0. */
  static final String TYPE = "(IJJJJJ)J";

  /** Where {@link JitRun#main} gets R1. */
  private static final int MAIN_R1 = 1;

  private final int start;

  /** True for {@link JitRun#main}, which is called after a look at the budget. */
  private final boolean main;

  private FunctionEmitter(
      Target target,
      Locals locals,
      NarrowWebs narrow,
      int start,
      List<Integer> order,
      boolean main) {
    super(target, locals, narrow, start, order);
    this.start = start;
    this.main = main;
  }

  /** For the function that begins at {@code start}. */
  static FunctionEmitter of(Target target, int start) {
    return of(target, start, false);
  }

  /** For the first function, as {@link JitRun#main}. */
  static FunctionEmitter main(Target target) {
    return of(target, 0, true);
  }

  private static FunctionEmitter of(Target target, int start, boolean main) {
    List<Integer> blocks = target.blocks().from(start);
    List<Integer> instructions = target.blocks().instructions(blocks);
    NarrowWebs narrow = NarrowWebs.of(target, start, blocks);
    List<Integer> cells = StackCells.find(target.unit(), instructions);
    Locals locals = new Locals(target.program().name(), cells, narrow.registers());
    List<Integer> order = target.blocks().forwards(start);
    return new FunctionEmitter(target, locals, narrow, start, order, main);
  }

  @Override
  void registersIn() {
    if (main) {
      parametersOfMain();
    }
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

  private void parametersOfMain() {
    out.visitVarInsn(LLOAD, MAIN_R1);
    out.visitVarInsn(LSTORE, Locals.of(Reg.R1));
    Push.number(out, ExecutionContext.FRAME_BYTES);
    out.visitVarInsn(ISTORE, Locals.FRAME);
    for (int reg = 2; reg <= 5; reg++) {
      zero(Locals.of(Reg.of(reg)));
    }
  }

  private void zero(int variable) {
    out.visitInsn(LCONST_0);
    out.visitVarInsn(LSTORE, variable);
  }

  @Override
  void beforeBody() {
    if (!main) {
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
