package org.gpol.policies.reference;

import java.util.ArrayList;
import java.util.List;
import org.gpol.compiler.ast.BinaryOp;
import org.gpol.compiler.ast.UnaryOp;
import org.gpol.compiler.checked.ReferenceType;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.checked.TypedExpr;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.policies.reference.ContainerState.Task;

/**
 * Evaluates the expressions of one call. A number is a {@code Long}, a task a {@link Task}, a
 * struct, an array and a reference a {@link Place}, a queue a {@link MapState.Queue}, one of
 * several containers its number; null is the optional that is empty.
 */
final class Evaluation {
  private static final int MASK_BYTES = 128;
  private static final int COMM_BYTES = 16;

  private final ReferenceEvaluator evaluator;
  private final ReferenceEvaluator.Frame frame;

  Evaluation(ReferenceEvaluator evaluator, ReferenceEvaluator.Frame frame) {
    this.evaluator = evaluator;
    this.frame = frame;
  }

  long number(TypedExpr e) {
    return (Long) of(e);
  }

  boolean truth(TypedExpr e) {
    return number(e) != 0;
  }

  /** {@code value}, copied if it is a struct or an array, which {@code type} says. */
  static Object owned(Object value, Type type) {
    boolean memory = value instanceof Place && !(type instanceof ReferenceType);
    return memory ? new Place(((Place) value).copy(type.size()), 0) : value;
  }

  Object of(TypedExpr e) {
    if (e instanceof TypedExpr.Literal literal) {
      return literal.value();
    }
    if (e instanceof TypedExpr.LocalRef ref) {
      return frame.locals.get(ref.local());
    }
    if (e instanceof TypedExpr.ParamRef ref) {
      return ref.param().value();
    }
    if (e instanceof TypedExpr.ExternRef) {
      return (long) ScriptedKernel.CPUS;
    }
    if (e instanceof TypedExpr.ExternElement element) {
      return ReferenceEvaluator.table(element.variable(), number(element.index()));
    }
    if (e instanceof TypedExpr.Unary unary) {
      return unary(unary);
    }
    if (e instanceof TypedExpr.Binary binary) {
      return binary(binary);
    }
    if (e instanceof TypedExpr.Cast cast) {
      return Numbers.cast(number(cast.operand()), cast.type().scalar());
    }
    if (e instanceof TypedExpr.Borrow borrow) {
      return place(borrow.place());
    }
    if (e instanceof TypedExpr.Zero) {
      return Place.ofSize(e.type().size());
    }
    if (e instanceof TypedExpr.StructValue struct) {
      return struct(struct);
    }
    if (e instanceof TypedExpr.ArrayValue array) {
      return array(array);
    }
    if (e instanceof TypedExpr.Place) {
      Place place = place(e);
      return e.type().isNumber() ? (Object) place.load(e.type().scalar()) : place;
    }
    if (e instanceof TypedExpr.Call call) {
      return call(call);
    }
    if (e instanceof TypedExpr.HelperCall call) {
      return helper(call);
    }
    return task(e);
  }

  private Object task(TypedExpr e) {
    if (e instanceof TypedExpr.TaskGtid gtid) {
      return ((Task) of(gtid.task())).gtid();
    }
    if (e instanceof TypedExpr.TaskBarrier barrier) {
      return ((Task) of(barrier.task())).barrier();
    }
    if (e instanceof TypedExpr.ContextTaskRef ref) {
      Symbol.ContextField presence = ref.task().presence();
      boolean there = presence == null || field(presence) != 0;
      return there ? new Task(field(ref.task().gtid()), field(ref.task().barrier())) : null;
    }
    return container(e);
  }

