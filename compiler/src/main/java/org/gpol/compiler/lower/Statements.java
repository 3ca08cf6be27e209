package org.gpol.compiler.lower;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.gpol.bpf.GpolBug;
import org.gpol.bpf.isa.AluOp;
import org.gpol.compiler.ast.BinaryOp;
import org.gpol.compiler.checked.Local;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.checked.TypedExpr;
import org.gpol.compiler.checked.TypedStmt;
import org.gpol.compiler.ir.IrFunctionBuilder;
import org.gpol.compiler.ir.IrTerminator;
import org.gpol.compiler.ir.IrType;
import org.gpol.compiler.ir.IrValue;
import org.gpol.compiler.ir.IrValue.Constant;
import org.gpol.compiler.ir.IrValue.Register;
import org.gpol.compiler.ir.IrValue.SlotAddress;
import org.gpol.compiler.lower.Arithmetic.Comparison;
import org.gpol.compiler.lower.Arithmetic.Operation;

/** Statements of one function or handler. */
final class Statements {
  /** What leaves a function; null values for one that returns nothing. */
  interface Returning {
    /** The value to return for {@code value}, which is null where nothing is said. */
    IrValue of(IrValue value);
  }

  private record Loop(String next, String end) {}

  private final Layout layout;
  private final Frame frame;
  private final IrFunctionBuilder code;
  private final Expressions expressions;
  private final Returning returning;
  private final Deque<Loop> loops = new ArrayDeque<>();

  Statements(Layout layout, Frame frame, Returning returning) {
    this.layout = layout;
    this.frame = frame;
    this.code = frame.code;
    this.expressions = new Expressions(layout, frame, () -> code.ret(returning.of(null)));
    this.returning = returning;
  }

  /** The whole body; falling off its end returns. */
  void body(TypedStmt.Block block) {
    lower(block);
    code.at(Frame.location(block.span().last()));
    code.ret(returning.of(null));
  }

  private void lower(TypedStmt statement) {
    int mark = frame.temporaries.mark();
    frame.at(statement.span(), () -> lowerHere(statement));
    frame.temporaries.release(mark);
  }

  private void lowerHere(TypedStmt statement) {
    if (statement instanceof TypedStmt.Block block) {
      int mark = frame.locals.mark();
      block.statements().forEach(this::lower);
      frame.locals.release(mark);
    } else if (statement instanceof TypedStmt.Let let) {
      let(let.local(), let.value());
    } else if (statement instanceof TypedStmt.IfLet ifLet) {
      lowerIfLet(ifLet);
    } else if (statement instanceof TypedStmt.LetElse letElse) {
      lowerLetElse(letElse);
    } else if (statement instanceof TypedStmt.Assign assign) {
      lowerAssign(assign);
    } else if (statement instanceof TypedStmt.If branch) {
      lowerIf(branch);
    } else if (statement instanceof TypedStmt.Match match) {
      lowerMatch(match);
    } else if (statement instanceof TypedStmt.ForRange loop) {
      lowerFor(loop);
    } else if (statement instanceof TypedStmt.While loop) {
      lowerWhile(loop);
    } else if (statement instanceof TypedStmt.Break) {
      code.jump(loops.element().end);
    } else if (statement instanceof TypedStmt.Continue) {
      code.jump(loops.element().next);
    } else if (statement instanceof TypedStmt.Return ret) {
      code.ret(returning.of(ret.value() == null ? null : expressions.value(ret.value())));
    } else if (statement instanceof TypedStmt.Drop drop) {
      expressions.effect(drop.task());
    } else if (statement instanceof TypedStmt.Attempt attempt) {
      lowerAttempt(attempt);
    } else if (statement instanceof TypedStmt.Evaluate evaluate) {
      expressions.effect(evaluate.value());
    } else if (statement instanceof TypedStmt.Log log) {
      lowerLog(log);
    } else if (statement instanceof TypedStmt.Emit emit) {
      expressions.containers().emit(emit.event(), emit.value());
    } else if (statement instanceof TypedStmt.UpdateStat update) {
      IrValue value = expressions.value(update.value());
      expressions.containers().updateStat(update.stat(), update.add(), value);
    }
  }

  private void let(Local local, TypedExpr value) {
    if (Types.isTask(local.type())) {
      frame.assign(local, expressions.task(value));
    } else if (Types.inRegister(local.type())) {
      frame.assign(local, expressions.value(value));
    } else {
      expressions.into(value, new Address(frame.memory(local), 0));
    }
  }

  private void lowerIfLet(TypedStmt.IfLet statement) {
    String some = code.label("some");
    String none = code.label("none");
    String end = code.label("end");
    open(statement.local(), statement.value(), some, none);
    lower(statement.then());
    code.jump(end);
    code.start(none);
    lower(statement.orElse());
    code.jump(end);
    code.start(end);
  }

  private void lowerLetElse(TypedStmt.LetElse statement) {
    String some = code.label("some");
    String none = code.label("none");
    String rest = code.label("rest");
    open(statement.local(), statement.value(), some, none);
    code.jump(rest);
    code.start(none);
    lower(statement.orElse());
    code.jump(rest);
    code.start(rest);
  }

