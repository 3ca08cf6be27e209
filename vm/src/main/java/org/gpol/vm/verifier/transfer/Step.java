package org.gpol.vm.verifier.transfer;

import java.util.Deque;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.AtomicOp;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.InsnVisitor;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;
import org.gpol.bpf.platform.CallbackKind;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.vm.verifier.check.CallGraph;
import org.gpol.vm.verifier.check.CallbackCheck;
import org.gpol.vm.verifier.check.Environment;
import org.gpol.vm.verifier.check.HoldingCheck;
import org.gpol.vm.verifier.check.Refusal;
import org.gpol.vm.verifier.check.ResultCheck;
import org.gpol.vm.verifier.check.SafetyCheck;
import org.gpol.vm.verifier.domain.MapRef;
import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Region;
import org.gpol.vm.verifier.domain.Scalar;
import org.gpol.vm.verifier.domain.Value;

/**
 * Takes a path over one instruction. A visit tells whether the path goes on; a branch that may go
 * both ways leaves the second path with the pending ones.
 */
public final class Step implements InsnVisitor<Boolean> {
  private final Code code;
  private final Environment environment;
  private final Ledger ledger;
  private final Liveness liveness;
  private final Deque<Path> pending;
  private final MemoryTransfer memory;
  private final CallbackTransfer callbacks;
  private final HoldingCheck holding;
  private Path path;

  /** Steps through {@code code}, putting second ways on top of {@code pending}. */
  public Step(
      Code code, Environment environment, Ledger ledger, Liveness liveness, Deque<Path> pending) {
    this.code = code;
    this.environment = environment;
    this.ledger = ledger;
    this.liveness = liveness;
    this.pending = pending;
    memory = new MemoryTransfer(environment, ledger);
    callbacks = new CallbackTransfer(environment, ledger, pending);
    holding = new HoldingCheck(code);
  }

  /** Executes the next instruction of {@code path}; false if the path ends with it. */
  public boolean take(Path path) {
    this.path = path;
    return code.insn(path.index()).accept(this);
  }

  @Override
  public Boolean visitAlu(Insn.Alu insn) {
    Value right = operand(insn.src());
    Value result;
    if (insn.op() == AluOp.MOV && (insn.width() == Width.W64 || isLow(right))) {
      result = copied(insn.src(), right);
    } else if (cancels(insn) && right instanceof Value.Num) {
      result = Value.constant(0);
    } else if (insn.op().readsDst()) {
      result = Arithmetic.apply(insn, path.read(insn.dst()), right);
    } else {
      ResultCheck.number(right, insn.src().toString());
      Scalar number = Arithmetic.operand((Value.Num) right, insn.width());
      result = Value.number(ScalarTransfer.apply(insn.op(), insn.width(), number, number));
    }
    return set(insn.dst(), result);
  }

  /** True for what is 0 whatever the register holds. */
  private static boolean cancels(Insn.Alu insn) {
    boolean itself = insn.dst().equals(insn.src());
    return itself && (insn.op() == AluOp.XOR || insn.op() == AluOp.SUB);
  }

  /** True for a number that a 32-bit move leaves as it is. */
  private static boolean isLow(Value value) {
    return value instanceof Value.Num number && number.scalar().fitsUnsigned32();
  }

  /** A move makes a copy, so what is learnt about one is to be known of the other. */
  private Value copied(Operand from, Value value) {
    boolean plain =
        value instanceof Value.Num number && number.id() == 0 && !number.scalar().isConstant();
    if (!plain || !(from instanceof Reg reg)) {
      return value;
    }
    Value.Num linked = ((Value.Num) value).withId(ledger.freshId());
    path.state().setReg(reg, linked);
    return linked;
  }

  @Override
  public Boolean visitUnary(Insn.Unary insn) {
    Scalar number = ResultCheck.number(path.read(insn.dst()), insn.dst().toString());
    return set(insn.dst(), Value.number(ScalarTransfer.apply(insn.op(), insn.width(), number)));
  }