  private Object container(TypedExpr e) {
    if (e instanceof TypedExpr.Lookup lookup) {
      byte[] key = bytes(lookup.key());
      MapState map = evaluator.map(lookup.map());
      boolean queues = lookup.map().kind() == Symbol.MapKind.ARRAY_OF_QUEUES;
      return queues ? map.queue(MapState.index(key)) : map.lookup(key);
    }
    if (e instanceof TypedExpr.Store store) {
      byte[] key = bytes(store.key());
      return evaluator.map(store.map()).store(key, bytes(store.value()), store.onlyIfAbsent());
    }
    if (e instanceof TypedExpr.Remove remove) {
      return evaluator.map(remove.map()).remove(bytes(remove.key()));
    }
    if (e instanceof TypedExpr.QueueRef ref) {
      return evaluator.map(ref.map()).queue();
    }
    if (e instanceof TypedExpr.Push push) {
      MapState.Queue queue = (MapState.Queue) of(push.queue());
      return queue.push(owned(of(push.value()), push.value().type()));
    }
    if (e instanceof TypedExpr.Pop pop) {
      return ((MapState.Queue) of(pop.queue())).pop();
    }
    if (e instanceof TypedExpr.Peek peek) {
      return ((MapState.Queue) of(peek.queue())).peek();
    }
    if (e instanceof TypedExpr.IsEmpty empty) {
      return Numbers.truth(((MapState.Queue) of(empty.queue())).isEmpty());
    }
    if (e instanceof TypedExpr.CheckedElement element) {
      Place base = place(element.base());
      long index = number(element.index());
      boolean there = Long.compareUnsigned(index, element.array().length()) < 0;
      return there ? base.plus((int) index * element.array().element().size()) : null;
    }
    if (e instanceof TypedExpr.ContainerRef ref) {
      long lane = number(ref.lane());
      boolean there = lane < evaluator.container(ref.container()).laneCount();
      return there ? (Long) lane : null;
    }
    if (e instanceof TypedExpr.ContainerPush push) {
      return method(push.container(), push.function(), push.arguments());
    }
    return taken((TypedExpr.ContainerTake) e);
  }

  /** Where something lies that can be named. */
  Place place(TypedExpr e) {
    if (e.type() instanceof ReferenceType) {
      return (Place) of(e);
    }
    if (e instanceof TypedExpr.GlobalRef ref) {
      return evaluator.global(ref.global());
    }
    if (e instanceof TypedExpr.ContextRef ref) {
      return new Place(frame.context, ref.field().offset());
    }
    if (e instanceof TypedExpr.FieldRef ref) {
      return place(ref.base()).plus(ref.field().offset());
    }
    if (e instanceof TypedExpr.ElementRef ref) {
      Place base = place(ref.base());
      return base.plus((int) number(ref.index()) * ref.type().size());
    }
    if (e instanceof TypedExpr.Deref ref) {
      return (Place) of(ref.reference());
    }
    return (Place) of(e);
  }

  private long field(Symbol.ContextField field) {
    return new Place(frame.context, field.offset()).load(field.type().scalar());
  }

  private Object unary(TypedExpr.Unary e) {
    long operand = number(e.operand());
    ScalarType type = e.type().scalar();
    if (e.op() == UnaryOp.NEGATE) {
      return Numbers.wrap(-operand, type);
    }
    return type == ScalarType.BOOL ? (Object) (1 - operand) : (Object) Numbers.wrap(~operand, type);
  }

  private Object binary(TypedExpr.Binary e) {
    if (e.op() == BinaryOp.AND_AND) {
      return Numbers.truth(truth(e.left()) && truth(e.right()));
    }
    if (e.op() == BinaryOp.OR_OR) {
      return Numbers.truth(truth(e.left()) || truth(e.right()));
    }
    long left = number(e.left());
    long right = number(e.right());
    return Numbers.binary(e.op(), left, right, e.left().type().scalar());
  }

  private Place struct(TypedExpr.StructValue e) {
    Place place = Place.ofSize(e.type().size());
    for (int i = 0; i < e.values().size(); i++) {
      into(e.values().get(i), place.plus(e.type().fields().get(i).offset()));
    }
    return place;
  }

  private Place array(TypedExpr.ArrayValue e) {
    Place place = Place.ofSize(e.type().size());
    int size = e.type().element().size();
    for (int i = 0; i < e.values().size(); i++) {
      into(e.values().get(i), place.plus(i * size));
    }
    for (int i = e.values().size(); i < e.type().length(); i++) {
      place.plus(i * size).copyFrom(place, size);
    }
    return place;
  }

  /** Writes a number, a struct or an array. */
  void into(TypedExpr value, Place at) {
    if (value.type().isNumber()) {
      at.store(value.type().scalar(), number(value));
    } else {
      at.copyFrom((Place) of(value), value.type().size());
    }
  }

  /** A number or a struct as it is in memory. */
  private byte[] bytes(TypedExpr e) {
    if (!e.type().isNumber()) {
      return place(e).copy(e.type().size());
    }
    Place place = Place.ofSize(e.type().size());
    place.store(e.type().scalar(), number(e));
    return place.bytes();
  }

  private List<Object> all(List<TypedExpr> expressions) {
    List<Object> values = new ArrayList<>();
    expressions.forEach(each -> values.add(of(each)));
    return values;
  }

  private Object call(TypedExpr.Call e) {
    Symbol.Container owner = evaluator.ownerOf(e.function());
    return owner == null
        ? evaluator.call(e.function(), all(e.arguments()))
        : method(owner, e.function(), e.arguments());
  }