  /**
   * Evaluates an optional, goes to {@code none} if there is nothing, and starts the block {@code
   * some}, in which {@code local} holds the value.
   */
  private void open(Local local, TypedExpr optional, String some, String none) {
    if (optional instanceof TypedExpr.Lookup lookup) {
      Register[] pointer = new Register[1];
      frame.at(lookup.span(), () -> pointer[0] = expressions.containers().lookup(lookup));
      expressions.conditions().nonZero(pointer[0], some, none);
      code.start(some);
      frame.assign(local, pointer[0]);
    } else if (optional instanceof TypedExpr.Pop pop) {
      taken(local, expressions.containers().pop(pop.queue(), memoryOf(local)), some, none);
    } else if (optional instanceof TypedExpr.Peek peek) {
      taken(local, expressions.containers().peek(peek.queue(), memoryOf(local)), some, none);
    } else if (optional instanceof TypedExpr.ContextTaskRef ref) {
      expressions.branchOnPresence(ref.task(), some, none);
      code.start(some);
      frame.assign(local, expressions.task(ref));
    } else if (optional instanceof TypedExpr.CheckedElement element) {
      frame.assign(local, expressions.element(element, some, none));
    } else if (optional instanceof TypedExpr.ContainerRef ref) {
      frame.assign(local, expressions.lane(ref, some, none));
    } else if (optional instanceof TypedExpr.ContainerTake take) {
      Address slot = expressions.slot(take, some, none);
      if (memoryOf(local) == null) {
        loaded(local, slot);
      } else {
        expressions.memory().copy(local.type(), slot, new Address(frame.memory(local), 0));
      }
    } else {
      throw new GpolBug("cannot open " + optional.getClass().getSimpleName());
    }
  }

  /** The slot of a struct or array, which can be filled in place; null for others. */
  private SlotAddress memoryOf(Local local) {
    Type type = local.type();
    return Types.isTask(type) || Types.inRegister(type) ? null : frame.memory(local);
  }

  private void taken(Local local, Containers.Taken taken, String some, String none) {
    expressions.conditions().nonZero(taken.result(), none, some);
    code.start(some);
    loaded(local, taken.copy());
  }

  private void loaded(Local local, Address from) {
    if (Types.isTask(local.type())) {
      frame.assign(local, expressions.memory().loadTask(from));
    } else if (local.type().isNumber()) {
      frame.assign(local, expressions.memory().load(local.type(), from));
    }
  }

  private void lowerAssign(TypedStmt.Assign statement) {
    TypedExpr.Place target = statement.target();
    if (target instanceof TypedExpr.LocalRef ref && inRegisters(ref.local())) {
      assignLocal(ref.local(), statement);
      return;
    }
    Address address = expressions.address(target);
    if (target.type().isNumber()) {
      IrValue value = expressions.value(statement.value());
      if (statement.op() != null) {
        IrValue old = expressions.memory().load(target.type(), address);
        value = combine(statement.op(), old, value);
      }
      expressions.memory().store(address, value);
    } else {
      // The new value may read the old one, so it is complete before anything is stored.
      Type type = target.type();
      SlotAddress copy = frame.slot("copy", type);
      expressions.into(statement.value(), new Address(copy, 0));
      expressions.memory().copy(type, new Address(copy, 0), address);
    }
  }

  private static boolean inRegisters(Local local) {
    return Types.isTask(local.type()) || Types.inRegister(local.type());
  }

  private void assignLocal(Local local, TypedStmt.Assign statement) {
    if (Types.isTask(local.type())) {
      frame.assign(local, expressions.task(statement.value()));
      return;
    }
    IrValue value = expressions.value(statement.value());
    if (statement.op() != null) {
      value = combine(statement.op(), frame.register(local), value);
    }
    frame.assign(local, value);
  }

  private IrValue combine(BinaryOp op, IrValue left, IrValue right) {
    return frame.arithmetic.binary(Expressions.operation(op), left.type(), left, right);
  }

  private void lowerIf(TypedStmt.If statement) {
    String then = code.label("then");
    String otherwise = code.label("else");
    String end = code.label("end");
    expressions.conditions().branch(statement.condition(), then, otherwise);
    code.start(then);
    lower(statement.then());
    code.jump(end);
    code.start(otherwise);
    lower(statement.orElse());
    code.jump(end);
    code.start(end);
  }

  private void lowerMatch(TypedStmt.Match statement) {
    IrValue value = expressions.value(statement.value());
    List<IrTerminator.Switch.Case> cases = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (TypedStmt.Arm arm : statement.arms()) {
      String label = code.label("arm");
      labels.add(label);
      for (long constant : arm.constants()) {
        cases.add(new IrTerminator.Switch.Case(value.type().canonical(constant), label));
      }
    }
    String end = code.label("end");
    String otherwise = statement.orElse() == null ? end : code.label("otherwise");
    code.end(new IrTerminator.Switch(value, cases, otherwise, code.location()));
    for (int i = 0; i < labels.size(); i++) {
      code.start(labels.get(i));
      lower(statement.arms().get(i).body());
      code.jump(end);
    }
    if (statement.orElse() != null) {
      code.start(otherwise);
      lower(statement.orElse());
      code.jump(end);
    }
    code.start(end);
  }