  @Override
  public Boolean visitLoadImm64(Insn.LoadImm64 insn) {
    return set(insn.dst(), Value.constant(insn.value()));
  }

  @Override
  public Boolean visitLoadRef(Insn.LoadRef insn) {
    return set(insn.dst(), reference(insn));
  }

  private Pointer reference(Insn.LoadRef insn) {
    MapRef map = new MapRef(insn.index(), false);
    return switch (insn.kind()) {
      case MAP, MAP_BY_INDEX -> Pointer.to(new Region.MapHandle(map));
      case MAP_VALUE, MAP_VALUE_BY_INDEX ->
          new Pointer(new Region.MapValue(map, 0), insn.offset(), Scalar.ZERO, 0);
      case CODE -> Pointer.to(new Region.Function(insn.index()));
      case VARIABLE ->
          Pointer.to(
              environment.variable(insn.index()).perCpu()
                  ? new Region.PercpuVariable(insn.index())
                  : new Region.Variable(insn.index()));
    };
  }

  @Override
  public Boolean visitLoad(Insn.Load insn) {
    Value base = path.read(insn.base());
    String what = insn.base().toString();
    return set(
        insn.dst(), memory.load(path, base, insn.offset(), insn.size(), insn.signed(), what));
  }

  @Override
  public Boolean visitStore(Insn.Store insn) {
    Value base = path.read(insn.base());
    Value value = operand(insn.value());
    if (insn.size() == MemSize.B8 || (insn.size() == MemSize.B4 && isLow(value))) {
      value = copied(insn.value(), value);
    }
    String[] what = {insn.base().toString(), insn.value().toString()};
    memory.store(path, base, insn.offset(), insn.size(), value, what);
    return next();
  }

  @Override
  public Boolean visitAtomic(Insn.Atomic insn) {
    Value base = path.read(insn.base());
    ResultCheck.number(path.read(insn.src()), insn.src().toString());
    if (insn.op() == AtomicOp.CMPXCHG) {
      ResultCheck.number(path.read(Reg.R0), "r0");
    }
    Scalar old = memory.atomic(path, base, insn.offset(), insn.width(), insn.base().toString());
    if (insn.op().fetches()) {
      path.write(insn.op() == AtomicOp.CMPXCHG ? Reg.R0 : insn.src(), Value.number(old));
    }
    return next();
  }

  @Override
  public Boolean visitJump(Insn.Jump insn) {
    path.goTo(insn.target());
    return true;
  }

  @Override
  public Boolean visitBranch(Insn.Branch insn) {
    BranchTransfer branch = new BranchTransfer(insn, path.read(insn.left()), operand(insn.right()));
    boolean jumps = branch.possible(true);
    boolean stays = branch.possible(false);
    if (jumps && stays) {
      Path other = path.fork(insn.target());
      branch.refine(other.state(), true);
      pending.push(other);
    }
    branch.refine(path.state(), !stays);
    path.goTo(stays ? path.index() + 1 : insn.target());
    return true;
  }

  @Override
  public Boolean visitCall(Insn.Call insn) {
    HelperSignature helper = environment.helper(insn.id());
    if (helper == null) {
      // Only here: objects leave such calls where an older or newer kernel's program would go on.
      throw new Refusal(
          SafetyCheck.UNKNOWN_HELPER,
          "programs of type " + environment.type().name() + " have no helper " + insn.id());
    }
    holding.helper(helper, path.state().lock());
    CallArguments arguments = new CallArguments(environment, memory, helper, path);
    arguments.check();
    if (insn.id() == CallGraph.TAIL_CALL) {
      tailCall();
    }
    boolean callsBack = helper.callback() != CallbackKind.NONE;
    boolean now = callsBack && helper.callback() != CallbackKind.TIMER;
    boolean again = now && callbacks.hasRounds(path, helper.callback());
    if (callsBack && !now) {
      callbacks.later(helper.callback(), arguments);
    }
    // The function called back is looked at first: what it changes covers that it was not called.
    Path over = again ? path.fork(path.index()) : path;
    new CallTransfer(environment, memory, ledger, helper, arguments, over).call();
    over.state().current().setRounds(0);
    over.goTo(over.index() + 1);
    if (again) {
      pending.push(over);
      callbacks.enter(path, helper.callback(), arguments);
    }
    return true;
  }

