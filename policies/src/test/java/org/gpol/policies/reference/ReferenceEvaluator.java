package org.gpol.policies.reference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.gpol.compiler.checked.CheckedPolicy;
import org.gpol.compiler.checked.Local;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.SpecialType;
import org.gpol.compiler.checked.StructType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.checked.TypedStmt;

/**
 * Interprets a checked policy as its text reads. It shares nothing with what makes code of it or
 * runs that: no intermediate representation, no passes, no instructions, no maps of the machine,
 * and containers are lists.
 */
final class ReferenceEvaluator {
  private final Map<Symbol, Place> globals = new HashMap<>();
  private final Map<Symbol, MapState> maps = new HashMap<>();
  private final Map<Symbol, ContainerState> containers = new HashMap<>();
  private final Map<Symbol, CheckedPolicy.Function> functions = new HashMap<>();
  private final Map<String, Long> stats = new HashMap<>();
  private final List<String> events = new ArrayList<>();
  private final CheckedPolicy policy;
  private final ScriptedKernel kernel;

  ReferenceEvaluator(CheckedPolicy policy, ScriptedKernel kernel) {
    this.policy = policy;
    this.kernel = kernel;
    for (Symbol.Global global : policy.globals()) {
      Place place = Place.ofSize(global.type().size());
      if (global.initial() != null) {
        new Evaluation(this, new Frame(null)).into(global.initial(), place);
      }
      globals.put(global, place);
    }
    policy.functions().forEach(function -> functions.put(function.symbol(), function));
    policy.stats().forEach(stat -> stats.put(stat.name(), 0L));
    Mentioned.containers(policy).forEach(c -> containers.put(c, new ContainerState(c)));
  }

  /**
   * Runs the handler of {@code hook} on {@code context}, which it may change, and returns what it
   * returns.
   */
  long run(String hook, byte[] context) {
    for (CheckedPolicy.Handler handler : policy.handlers()) {
      if (handler.hook().name().equals(hook)) {
        Frame frame = new Frame(context);
        new Execution(this, frame).block(handler.body());
        return frame.result == null ? handler.hook().defaultResult() : (Long) frame.result;
      }
    }
    throw new IllegalArgumentException("no handler of " + hook);
  }

  /** The value of a global that is a number. */
  long number(String name) {
    for (Symbol.Global global : policy.globals()) {
      if (global.name().equals(name)) {
        return globals.get(global).load(global.type().scalar());
      }
    }
    throw new IllegalArgumentException("no global " + name);
  }

  /** The statistics that are one number. */
  Map<String, Long> stats() {
    return stats;
  }

  /** The events since the last call, as text. */
  List<String> takeEvents() {
    List<String> result = List.copyOf(events);
    events.clear();
    return result;
  }

  /** A call of a function or handler. */
  static final class Frame {
    final IdentityHashMap<Local, Object> locals = new IdentityHashMap<>();
    final byte[] context;

    /** What is returned; null for nothing. */
    Object result;

    Frame(byte[] context) {
      this.context = context;
    }
  }

  ScriptedKernel kernel() {
    return kernel;
  }

  Place global(Symbol.Global global) {
    return globals.get(global);
  }

  MapState map(Symbol.Map map) {
    return maps.computeIfAbsent(map, m -> new MapState(map));
  }

  ContainerState container(Symbol.Container container) {
    return containers.get(container);
  }

  /** The container that has {@code function} among its methods, or null. */
  Symbol.Container ownerOf(Symbol.Function function) {
    for (Symbol symbol : containers.keySet()) {
      Symbol.Container container = (Symbol.Container) symbol;
      if (container.functions().containsValue(function)) {
        return container;
      }
    }
    return null;
  }

  /** Calls a function of the policy. */
  Object call(Symbol.Function symbol, List<Object> arguments) {
    CheckedPolicy.Function function = functions.get(symbol);
    Frame frame = new Frame(null);
    for (int i = 0; i < arguments.size(); i++) {
      frame.locals.put(function.parameters().get(i), arguments.get(i));
    }
    new Execution(this, frame).block(function.body());
    boolean nothing = symbol.result() == SpecialType.VOID;
    return nothing ? null : frame.result == null ? (Long) 0L : frame.result;
  }

  void update(TypedStmt.UpdateStat update, long value) {
    stats.merge(update.stat().name(), value, (old, now) -> update.add() ? old + now : now);
  }

  /** Sends the record at {@code place}. */
  void emit(Symbol.Event event, Place place) {
    StringBuilder text = new StringBuilder(event.name());
    for (StructType.Field field : event.record().fields()) {
      long value = place.plus(field.offset()).load(field.type().scalar());
      text.append(' ').append(field.name()).append('=').append(value);
    }
    events.add(text.toString());
  }

  /** What the loader told of the machine: four cores of one thread behind one cache. */
  static long table(Symbol.ExternVar variable, long index) {
    boolean itself = variable.name().endsWith("sibling") || variable.name().endsWith("core");
    long within = index & 1023;
    return itself && within < ScriptedKernel.CPUS ? within : 0;
  }

  /** A type's number; what is no number has none. */
  static ScalarType scalar(Type type) {
    return type.scalar();
  }
}
