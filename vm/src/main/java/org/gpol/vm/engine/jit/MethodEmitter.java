package org.gpol.vm.engine.jit;

import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ATHROW;
import static org.objectweb.asm.Opcodes.F_FULL;
import static org.objectweb.asm.Opcodes.F_SAME;
import static org.objectweb.asm.Opcodes.F_SAME1;
import static org.objectweb.asm.Opcodes.GETFIELD;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.I2L;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.LADD;
import static org.objectweb.asm.Opcodes.LSTORE;
import static org.objectweb.asm.Opcodes.SWAP;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.gpol.bpf.GpolBug;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.InsnVisitor;
import org.gpol.bpf.isa.Reg;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * Writes some blocks of a function as one method. How registers come in and where control goes when
 * it leaves is for the kinds of methods to say.
 */
abstract class MethodEmitter implements InsnVisitor<Void> {
  static final String RUN = Type.getInternalName(JitRun.class);

  private static final String EXCEPTION = "java/lang/RuntimeException";

  final MethodVisitor out;
  final Locals locals;
  final Meter meter;
  private final Registers registers;
  private final CompilationUnit unit;
  private final Blocks blocks;
  private final List<Integer> order;
  private final MemoryEmitter memory;
  private final CallEmitter calls;
  private final TransferEmitter transfers;
  private final ArithmeticEmitter arithmetic;
  private final BranchEmitter branches;
  private final Map<Integer, Label> labels = new TreeMap<>();

  /** Where a run goes on in the interpreter, from the instruction that the index says. */
  final Label watched = new Label();

  /** The same as {@link #watched}, where registers have to be widened first, by the index. */
  private final Map<Integer, Label> widened = new TreeMap<>();

  private int at;

  /**
   * For a part of a function.
   *
   * @param function its first instruction
   * @param order the blocks to write
   */
  MethodEmitter(
      Target target, Locals locals, NarrowWebs narrow, int function, List<Integer> order) {
    this.out = target.out();
    this.unit = target.unit();
    this.blocks = target.blocks();
    this.locals = locals;
    this.order = order;
    boolean entry = function == 0 && unit.beginsOnlyAsMain();
    meter = new Meter(out, unit);
    registers = new Registers(target, locals, narrow);
    memory = new MemoryEmitter(target, locals, registers, order, entry);
    calls = new CallEmitter(target, registers, memory);
    transfers = new TransferEmitter(target, registers, meter, watched);
    arithmetic = new ArithmeticEmitter(out, registers);
    branches = new BranchEmitter(target, registers);
    order.forEach(block -> labels.put(block, new Label()));
  }

  /** Puts registers and what else there is into their variables. */
  abstract void registersIn();

  /** What follows before the first instruction. */
  abstract void beforeBody();

  /** Returns from the function: R0 is in its variable, and the run knows what was executed. */
  abstract void leave();

  /** Where control goes that leaves the blocks for {@code target}. */
  abstract Label outside(int target);

  /** What follows behind the last instruction; whatever {@link #outside} promised is there. */
  abstract void afterBody();

  final void emit() {
    emit(block -> {});
  }

  /** Writes the method, telling {@code written} the start of each block once it is there. */
  final void emit(IntConsumer written) {
    Label from = new Label();
    Label to = new Label();
    out.visitCode();
    registersIn();
    prologue();
    out.visitLabel(from);
    out.visitFrame(F_FULL, locals.types().length, locals.types(), 0, new Object[0]);
    beforeBody();
    body(written);
    out.visitLabel(to);
    afterBody();
    widen();
    interpretTheRest();
    Label handler = new Label();
    out.visitTryCatchBlock(from, to, handler, EXCEPTION);
    faulted(handler);
    out.visitMaxs(30, locals.size());
    out.visitEnd();
  }

  private void prologue() {
    memory.begin();
    resetFramePointer();
    meter.readRoom();
  }

  private void resetFramePointer() {
    field("stackBase", "J");
    out.visitVarInsn(ILOAD, Locals.FRAME);
    out.visitInsn(I2L);
    out.visitInsn(LADD);
    out.visitVarInsn(LSTORE, Locals.of(Reg.FP));
  }

  final void field(String name, String type) {
    out.visitVarInsn(ALOAD, Locals.RUN);
    out.visitFieldInsn(GETFIELD, RUN, name, type);
  }

  private void body(IntConsumer written) {
    for (int i = 0; i < order.size(); i++) {
      int next = i + 1 < order.size() ? order.get(i + 1) : -1;
      block(order.get(i), next);
      written.accept(order.get(i));
    }
  }

  private void block(int first, int written) {
    int last = blocks.end(first) - 1;
    out.visitLabel(labels.get(first));
    out.visitFrame(F_SAME, 0, null, 0, null);
    for (at = first; at <= last; at++) {
      registers.at(at);
      unit.code().insn(at).accept(this);
    }
    Insn end = unit.code().insn(last);
    if (end.fallsThrough() && (end.jumpTarget() < 0 || stays(last, end))) {
      fallThrough(last, written);
    }
  }

  /** Goes on behind {@code last}; the block that is written next begins at {@code written}. */
  private void fallThrough(int last, int written) {
    if (last + 1 >= unit.code().size()) {
      transfers.pastTheEnd(last);
    } else if (!blocks.goesOn(last)) {
      // What comes next never executes, so neither does this; the JVM wants an end all the same.
      exit(last);
    } else if (last + 1 != written) {
      out.visitJumpInsn(GOTO, label(last + 1));
    }
  }

