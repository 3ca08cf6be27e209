package org.gpol.vm.engine.jit;

import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ATHROW;
import static org.objectweb.asm.Opcodes.F_SAME;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.IADD;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.LLOAD;
import static org.objectweb.asm.Opcodes.LSTORE;

import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.platform.CallbackKind;
import org.gpol.vm.call.HelperBinding;
import org.gpol.vm.engine.ExecutionContext;
import org.gpol.vm.engine.VmFault;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * Control that leaves the function: into others, into other programs, into the interpreter, and
 * into nowhere.
 */
final class TransferEmitter {
  /** What a call of a helper does with control. */
  enum Kind {
    /** Comes back, and no function of the program has run. */
    PLAIN,
    /** May run functions of the program before it comes back. */
    CALLS_BACK,
    /** Goes on in another program, or comes back. */
    TAIL,
    /** There is no such helper. */
    UNKNOWN
  }

  /** What a tail call answers that goes nowhere. */
  private static final long EINVAL = 22;

  private static final String RUN = MethodEmitter.RUN;
  private static final String FAULT = Type.getDescriptor(VmFault.class);

  private final MethodVisitor out;
  private final CompilationUnit unit;
  private final ProgramClass program;
  private final Registers registers;
  private final Meter meter;
  private final Label watched;

  TransferEmitter(Target target, Registers registers, Meter meter, Label watched) {
    this.out = target.out();
    this.unit = target.unit();
    this.program = target.program();
    this.registers = registers;
    this.meter = meter;
    this.watched = watched;
  }

  /** What the helper numbered {@code id} does. */
  Kind kind(int id) {
    if (unit.linkage().helpers().at(id) == null) {
      return Kind.UNKNOWN;
    }
    if (id == HelperBinding.TAIL_CALL) {
      return Kind.TAIL;
    }
    return unit.signature(id).callback() == CallbackKind.NONE ? Kind.PLAIN : Kind.CALLS_BACK;
  }

  /** What comes before the call at {@code index} of a helper that calls back. */
  void beforeCallback(int index) {
    meter.tell(index + 1);
    meter.begin(index + 1);
    out.visitVarInsn(ALOAD, Locals.RUN);
    out.visitVarInsn(ILOAD, Locals.FRAME);
    out.visitMethodInsn(INVOKEVIRTUAL, RUN, "beforeCallback", "(I)V", false);
  }

  /** {@code r0 = function(r1, ..., r5)}; the function begins at {@code start}. */
  void callLocal(int index, int start) {
    meter.tell(index + 1);
    meter.begin(index + 1);
    out.visitVarInsn(ALOAD, Locals.RUN);
    if (unit.proved()) {
      out.visitVarInsn(ILOAD, Locals.FRAME);
      Push.number(out, ExecutionContext.FRAME_BYTES);
      out.visitInsn(IADD);
    } else {
      out.visitVarInsn(ALOAD, Locals.RUN);
      out.visitVarInsn(ILOAD, Locals.FRAME);
      out.visitMethodInsn(INVOKEVIRTUAL, RUN, "frameBelow", "(I)I", false);
    }
    arguments();
    String owner = program.name();
    String name = program.function(start);
    out.visitMethodInsn(INVOKEVIRTUAL, owner, name, FunctionEmitter.TYPE, false);
    registers.store(Reg.R0);
    forgetArguments();
  }

  /** {@code r0 = (*function)(r1, ..., r5)}. */
  void callAddress(int index, Reg function) {
    beforeCallback(index);
    out.visitVarInsn(ALOAD, Locals.RUN);
    registers.push(function);
    arguments();
    out.visitMethodInsn(INVOKEVIRTUAL, RUN, "callAddress", "(JJJJJJ)J", false);
    registers.store(Reg.R0);
    forgetArguments();
  }

  private void arguments() {
    for (int reg = 1; reg <= 5; reg++) {
      registers.push(Reg.of(reg));
    }
  }

  /** What a call leaves in the argument registers matters only where nobody proved otherwise. */
  private void forgetArguments() {
    for (int reg = 1; reg <= 5 && !unit.proved(); reg++) {
      Push.number(out, 0L);
      registers.store(Reg.of(reg));
    }
  }

  /** Goes on in another program, whose R0 {@code leave} returns, or sets R0 to {@code -EINVAL}. */
  void tailCall(int index, Runnable leave) {
    meter.tell(index + 1);
    meter.begin(index + 1);
    out.visitVarInsn(ALOAD, Locals.RUN);
    registers.push(Reg.R2);
    registers.push(Reg.R3);
    out.visitMethodInsn(INVOKEVIRTUAL, RUN, "findsTail", "(JJ)Z", false);
    Label nowhere = new Label();
    out.visitJumpInsn(IFEQ, nowhere);
    out.visitVarInsn(ALOAD, Locals.RUN);
    out.visitVarInsn(ILOAD, Locals.FRAME);
    for (int reg = 0; reg < Reg.FP.number(); reg++) {
      registers.push(Reg.of(reg));
    }
    out.visitMethodInsn(INVOKEVIRTUAL, RUN, "tail", "(IJJJJJJJJJJ)J", false);
    out.visitVarInsn(LSTORE, Locals.of(Reg.R0));
    leave.run();
    out.visitLabel(nowhere);
    out.visitFrame(F_SAME, 0, null, 0, null);
    meter.readRoom();
    Push.number(out, -EINVAL);
    registers.store(Reg.R0);
  }

  /** Lets the interpreter go on at the instruction that the index says, to the function's end. */
  void interpret() {
    out.visitVarInsn(ALOAD, Locals.RUN);
    out.visitVarInsn(ILOAD, Locals.INDEX);
    out.visitVarInsn(ILOAD, Locals.BIAS);
    out.visitVarInsn(ILOAD, Locals.FRAME);
    for (int reg = 0; reg < Reg.COUNT; reg++) {
      out.visitVarInsn(LLOAD, Locals.of(Reg.of(reg)));
    }
    out.visitMethodInsn(INVOKEVIRTUAL, RUN, "interpret", "(IIIJJJJJJJJJJJ)J", false);
    out.visitVarInsn(LSTORE, Locals.of(Reg.R0));
  }

  /** Faults: there is no instruction behind {@code last}. */
  void pastTheEnd(int last) {
    meter.index(last + 1);
    out.visitJumpInsn(GOTO, watched);
  }

  /** Faults: there is no helper {@code id}. */
  void unknownHelper(int id) {
    out.visitVarInsn(ALOAD, Locals.RUN);
    Push.number(out, id);
    out.visitVarInsn(ILOAD, Locals.INDEX);
    out.visitVarInsn(ILOAD, Locals.BIAS);
    out.visitMethodInsn(INVOKEVIRTUAL, RUN, "unknownHelper", "(III)" + FAULT, false);
    out.visitInsn(ATHROW);
    out.visitLabel(new Label());
    out.visitFrame(F_SAME, 0, null, 0, null);
  }
}
