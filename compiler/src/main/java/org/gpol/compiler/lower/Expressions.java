package org.gpol.compiler.lower;

import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.GpolBug;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Width;
import org.gpol.compiler.ast.BinaryOp;
import org.gpol.compiler.checked.ReferenceType;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.SpecialType;
import org.gpol.compiler.checked.StructType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.checked.TypedExpr;
import org.gpol.compiler.ir.IrFunctionBuilder;
import org.gpol.compiler.ir.IrType;
import org.gpol.compiler.ir.IrValue;
import org.gpol.compiler.ir.IrValue.Constant;
import org.gpol.compiler.ir.IrValue.Register;
import org.gpol.compiler.ir.IrValue.SlotAddress;
import org.gpol.compiler.lower.Arithmetic.Comparison;
import org.gpol.compiler.lower.Arithmetic.Operation;

/**
 * Expressions. What fits a register is a {@link #value}, a runnable a {@link #task}, a struct or an
 * array is known by its {@link #address}.
 */
final class Expressions {
  private final Layout layout;
  private final Frame frame;
  private final IrFunctionBuilder code;
  private final Memory memory;
  private final Conditions conditions;
  private final Containers containers;
  private final Runnable giveUp;

  /**
   * Lowers to {@code frame}.
   *
   * @param giveUp ends the block by leaving the function, where a null cannot happen
   */
  Expressions(Layout layout, Frame frame, Runnable giveUp) {
    this.layout = layout;
    this.frame = frame;
    this.code = frame.code;
    this.memory = new Memory(frame);
    this.conditions = new Conditions(frame, this);
    this.containers = new Containers(layout, frame, this, memory);
    this.giveUp = giveUp;
  }

  Memory memory() {
    return memory;
  }

  Conditions conditions() {
    return conditions;
  }

  Containers containers() {
    return containers;
  }

  /** A number, a reference or a queue handle. */
  IrValue value(TypedExpr expr) {
    IrValue[] result = new IrValue[1];
    frame.at(expr.span(), () -> result[0] = valueHere(expr));
    return result[0];
  }

  private IrValue valueHere(TypedExpr expr) {
    if (Conditions.isCondition(expr)) {
      return conditions.materialise(expr);
    }
    if (expr instanceof TypedExpr.Literal literal) {
      return Constant.of(literal.value(), Types.of(literal.type()));
    }
    if (expr instanceof TypedExpr.LocalRef ref) {
      return frame.register(ref.local());
    }
    if (expr instanceof TypedExpr.Unary unary) {
      return unary(unary);
    }
    if (expr instanceof TypedExpr.Binary binary) {
      IrValue left = value(binary.left());
      IrValue right = value(binary.right());
      return frame.arithmetic.binary(operation(binary.op()), Types.of(binary.type()), left, right);
    }
    if (expr instanceof TypedExpr.Cast cast) {
      return frame.arithmetic.cast(value(cast.operand()), Types.of(cast.type()));
    }
    if (expr instanceof TypedExpr.TaskGtid gtid) {
      return task(gtid.task()).gtid();
    }
    if (expr instanceof TypedExpr.TaskBarrier barrier) {
      return task(barrier.task()).barrier();
    }
    if (expr instanceof TypedExpr.Lookup lookup) {
      return present(containers.lookup(lookup));
    }
    if (expr instanceof TypedExpr.QueueRef queue) {
      return containers.reference(queue.map());
    }
    if (expr instanceof TypedExpr.Call call) {
      return call(call.function(), call.arguments());
    }
    if (expr instanceof TypedExpr.ContainerRef ref) {
      return value(ref.lane());
    }
    if (expr instanceof TypedExpr.Borrow borrow) {
      return containers.pointer(address(borrow.place()));
    }
    if (expr instanceof TypedExpr.ContainerPush push) {
      return call(push.function(), push.arguments());
    }
    if (expr instanceof TypedExpr.HelperCall || isFallible(expr)) {
      return helperValue(expr);
    }
    return memory.load(expr.type(), address(expr));
  }

  private IrValue unary(TypedExpr.Unary unary) {
    IrValue operand = value(unary.operand());
    return switch (unary.op()) {
      case NEGATE -> frame.arithmetic.negate(operand);
      case NOT -> frame.arithmetic.invert(operand);
    };
  }

