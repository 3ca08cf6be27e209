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
import org.gpol.vm.verifier.check.Environment;
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
    if (insn.op() == AluOp.MOV && insn.width() == Width.W64) {
      result = copied(insn.src(), right);
    } else if (insn.op().readsDst()) {
      result = Arithmetic.apply(insn, path.read(insn.dst()), right);
    } else {
      Scalar number = ResultCheck.number(right, insn.src().toString());
      result = Value.number(ScalarTransfer.apply(insn.op(), insn.width(), number, number));
    }
    return set(insn.dst(), result);
  }

  /** A move makes a copy, so what is learnt about one is to be known of the other. */
  private Value copied(Operand from, Value value) {
    boolean plain =
        value instanceof Value.Num number && number.id() == 0 && !number.scalar().isConstant();
    if (!plain || !(from instanceof Reg reg)) {
      return value;
    }
    Value.Num linked = new Value.Num(((Value.Num) value).scalar(), ledger.freshId());
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
    MapRef map = new MapRef(insn.index(), false);
    if (!insn.kind().hasOffset()) {
      return set(insn.dst(), Pointer.to(new Region.MapHandle(map)));
    }
    return set(insn.dst(), new Pointer(new Region.MapValue(map), insn.offset(), Scalar.ZERO, 0));
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
    if (insn.size() == MemSize.B8) {
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
    memory.atomic(path, base, insn.offset(), insn.width(), insn.base().toString());
    if (insn.op().fetches()) {
      Reg dst = insn.op() == AtomicOp.CMPXCHG ? Reg.R0 : insn.src();
      MemSize size = insn.width() == Width.W32 ? MemSize.B4 : MemSize.B8;
      path.write(dst, Value.number(Scalar.loaded(size, false)));
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
    new CallTransfer(environment, memory, ledger, environment.helper(insn.id()), path).call();
    return next();
  }

  @Override
  public Boolean visitCallLocal(Insn.CallLocal insn) {
    Value[] arguments = new Value[6];
    int wanted = liveness.before(insn.target());
    for (int reg = 1; reg <= 5; reg++) {
      // An argument that the function never looks at need not be there.
      arguments[reg] = ((wanted >>> reg) & 1) != 0 ? path.read(Reg.of(reg)) : Value.UNINIT;
      path.write(Reg.of(reg), Value.UNINIT);
    }
    path.write(Reg.R0, Value.UNINIT);
    path.state().push(insn.target(), path.index() + 1);
    path.trail().opened(path.frame());
    for (int reg = 1; reg <= 5; reg++) {
      path.state().setReg(Reg.of(reg), arguments[reg]);
    }
    path.goTo(insn.target());
    return true;
  }

  @Override
  public Boolean visitCallBtf(Insn.CallBtf insn) {
    throw new Refusal(
        SafetyCheck.UNKNOWN_HELPER, "no function of the platform has BTF id " + insn.id());
  }

  @Override
  public Boolean visitCallReg(Insn.CallReg insn) {
    throw new Refusal(SafetyCheck.CALL_TARGET, insn.function() + " holds no known function");
  }

  @Override
  public Boolean visitExit(Insn.Exit insn) {
    if (path.frame() == 0) {
      ResultCheck.returned(path.read(Reg.R0));
      return false;
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
