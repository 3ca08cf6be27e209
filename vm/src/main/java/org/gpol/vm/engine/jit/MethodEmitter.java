package org.gpol.vm.engine.jit;

import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ASTORE;
import static org.objectweb.asm.Opcodes.ATHROW;
import static org.objectweb.asm.Opcodes.F_FULL;
import static org.objectweb.asm.Opcodes.F_SAME;
import static org.objectweb.asm.Opcodes.F_SAME1;
import static org.objectweb.asm.Opcodes.GETFIELD;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.I2L;
import static org.objectweb.asm.Opcodes.IADD;
import static org.objectweb.asm.Opcodes.IF_ICMPGT;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.ISTORE;
import static org.objectweb.asm.Opcodes.ISUB;
import static org.objectweb.asm.Opcodes.LADD;
import static org.objectweb.asm.Opcodes.LSTORE;
import static org.objectweb.asm.Opcodes.PUTFIELD;
import static org.objectweb.asm.Opcodes.SWAP;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.gpol.bpf.GpolBug;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.InsnVisitor;
import org.gpol.bpf.isa.Reg;
import org.gpol.vm.engine.ExecutionContext;
import org.gpol.vm.engine.VmFault;
import org.gpol.vm.memory.AddressSpace;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * Writes a stretch of a function as one static method. How registers come in and where control goes
 * when it leaves is for the kinds of methods to say.
 */
abstract class MethodEmitter implements InsnVisitor<Void> {
  static final String RUN = Type.getInternalName(JitRun.class);

  /** The helper that does not come back. */
  private static final int TAIL_CALL = 12;

  private static final String EXCEPTION = "java/lang/RuntimeException";

  final MethodVisitor out;
  private final CompilationUnit unit;
  private final Blocks blocks;
  private final ProgramClass program;
  final Locals locals;
  private final MemoryEmitter memory;
  private final CallEmitter calls;
  private final BranchEmitter branches;
  final int start;
  final int end;
  private final List<Label> labels = new ArrayList<>();
  private final Label overBudget = new Label();

  /** Jumps that conditional branches make when they are taken, by the index of the branch. */
  private final Map<Integer, Label> takenBranches = new TreeMap<>();

  private int at;

  MethodEmitter(Target target, Locals locals, int start, int end) {
    this.out = target.out();
    this.unit = target.unit();
    this.blocks = target.blocks();
    this.program = target.program();
    this.locals = locals;
    this.start = start;
    this.end = end;
    int function = unit.code().functionAt(start).start();
    int knownFrame = function == 0 ? ExecutionContext.FRAME_BYTES : -1;
    memory = new MemoryEmitter(out, unit, program.constants(), locals, knownFrame);
    calls = new CallEmitter(out, unit, program.constants(), memory);
    branches = new BranchEmitter(out);
    for (int i = start; i < end; i++) {
      labels.add(blocks.startsAt(i) ? new Label() : null);
    }
  }

  /** Puts registers and what else there is into their variables. */
  abstract void registersIn();

  /** What follows before the first instruction. */
  abstract void beforeBody();

  /** Returns from the function: R0 is in its variable. */
  abstract void exit();