  /** The pointer of a lookup that cannot fail, once a verifier has been told so. */
  private IrValue present(Register pointer) {
    String missing = code.label("impossible");
    String there = code.label("there");
    conditions.nonZero(pointer, there, missing);
    code.start(missing);
    giveUp.run();
    code.start(there);
    return pointer;
  }

  /** A task in hand. */
  Task task(TypedExpr expr) {
    if (expr instanceof TypedExpr.LocalRef ref) {
      return frame.task(ref.local());
    }
    if (expr instanceof TypedExpr.ContextTaskRef ref) {
      Symbol.ContextTask task = ref.task();
      return new Task(contextField(task.gtid()), contextField(task.barrier()));
    }
    return memory.loadTask(address(expr));
  }

  /** A field of the context. */
  IrValue contextField(Symbol.ContextField field) {
    return frame.arithmetic.load(Types.of(field.type()), frame.context, field.offset());
  }

  /** Where a value in memory lies. */
  Address address(TypedExpr expr) {
    if (expr instanceof TypedExpr.LocalRef ref) {
      return isReference(ref) ? pointed(ref) : new Address(frame.memory(ref.local()), 0);
    }
    if (expr instanceof TypedExpr.GlobalRef ref) {
      return new Address(layout.data().address(ref.global()), 0);
    }
    if (expr instanceof TypedExpr.ParamRef ref) {
      return new Address(layout.data().address(ref.param()), 0);
    }
    if (expr instanceof TypedExpr.ExternRef ref) {
      return new Address(layout.data().address(ref.variable()), 0);
    }
    if (expr instanceof TypedExpr.ExternElement element) {
      return element(element);
    }
    if (expr instanceof TypedExpr.ContextRef ref) {
      return new Address(frame.context, ref.field().offset());
    }
    if (expr instanceof TypedExpr.FieldRef ref) {
      return address(ref.base()).plus(ref.field().offset());
    }
    if (expr instanceof TypedExpr.ElementRef ref) {
      return element(ref);
    }
    if (expr instanceof TypedExpr.Deref ref) {
      return pointed(ref.reference());
    }
    if (expr instanceof TypedExpr.StructValue struct) {
      SlotAddress slot = frame.slot(struct.type().name(), struct.type());
      build(struct, new Address(slot, 0));
      return new Address(slot, 0);
    }
    if (expr instanceof TypedExpr.Zero || expr instanceof TypedExpr.ArrayValue) {
      SlotAddress slot = frame.slot("array", expr.type());
      into(expr, new Address(slot, 0));
      return new Address(slot, 0);
    }
    if (isReference(expr)) {
      return pointed(expr);
    }
    throw new GpolBug(expr.getClass().getSimpleName() + " has no address");
  }

  private static boolean isReference(TypedExpr expr) {
    return expr.type() instanceof ReferenceType;
  }

  private Address pointed(TypedExpr reference) {
    return new Address(value(reference), 0);
  }

  private Address element(TypedExpr.ElementRef ref) {
    Address base = address(ref.base());
    int size = ref.type().size();
    if (ref.index() instanceof TypedExpr.Literal literal) {
      return base.plus((int) literal.value() * size);
    }
    return indexed(base, frame.arithmetic.cast(value(ref.index()), IrType.U64), size);
  }

  /** Element {@code index}, which is in range, of an array that begins at {@code base}. */
  private Address indexed(Address base, IrValue index, int size) {
    IrValue distance =
        frame.arithmetic.binary(Operation.MUL, IrType.U64, index, new Constant(size, IrType.U64));
    IrType pointer = base.base().type();
    return new Address(code.binary(AluOp.ADD, pointer, base.base(), distance), base.offset());
  }

  private Address element(TypedExpr.ExternElement element) {
    IrValue index = frame.arithmetic.cast(value(element.index()), IrType.U64);
    Constant mask = new Constant(element.array().length() - 1L, IrType.U64);
    IrValue within = frame.arithmetic.binary(Operation.AND, IrType.U64, index, mask);
    Address base = new Address(layout.data().address(element.variable()), 0);
    return indexed(base, within, element.type().size());
  }