  /** If it succeeds the function ends here, with the result of who knows what program. */
  private void tailCall() {
    holding.nothingHeld(path.state(), "the program may end with this tail call");
    CallbackCheck.tailCall(path.state());
    if (path.frame() > 0) {
      Path success = path.fork(path.index());
      success.goTo(success.state().pop());
      success.write(Reg.R0, Value.number(Scalar.UNKNOWN));
      pending.push(success);
    }
  }

  @Override
  public Boolean visitCallLocal(Insn.CallLocal insn) {
    return call(insn.target());
  }

  private boolean call(int function) {
    CallGraph.room(path.state().depth());
    Value[] arguments = new Value[6];
    int wanted = liveness.before(function);
    for (int reg = 1; reg <= 5; reg++) {
      // An argument that the function never looks at need not be there.
      arguments[reg] = ((wanted >>> reg) & 1) != 0 ? path.read(Reg.of(reg)) : Value.UNINIT;
      path.write(Reg.of(reg), Value.UNINIT);
    }
    path.write(Reg.R0, Value.UNINIT);
    path.state().push(function, path.index() + 1);
    path.trail().opened(path.frame());
    for (int reg = 1; reg <= 5; reg++) {
      path.state().setReg(Reg.of(reg), arguments[reg]);
    }
    path.goTo(function);
    return true;
  }

  @Override
  public Boolean visitCallBtf(Insn.CallBtf insn) {
    throw new Refusal(
        SafetyCheck.UNKNOWN_HELPER, "no function of the platform has BTF id " + insn.id());
  }

  @Override
  public Boolean visitCallReg(Insn.CallReg insn) {
    Value value = path.read(insn.function());
    if (!(value instanceof Pointer pointer)
        || !(pointer.region() instanceof Region.Function function)) {
      throw new Refusal(
          SafetyCheck.CALL_TARGET,
          insn.function()
              + " holds no known function here; on every way to this call it has to hold"
              + " the address of one function of the program");
    }
    ledger.calls(path.state().current().function(), function.start(), path.index());
    return call(function.start());
  }

  @Override
  public Boolean visitExit(Insn.Exit insn) {
    CallbackKind callback = path.state().current().callback();
    if (path.frame() == 0) {
      holding.nothingHeld(path.state(), "the program ends");
      if (callback == CallbackKind.NONE) {
        ResultCheck.returned(path.read(Reg.R0));
      } else {
        CallbackCheck.returned(callback, path.read(Reg.R0));
      }
      return false;
    }
    if (callback != CallbackKind.NONE) {
      callbacks.leave(path, holding);
      return true;
    }
    // A function without a result leaves R0 empty, which matters only to a caller who reads it.
    path.trail().readRegs(path.frame(), 1);
    Value result = path.state().reg(Reg.R0);
    if (result instanceof Pointer pointer
        && pointer.region() instanceof Region.Stack stack
        && stack.frame() == path.frame()) {
      throw new Refusal(
          SafetyCheck.POINTER_LEAK, "r0 points into the stack of the function that returns it");
    }
    path.goTo(path.state().pop());
    path.write(Reg.R0, result);
    return true;
  }

  private Value operand(Operand operand) {
    return operand instanceof Reg reg ? path.read(reg) : Value.constant(((Imm) operand).value());
  }

  private boolean set(Reg dst, Value value) {
    path.write(dst, value);
    return next();
  }

  private boolean next() {
    path.goTo(path.index() + 1);
    return true;
  }
}