  private void lowerFor(TypedStmt.ForRange statement) {
    Register counter = frame.register(statement.local());
    IrType type = counter.type();
    code.move(counter, expressions.value(statement.from()));
    IrValue to = fixed(expressions.value(statement.to()));
    boolean bounded = staysInLimit(statement);
    IrValue last = bounded ? null : limitOf(statement, type);
    Register rounds = bounded || last != null ? null : startCount();
    String head = code.label("for");
    String body = code.label("body");
    String next = code.label("next");
    String end = code.label("end");
    code.jump(head);
    code.start(head);
    if (rounds != null) {
      count(rounds, statement.limit(), end);
    } else if (last != null) {
      String below = code.label("below");
      frame.arithmetic.branch(Comparison.LT, counter, last, below, end);
      code.start(below);
    }
    frame.arithmetic.branch(Comparison.LT, counter, to, body, end);
    code.start(body);
    loop(statement.body(), next, end);
    code.start(next);
    // It is below a bound of its own type, so one more fits.
    code.move(counter, code.binary(AluOp.ADD, type, counter, new Constant(1, type)));
    code.jump(head);
    code.start(end);
  }

  /** True if the bounds are constants and no further apart than the limit. */
  private static boolean staysInLimit(TypedStmt.ForRange statement) {
    return statement.from() instanceof TypedExpr.Literal from
        && statement.to() instanceof TypedExpr.Literal to
        && Long.compareUnsigned(to.value() - from.value(), statement.limit()) <= 0;
  }

  /** The limit as a bound of the counter itself; null if it needs a count of its own. */
  private static Constant limitOf(TypedStmt.ForRange statement, IrType type) {
    if (statement.from() instanceof TypedExpr.Literal from && from.value() >= 0) {
      long bound = from.value() + statement.limit();
      Constant constant = Constant.of(bound, type);
      if (type.number(constant.value()) == bound && bound >= from.value()) {
        return constant;
      }
    }
    return null;
  }

  /** {@code value} in a register that the loop's body cannot change. */
  private IrValue fixed(IrValue value) {
    if (value instanceof Constant) {
      return value;
    }
    Register copy = code.register(value.type());
    code.move(copy, value);
    return copy;
  }

  private void lowerWhile(TypedStmt.While statement) {
    Register rounds = startCount();
    String head = code.label("while");
    String body = code.label("body");
    String end = code.label("end");
    code.jump(head);
    code.start(head);
    count(rounds, statement.limit(), end);
    expressions.conditions().branch(statement.condition(), body, end);
    code.start(body);
    loop(statement.body(), head, end);
    code.start(end);
  }

  private void loop(TypedStmt.Block body, String next, String end) {
    loops.push(new Loop(next, end));
    lower(body);
    loops.pop();
    code.jump(next);
  }

  private Register startCount() {
    Register rounds = code.register(IrType.U64);
    code.move(rounds, new Constant(0, IrType.U64));
    return rounds;
  }

  /** Leaves for {@code end} after {@code limit} rounds, so that a verifier sees the loop end. */
  private void count(Register rounds, long limit, String end) {
    String more = code.label("more");
    Constant bound = new Constant(limit, IrType.U64);
    frame.arithmetic.branch(Comparison.LT, rounds, bound, more, end);
    code.start(more);
    Constant one = new Constant(1, IrType.U64);
    code.move(rounds, frame.arithmetic.binary(Operation.ADD, IrType.U64, rounds, one));
  }

  private void lowerAttempt(TypedStmt.Attempt statement) {
    String failed = code.label("failed");
    String end = code.label("end");
    boolean raw = Expressions.givesRawErrno(statement.call());
    IrValue[] result = new IrValue[1];
    frame.at(
        statement.call().span(),
        () ->
            result[0] =
                raw ? expressions.raw(statement.call()) : expressions.value(statement.call()));
    expressions.conditions().nonZero(result[0], failed, end);
    code.start(failed);
    if (statement.error() != null) {
      frame.assign(statement.error(), raw ? expressions.errno(result[0]) : result[0]);
    }
    lower(statement.orElse());
    code.jump(end);
    code.start(end);
  }

  private void lowerLog(TypedStmt.Log statement) {
    Symbol.Helper helper = statement.helper();
    int bytes = statement.format().getBytes(StandardCharsets.UTF_8).length + 1;
    List<IrValue> args = new ArrayList<>();
    statement.arguments().forEach(argument -> args.add(expressions.value(argument)));
    args.add(0, layout.data().string(statement.format()));
    args.add(1, new Constant(bytes, IrType.U32));
    code.helper(null, helper.number(), helper.name(), args);
  }
}