  /** The element if there is one: goes on in the block {@code some}, else to {@code none}. */
  IrValue element(TypedExpr.CheckedElement element, String some, String none) {
    Address base = address(element.base());
    int size = element.array().element().size();
    Constant length = new Constant(element.array().length(), IrType.U64);
    IrValue index = frame.arithmetic.cast(value(element.index()), IrType.U64);
    frame.arithmetic.branch(Comparison.LT, index, length, some, none);
    code.start(some);
    return containers.pointer(indexed(base, index, size));
  }

  /** What is in the slot that a container's function gives, if it gives one. */
  Address slot(TypedExpr.ContainerTake take, String some, String none) {
    Symbol.Container container = take.container();
    int size = container.slot().size();
    IrValue slot = frame.arithmetic.cast(call(take.function(), take.arguments()), IrType.U64);
    Constant one = new Constant(1, IrType.U64);
    IrValue index = frame.arithmetic.binary(Operation.SUB, IrType.U64, slot, one);
    Constant capacity = new Constant(container.capacity(), IrType.U64);
    frame.arithmetic.branch(Comparison.LT, index, capacity, some, none);
    code.start(some);
    int offset = size + (take.field() == null ? 0 : take.field().offset());
    return indexed(new Address(layout.data().address(container.slots()), offset), index, size);
  }

  /** The number of a heap or fifo, if there is one. */
  IrValue lane(TypedExpr.ContainerRef ref, String some, String none) {
    IrValue lane = value(ref.lane());
    Constant lanes = new Constant(ref.container().lanes(), lane.type());
    frame.arithmetic.branch(Comparison.LT, lane, lanes, some, none);
    code.start(some);
    return lane;
  }

  /** Evaluates a number, task, struct or array and puts it at {@code to}, which is fresh memory. */
  void into(TypedExpr expr, Address to) {
    if (expr instanceof TypedExpr.StructValue struct) {
      build(struct, to);
    } else if (expr instanceof TypedExpr.ArrayValue array) {
      build(array, to);
    } else if (expr instanceof TypedExpr.Zero) {
      memory.clear(expr.type(), to, 0, expr.type().size());
    } else if (Types.isTask(expr.type())) {
      memory.store(to, task(expr));
    } else if (expr.type().isNumber()) {
      memory.store(to, value(expr));
    } else {
      memory.copy(expr.type(), address(expr), to);
    }
  }

  /** Fills in the fields in order and zeroes the padding between and behind them. */
  private void build(TypedExpr.StructValue struct, Address to) {
    int end = 0;
    for (int i = 0; i < struct.values().size(); i++) {
      StructType.Field field = struct.type().fields().get(i);
      memory.clear(struct.type(), to, end, field.offset());
      into(struct.values().get(i), to.plus(field.offset()));
      end = field.offset() + field.type().size();
    }
    memory.clear(struct.type(), to, end, struct.type().size());
  }

  private void build(TypedExpr.ArrayValue array, Address to) {
    int size = array.type().element().size();
    boolean same = array.values().size() == 1;
    for (int i = 0; i < array.type().length(); i++) {
      Address at = to.plus(i * size);
      if (i == 0 || !same) {
        into(array.values().get(i), at);
      } else {
        memory.copy(array.type().element(), to, at);
      }
    }
  }

  /** Calls a function; null if it returns nothing. */
  private Register call(Symbol.Function function, List<TypedExpr> arguments) {
    Type result = function.result();
    IrType type = result == SpecialType.VOID ? null : Types.of(result);
    return code.call(type, function.name(), arguments(arguments));
  }

  private List<IrValue> arguments(List<TypedExpr> exprs) {
    List<IrValue> values = new ArrayList<>();
    for (TypedExpr expr : exprs) {
      if (Types.isTask(expr.type())) {
        Task task = task(expr);
        values.add(task.gtid());
        values.add(task.barrier());
      } else {
        values.add(value(expr));
      }
    }
    return values;
  }

  /** Helpers of the kernel are told how much there is behind a reference. */
  private List<IrValue> helperArguments(List<TypedExpr> exprs) {
    List<IrValue> values = new ArrayList<>();
    for (TypedExpr expr : exprs) {
      values.addAll(arguments(List.of(expr)));
      if (expr.type() instanceof ReferenceType reference) {
        values.add(new Constant(reference.target().size(), IrType.U64));
      }
    }
    return values;
  }