  /** True if a branch at {@code index} may not be taken. */
  private boolean stays(int index, Insn branch) {
    return index + 1 >= unit.code().size()
        || blocks.goesOn(index)
        || !unit.facts().reached(branch.jumpTarget());
  }

  /** Tells the machine that maps have changed, if they have. */
  final void countChanges() {
    memory.countChanges();
  }

  private void exit(int index) {
    registers.widen(index, Reg.R0);
    meter.tell(index + 1);
    memory.countChanges();
    leave();
  }

  /** Where a run goes on in the interpreter before the instruction at {@code index}. */
  private Label watched(int index) {
    return registers.anyNarrow(index) ? widened.computeIfAbsent(index, i -> new Label()) : watched;
  }

  private void widen() {
    widened.forEach(
        (index, label) -> {
          out.visitLabel(label);
          out.visitFrame(F_SAME, 0, null, 0, null);
          registers.widen(index);
          out.visitJumpInsn(GOTO, watched);
        });
  }

  private void interpretTheRest() {
    out.visitLabel(watched);
    out.visitFrame(F_SAME, 0, null, 0, null);
    memory.writeCells();
    memory.countChanges();
    transfers.interpret();
    leave();
  }

  private void faulted(Label handler) {
    out.visitLabel(handler);
    out.visitFrame(F_SAME1, 0, null, 1, new Object[] {EXCEPTION});
    memory.countChanges(EXCEPTION);
    out.visitVarInsn(ALOAD, Locals.RUN);
    out.visitInsn(SWAP);
    out.visitVarInsn(ILOAD, Locals.INDEX);
    out.visitVarInsn(ILOAD, Locals.BIAS);
    String type = "(L" + EXCEPTION + ";II)L" + EXCEPTION + ";";
    out.visitMethodInsn(INVOKEVIRTUAL, RUN, "fault", type, false);
    out.visitInsn(ATHROW);
  }

  @Override
  public Void visitAlu(Insn.Alu insn) {
    arithmetic.emit(insn);
    return null;
  }

  @Override
  public Void visitUnary(Insn.Unary insn) {
    arithmetic.emit(insn);
    return null;
  }

  @Override
  public Void visitLoadImm64(Insn.LoadImm64 insn) {
    Push.number(out, insn.value());
    registers.store(insn.dst());
    return null;
  }

  @Override
  public Void visitLoadRef(Insn.LoadRef insn) {
    Push.number(out, unit.linkage().address(insn));
    registers.store(insn.dst());
    return null;
  }

  @Override
  public Void visitLoad(Insn.Load insn) {
    meter.index(at);
    memory.load(at, insn);
    return null;
  }

  @Override
  public Void visitStore(Insn.Store insn) {
    meter.index(at);
    memory.store(at, insn);
    return null;
  }

  @Override
  public Void visitAtomic(Insn.Atomic insn) {
    meter.index(at);
    memory.atomic(insn);
    return null;
  }

  @Override
  public Void visitJump(Insn.Jump insn) {
    jump(at, insn.target());
    return null;
  }

  /** Goes from {@code from} to {@code target}, so that the bias still tells what was executed. */
  private void jump(int from, int target) {
    meter.jump(from, target);
    if (target <= from) {
      meter.lookBeforeLoop(target, watched(target));
    }
    out.visitJumpInsn(GOTO, label(target));
  }

  @Override
  public Void visitBranch(Insn.Branch insn) {
    if (unit.facts().reached(insn.target())) {
      if (stays(at, insn)) {
        branch(insn);
      } else {
        jump(at, insn.target());
      }
    }
    return null;
  }

  /** Jumps past the way to the target rather than to it, since the bias changes on that way. */
  private void branch(Insn.Branch insn) {
    if (insn.target() == at + 1) {
      return;
    }
    Label stay = new Label();
    branches.unless(at, insn, stay);
    jump(at, insn.target());
    out.visitLabel(stay);
    out.visitFrame(F_SAME, 0, null, 0, null);
  }

  private Label label(int target) {
    Label here = labels.get(target);
    return here == null ? outside(target) : here;
  }

  /** The label of the block at {@code first}, which is one of those to write. */
  final Label labelOf(int first) {
    return labels.get(first);
  }

  @Override
  public Void visitCall(Insn.Call insn) {
    meter.index(at);
    switch (transfers.kind(insn.id())) {
      case PLAIN -> calls.call(at, insn.id());
      case CALLS_BACK -> {
        transfers.beforeCallback(at);
        calls.call(at, insn.id());
        returned();
      }
      case UNKNOWN -> transfers.unknownHelper(insn.id());
      case TAIL -> {
        memory.countChanges();
        transfers.tailCall(at, this::leave);
      }
    }
    return null;
  }

  @Override
  public Void visitCallLocal(Insn.CallLocal insn) {
    meter.index(at);
    transfers.callLocal(at, insn.target());
    forgetFramePointer();
    returned();
    return null;
  }

  @Override
  public Void visitCallBtf(Insn.CallBtf insn) {
    throw new GpolBug("the loader resolves calls by BTF id");
  }

  @Override
  public Void visitCallReg(Insn.CallReg insn) {
    meter.index(at);
    transfers.callAddress(at, insn.function());
    forgetFramePointer();
    returned();
    return null;
  }

  /** Goes on after a call that may have executed instructions of the program. */
  private void returned() {
    meter.index(at + 1);
    meter.look(watched(at + 1));
    meter.readRoom();
  }

  /** A call of a function comes back with R10 as it was at first; programs proved keep it so. */
  private void forgetFramePointer() {
    if (!unit.proved()) {
      resetFramePointer();
    }
  }

  @Override
  public Void visitExit(Insn.Exit insn) {
    exit(at);
    return null;
  }
}