  private static String method(Symbol.Container container, Symbol.Function function) {
    return function.name().substring(container.name().length() + 2);
  }

  /** A method of a container; the first argument is the number of the one that is meant. */
  private Object method(
      Symbol.Container container, Symbol.Function function, List<TypedExpr> arguments) {
    List<Object> values = all(arguments);
    ContainerState state = evaluator.container(container);
    String name = method(container, function);
    return switch (name) {
      case "push", "push_front" -> push(container.contents(), state, values, !name.equals("push"));
      case "len" -> state.length(lane(values));
      case "is_empty" -> Numbers.truth(state.length(lane(values)) == 0);
      case "contains" -> Numbers.truth(state.find(values.get(0)) != null);
      case "renew" -> state.renew((Long) values.get(0), (Long) values.get(1));
      case "update" -> state.update(values.get(0), values.get(1));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static long push(
      Symbol.Contents contents, ContainerState state, List<Object> values, boolean front) {
    if (!contents.areTasks()) {
      return state.push(lane(values), values.get(1), values.get(2), front);
    }
    long order = contents.order() == null ? 0 : (Long) values.get(2);
    return state.push(lane(values), (Task) values.get(1), order, front);
  }

  /** What an expression asks for of an entry that is taken out or looked at; null without one. */
  private Object taken(TypedExpr.ContainerTake e) {
    List<Object> values = all(e.arguments());
    ContainerState state = evaluator.container(e.container());
    ContainerState.Entry entry =
        switch (method(e.container(), e.function())) {
          case "pop", "pop_min" -> state.pop(lane(values));
          case "min", "front" -> state.first(lane(values));
          case "remove" -> state.remove(values.get(0));
          default -> state.find(values.get(0));
        };
    if (entry == null) {
      return null;
    }
    if (e.container().contents().areTasks()) {
      return e.field() == null ? entry.held() : (Object) entry.order();
    }
    int within = e.field().offset() - e.container().slot().field("entry").offset();
    Place place = ((Place) entry.held()).plus(within);
    Type type = e.field().type();
    return type.isNumber() ? (Object) place.load(type.scalar()) : place;
  }

  private static int lane(List<Object> values) {
    return ((Long) values.get(0)).intValue();
  }

  private Object helper(TypedExpr.HelperCall e) {
    List<Object> arguments = all(e.arguments());
    ScriptedKernel kernel = evaluator.kernel();
    return switch (e.helper().name()) {
      case "now" -> kernel.ktimeNs();
      case "this_cpu" -> (long) kernel.currentCpu();
      case "random" -> kernel.randomU32() & 0xffff_ffffL;
      case "run" -> {
        Task task = (Task) arguments.get(0);
        int flags = ((Long) arguments.get(1)).intValue();
        yield (long) -kernel.runGtid(task.gtid(), (int) task.barrier(), flags);
      }
      case "run_gtid" ->
          (long)
              -kernel.runGtid(
                  (Long) arguments.get(0),
                  ((Long) arguments.get(1)).intValue(),
                  ((Long) arguments.get(2)).intValue());
      case "resched_cpu" ->
          (long)
              -kernel.reschedCpu2(
                  ((Long) arguments.get(0)).intValue(), ((Long) arguments.get(1)).intValue());
      case "affinity" -> affinity((Long) arguments.get(0), (Place) arguments.get(1));
      case "comm" -> comm((Long) arguments.get(0), (Place) arguments.get(1));
      case "wake_agent" -> (long) -kernel.wakeAgent(((Long) arguments.get(0)).intValue());
      default -> throw new IllegalArgumentException(e.helper().name());
    };
  }

  private long affinity(long gtid, Place into) {
    CpuSet cpus = evaluator.kernel().affinity(gtid);
    into.copyFrom(Place.ofSize(MASK_BYTES), MASK_BYTES);
    for (int cpu = 0; cpus != null && cpu < ScriptedKernel.CPUS; cpu++) {
      long bit = cpus.contains(cpu) ? 1L << cpu : 0;
      into.store(ScalarType.U64, into.load(ScalarType.U64) | bit);
    }
    return cpus == null ? -ContainerState.ENOENT : ScriptedKernel.CPUS;
  }

  private long comm(long gtid, Place into) {
    String name = evaluator.kernel().nameOf(gtid);
    into.copyFrom(Place.ofSize(COMM_BYTES), COMM_BYTES);
    for (int i = 0; name != null && i < name.length(); i++) {
      into.plus(i).store(ScalarType.U8, name.charAt(i));
    }
    return name == null ? ContainerState.ENOENT : 0;
  }
}