  /** Evaluates for the effect only. */
  void effect(TypedExpr expr) {
    frame.at(expr.span(), () -> effectHere(expr));
  }

  private void effectHere(TypedExpr expr) {
    if (expr instanceof TypedExpr.Call call) {
      call(call.function(), call.arguments());
    } else if (expr instanceof TypedExpr.ContainerPush push) {
      call(push.function(), push.arguments());
    } else if (expr instanceof TypedExpr.ContainerTake take) {
      call(take.function(), take.arguments());
    } else if (expr instanceof TypedExpr.ContainerRef ref) {
      value(ref.lane());
    } else if (expr instanceof TypedExpr.CheckedElement element) {
      address(element.base());
      value(element.index());
    } else if (expr instanceof TypedExpr.HelperCall || isFallible(expr)) {
      raw(expr);
    } else if (expr instanceof TypedExpr.Lookup lookup) {
      containers.lookup(lookup);
    } else if (expr instanceof TypedExpr.Pop pop) {
      containers.pop(pop.queue(), null);
    } else if (expr instanceof TypedExpr.Peek peek) {
      containers.peek(peek.queue());
    } else if (Types.inRegister(expr.type())) {
      value(expr);
    } else if (Types.isTask(expr.type())) {
      task(expr);
    } else if (expr instanceof TypedExpr.ContextTaskRef) {
      return;
    } else {
      address(expr);
    }
  }

  /** True for operations on maps that give an {@code errno}. */
  private static boolean isFallible(TypedExpr expr) {
    return expr instanceof TypedExpr.Store
        || expr instanceof TypedExpr.Remove
        || expr instanceof TypedExpr.Push;
  }

  /** True for what {@link #raw} can evaluate: R0 of a helper that gives an errno. */
  static boolean givesRawErrno(TypedExpr expr) {
    return isFallible(expr)
        || (expr instanceof TypedExpr.HelperCall && expr.type() == ScalarType.ERRNO);
  }

  /** What the helper behind an operation leaves in R0, as it is; null if it leaves nothing. */
  IrValue raw(TypedExpr expr) {
    if (expr instanceof TypedExpr.Store store) {
      return containers.store(store);
    }
    if (expr instanceof TypedExpr.Remove remove) {
      return containers.remove(remove);
    }
    if (expr instanceof TypedExpr.Push push) {
      return containers.push(push);
    }
    TypedExpr.HelperCall call = (TypedExpr.HelperCall) expr;
    Symbol.Helper helper = call.helper();
    IrType type = helper.result() == SpecialType.VOID ? null : IrType.S64;
    return code.helper(type, helper.number(), helper.name(), helperArguments(call.arguments()));
  }

  /** The positive errno for what a helper returned. */
  IrValue errno(IrValue raw) {
    return frame.arithmetic.negate(raw, IrType.S32);
  }

  private IrValue helperValue(TypedExpr expr) {
    IrValue raw = raw(expr);
    if (expr.type() == ScalarType.ERRNO) {
      return errno(raw);
    }
    IrType type = Types.of(expr.type());
    if (type.bits() < 64) {
      return frame.arithmetic.cast(raw, type);
    }
    return code.convert(AluOp.MOV, Width.W64, type, raw);
  }

  static Operation operation(BinaryOp op) {
    return switch (op) {
      case MUL -> Operation.MUL;
      case DIV -> Operation.DIV;
      case MOD -> Operation.MOD;
      case ADD -> Operation.ADD;
      case SUB -> Operation.SUB;
      case SHL -> Operation.SHL;
      case SHR -> Operation.SHR;
      case AND -> Operation.AND;
      case XOR -> Operation.XOR;
      case OR -> Operation.OR;
      case EQ, NE, LT, LE, GT, GE, AND_AND, OR_OR ->
          throw new IllegalArgumentException(op.symbol());
    };
  }

  /** Whether the optional task of a context is there. */
  void branchOnPresence(Symbol.ContextTask task, String there, String missing) {
    Symbol.ContextField presence = task.presence();
    IrValue flag =
        code.load(
            IrType.integer(presence.type().size() * 8, false),
            MemSize.ofBytes(presence.type().size()),
            frame.context,
            presence.offset());
    conditions.nonZero(flag, there, missing);
  }
}