  /** Where control goes that leaves the stretch for {@code target}. */
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
    takenBranches();
    out.visitLabel(to);
    afterBody();
    overBudget();
    Label handler = new Label();
    out.visitTryCatchBlock(from, to, handler, EXCEPTION);
    faulted(handler);
    out.visitMaxs(20, locals.size());
    out.visitEnd();
  }

  private void prologue() {
    field("stackBase", "J");
    out.visitVarInsn(ILOAD, Locals.FRAME);
    out.visitInsn(I2L);
    out.visitInsn(LADD);
    out.visitVarInsn(LSTORE, Locals.of(Reg.FP));
    field("stack", "[B");
    out.visitVarInsn(ASTORE, Locals.STACK);
    field("context", "[B");
    out.visitVarInsn(ASTORE, Locals.CONTEXT);
    field("memory", Type.getDescriptor(AddressSpace.class));
    out.visitVarInsn(ASTORE, Locals.MEMORY);
  }

  final void field(String name, String type) {
    out.visitVarInsn(ALOAD, Locals.RUN);
    out.visitFieldInsn(GETFIELD, RUN, name, type);
  }

  private void body(IntConsumer written) {
    for (int block = start; block < end; block = blocks.end(block)) {
      if (blocks.reached(block)) {
        block(block, Math.min(blocks.end(block), end));
        written.accept(block);
      }
    }
  }

  private void block(int first, int last) {
    out.visitLabel(labels.get(first - start));
    out.visitFrame(F_SAME, 0, null, 0, null);
    for (at = first; at < last; at++) {
      unit.code().insn(at).accept(this);
    }
    Insn end = unit.code().insn(last - 1);
    if (end.fallsThrough() && (end.jumpTarget() < 0 || stays(last - 1, end))) {
      fallThrough(last);
    }
  }

  private void fallThrough(int next) {
    if (next >= unit.code().size() || !blocks.reached(next)) {
      // What comes next never executes, so neither does this; the JVM wants an end all the same.
      exit();
    } else if (next == end) {
      out.visitJumpInsn(GOTO, outside(next));
    }
  }

  /** True if a branch at {@code index} may not be taken. */
  private boolean stays(int index, Insn branch) {
    return unit.facts().reached(index + 1) || !unit.facts().reached(branch.jumpTarget());
  }

  /** Ends the run if the budget was used up before the instruction at {@code index}. */
  private void checkBudget(int index) {
    Push.number(out, index);
    out.visitVarInsn(ISTORE, Locals.INDEX);
    out.visitVarInsn(ILOAD, Locals.BIAS);
    Push.number(out, (int) Math.min(unit.budget(), JitEngine.MAX_BUDGET) - index);
    out.visitJumpInsn(IF_ICMPGT, overBudget);
  }

  private void overBudget() {
    out.visitLabel(overBudget);
    out.visitFrame(F_SAME, 0, null, 0, null);
    out.visitVarInsn(ALOAD, Locals.RUN);
    out.visitVarInsn(ILOAD, Locals.INDEX);
    out.visitVarInsn(ILOAD, Locals.BIAS);
    String type = "(II)" + Type.getDescriptor(VmFault.class);
    out.visitMethodInsn(INVOKEVIRTUAL, RUN, "exhausted", type, false);
    out.visitInsn(ATHROW);
  }

  private void faulted(Label handler) {
    out.visitLabel(handler);
    out.visitFrame(F_SAME1, 0, null, 1, new Object[] {EXCEPTION});
    out.visitVarInsn(ALOAD, Locals.RUN);
    out.visitInsn(SWAP);
    out.visitVarInsn(ILOAD, Locals.INDEX);
    out.visitVarInsn(ILOAD, Locals.BIAS);
    String type = "(L" + EXCEPTION + ";II)L" + EXCEPTION + ";";
    out.visitMethodInsn(INVOKEVIRTUAL, RUN, "fault", type, false);
    out.visitInsn(ATHROW);
  }

  /** Says which instruction is at fault if what follows fails. */
  private void mark() {
    Push.number(out, at);
    out.visitVarInsn(ISTORE, Locals.INDEX);
  }

  @Override
  public Void visitAlu(Insn.Alu insn) {
    KernelLibrary.of(insn.op(), insn.width())
        .emit(out, () -> Push.register(out, insn.dst()), () -> Push.operand(out, insn.src()));
    return store(insn.dst());
  }

  @Override
  public Void visitUnary(Insn.Unary insn) {
    Runnable operand = () -> Push.register(out, insn.dst());
    KernelLibrary.of(insn.op(), insn.width()).emit(out, operand, () -> {});
    return store(insn.dst());
  }

  @Override
  public Void visitLoadImm64(Insn.LoadImm64 insn) {
    Push.number(out, insn.value());
    return store(insn.dst());
  }

  @Override
  public Void visitLoadRef(Insn.LoadRef insn) {
    Push.number(out, unit.address(insn));
    return store(insn.dst());
  }

  private Void store(Reg dst) {
    out.visitVarInsn(LSTORE, Locals.of(dst));
    return null;
  }

  @Override
  public Void visitLoad(Insn.Load insn) {
    mark();
    memory.load(at, insn);
    return null;
  }

  @Override
  public Void visitStore(Insn.Store insn) {
    mark();
    memory.store(at, insn);
    return null;
  }

  @Override
  public Void visitAtomic(Insn.Atomic insn) {
    mark();
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
    addBias(from + 1 - target);
    if (target <= from && !unit.facts().terminates()) {
      checkBudget(target);
    }
    out.visitJumpInsn(GOTO, label(target));
  }

  private void addBias(int change) {
    if (change == (short) change) {
      out.visitIincInsn(Locals.BIAS, change);
    } else {
      out.visitVarInsn(ILOAD, Locals.BIAS);
      Push.number(out, change);
      out.visitInsn(IADD);
      out.visitVarInsn(ISTORE, Locals.BIAS);
    }
  }

  /** Where a branch goes that is taken: to a jump behind the body, which corrects the bias. */
  private Label taken(int target) {
    if (target == at + 1) {
      return label(target);
    }
    return takenBranches.computeIfAbsent(at, from -> new Label());
  }

  private void takenBranches() {
    takenBranches.forEach(
        (from, label) -> {
          out.visitLabel(label);
          out.visitFrame(F_SAME, 0, null, 0, null);
          jump(from, unit.code().insn(from).jumpTarget());
        });
  }

  @Override
  public Void visitBranch(Insn.Branch insn) {
    if (unit.facts().reached(insn.target())) {
      if (stays(at, insn)) {
        branches.emit(insn, taken(insn.target()));
      } else {
        jump(at, insn.target());
      }
    }
    return null;
  }

  private Label label(int target) {
    return target < start || target >= end ? outside(target) : labels.get(target - start);
  }

  /** The label of the block at {@code first}, which is one of the stretch. */
  final Label labelOf(int first) {
    return labels.get(first - start);
  }

  @Override
  public Void visitCall(Insn.Call insn) {
    if (insn.id() == TAIL_CALL) {
      throw new UnsupportedProgram("it makes tail calls");
    }
    mark();
    if (program.callsBack(insn.id())) {
      tellExecuted();
      out.visitVarInsn(ALOAD, Locals.RUN);
      out.visitVarInsn(ILOAD, Locals.FRAME);
      out.visitFieldInsn(PUTFIELD, RUN, "frame", "I");
      calls.call(at, insn.id());
      askExecuted(at + 1);
    } else {
      calls.call(at, insn.id());
    }
    return null;
  }

  @Override
  public Void visitCallLocal(Insn.CallLocal insn) {
    mark();
    tellExecuted();
    out.visitVarInsn(ALOAD, Locals.RUN);
    out.visitVarInsn(ILOAD, Locals.FRAME);
    Push.number(out, ExecutionContext.FRAME_BYTES);
    out.visitInsn(IADD);
    for (int reg = 1; reg <= 5; reg++) {
      Push.register(out, Reg.of(reg));
    }
    out.visitMethodInsn(
        INVOKESTATIC, program.name(), program.function(insn.target()), FunctionEmitter.TYPE, false);
    store(Reg.R0);
    askExecuted(at + 1);
    return null;
  }

  @Override
  public Void visitCallBtf(Insn.CallBtf insn) {
    throw new GpolBug("the loader resolves calls by BTF id");
  }

  @Override
  public Void visitCallReg(Insn.CallReg insn) {
    throw new UnsupportedProgram("it calls the function in a register");
  }

  @Override
  public Void visitExit(Insn.Exit insn) {
    checkBudget(at + 1);
    exit();
    return null;
  }

  /** Says how many instructions were executed, the present one included. */
  final void tellExecuted() {
    out.visitVarInsn(ALOAD, Locals.RUN);
    out.visitVarInsn(ILOAD, Locals.BIAS);
    Push.number(out, at + 1);
    out.visitInsn(IADD);
    out.visitFieldInsn(PUTFIELD, RUN, "executed", "I");
  }

  /** Finds out how many were executed before the one at {@code next}. */
  final void askExecuted(int next) {
    field("executed", "I");
    Push.number(out, next);
    out.visitInsn(ISUB);
    out.visitVarInsn(ISTORE, Locals.BIAS);
  }
}
