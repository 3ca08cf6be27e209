package org.gpol.compiler.lower;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gpol.bpf.object.DataSection;
import org.gpol.bpf.object.EventType;
import org.gpol.compiler.checked.CheckedPolicy;
import org.gpol.compiler.checked.SpecialType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.diagnostics.SourceSpan;
import org.gpol.compiler.ir.IrFunction;
import org.gpol.compiler.ir.IrModule;
import org.gpol.compiler.ir.IrTerminator;
import org.gpol.compiler.ir.IrType;
import org.gpol.compiler.ir.IrValue;
import org.gpol.compiler.ir.IrValue.Constant;

/**
 * A policy as a module: a function for each function and each handler, and one program for each
 * kind of context. Where the context says which of several hooks is meant, the program is a switch
 * that calls their handlers, so that each has a frame of its own.
 */
public final class PolicyLowering {
  private final CheckedPolicy policy;
  private final Layout layout;
  private final Names names;
  private final Map<String, SourceSpan> spans = new LinkedHashMap<>();
  private final Map<CheckedPolicy.Handler, String> handlers = new LinkedHashMap<>();
  private final Map<String, Symbol.Context> dispatchers = new LinkedHashMap<>();

  private PolicyLowering(CheckedPolicy policy) {
    this.policy = policy;
    this.names = new Names(policy);
    MapTable maps = new MapTable(policy, names);
    this.layout = new Layout(maps, new GlobalData(policy, maps));
    for (CheckedPolicy.Function function : policy.functions()) {
      spans.put(function.symbol().name(), function.symbol().span());
    }
    for (CheckedPolicy.Handler handler : policy.handlers()) {
      String name = names.unique("on_" + handler.hook().name());
      handlers.put(handler, name);
      spans.put(name, handler.span());
    }
  }

  /**
   * A lowered policy.
   *
   * @param spans where in the source each function of the module was declared
   * @param events what the policy can send
   * @param addresses where global data is, in the order of the source by kind
   * @param handlers the functions that were made of handlers
   * @param dispatchers the functions that were made to tell handlers apart, and what they are given
   */
  public record Lowered(
      IrModule module,
      Map<String, SourceSpan> spans,
      List<EventType> events,
      Map<Symbol, IrValue.GlobalAddress> addresses,
      Map<CheckedPolicy.Handler, String> handlers,
      Map<String, Symbol.Context> dispatchers) {
    /** Copies the maps, which keep their order. */
    public Lowered {
      spans = Map.copyOf(spans);
      events = List.copyOf(events);
      addresses = Collections.unmodifiableMap(new LinkedHashMap<>(addresses));
      handlers = Collections.unmodifiableMap(new LinkedHashMap<>(handlers));
      dispatchers = Collections.unmodifiableMap(new LinkedHashMap<>(dispatchers));
    }
  }

  /** The module of {@code policy}. */
  public static Lowered lower(CheckedPolicy policy) {
    PolicyLowering lowering = new PolicyLowering(policy);
    IrModule module = lowering.lower();
    return new Lowered(
        module,
        lowering.spans,
        lowering.layout.maps().events(),
        lowering.layout.data().addresses(),
        lowering.handlers,
        lowering.dispatchers);
  }

  private IrModule lower() {
    List<IrFunction> functions = new ArrayList<>();
    policy.functions().forEach(function -> functions.add(function(function)));
    handlers.forEach((handler, name) -> functions.add(handler(handler, name)));
    List<IrModule.IrProgram> programs = new ArrayList<>();
    handlersBySection()
        .forEach((section, group) -> programs.add(program(section, group, functions)));
    // Sections of global data get their sizes now that all strings are in.
    List<DataSection> data = layout.data().finish();
    Set<String> hooks = new LinkedHashSet<>();
    policy.handlers().forEach(handler -> hooks.add(handler.hook().name()));
    return new IrModule(
        policy.name(),
        layout.maps().specs(),
        data,
        layout.data().variables(),
        layout.maps().statistics(),
        hooks,
        functions,
        programs);
  }

  private Map<String, List<CheckedPolicy.Handler>> handlersBySection() {
    Map<String, List<CheckedPolicy.Handler>> bySection = new LinkedHashMap<>();
    for (CheckedPolicy.Handler handler : policy.handlers()) {
      String section = handler.hook().context().section();
      bySection.computeIfAbsent(section, s -> new ArrayList<>()).add(handler);
    }
    return bySection;
  }

  private IrFunction function(CheckedPolicy.Function function) {
    Symbol.Function symbol = function.symbol();
    boolean nothing = symbol.result() == SpecialType.VOID;
    IrType returns = nothing ? null : Types.of(symbol.result());
    Frame frame = new Frame(symbol.name(), returns);
    frame.code.at(Frame.location(symbol.span()));
    function.parameters().forEach(frame::parameter);
    Statements.Returning returning =
        value -> nothing || value != null ? value : new Constant(0, returns);
    new Statements(layout, frame, returning).body(function.body());
    return frame.code.build();
  }

  /** A handler returns 64 bits, extended by the sign of its hook's result. */
  private IrFunction handler(CheckedPolicy.Handler handler, String name) {
    Frame frame = new Frame(name, IrType.S64);
    frame.code.at(Frame.location(handler.span()));
    frame.context = frame.code.param(IrType.CONTEXT);
    IrValue standard = new Constant(handler.hook().defaultResult(), IrType.S64);
    Statements.Returning returning =
        value -> value == null ? standard : frame.arithmetic.cast(value, IrType.S64);
    new Statements(layout, frame, returning).body(handler.body());
    return frame.code.build();
  }

  private IrModule.IrProgram program(
      String section, List<CheckedPolicy.Handler> group, List<IrFunction> functions) {
    CheckedPolicy.Handler first = group.get(0);
    String entry = handlers.get(first);
    if (first.hook().context().selector() != null) {
      entry = names.unique(section.substring(section.indexOf('/') + 1));
      dispatchers.put(entry, first.hook().context());
      functions.add(dispatcher(entry, group));
      spans.put(entry, first.span());
    }
    // An object file has one name for a program, which is that of its first function.
    return new IrModule.IrProgram(entry, section, entry);
  }

  private IrFunction dispatcher(String name, List<CheckedPolicy.Handler> group) {
    Symbol.Hook hook = group.get(0).hook();
    Symbol.ContextField selector = hook.context().selector();
    Frame frame = new Frame(name, IrType.S64);
    frame.code.at(Frame.location(group.get(0).span()));
    frame.context = frame.code.param(IrType.CONTEXT);
    IrType type = Types.of(selector.type());
    IrValue selected = frame.arithmetic.load(type, frame.context, selector.offset());
    List<IrTerminator.Switch.Case> cases = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (CheckedPolicy.Handler handler : group) {
      String label = frame.code.label(handler.hook().name());
      labels.add(label);
      cases.add(new IrTerminator.Switch.Case(type.canonical(handler.hook().number()), label));
    }
    String otherwise = frame.code.label("otherwise");
    frame.code.end(new IrTerminator.Switch(selected, cases, otherwise, frame.code.location()));
    for (int i = 0; i < labels.size(); i++) {
      frame.code.start(labels.get(i));
      frame.code.at(Frame.location(group.get(i).span()));
      frame.code.ret(
          frame.code.call(IrType.S64, handlers.get(group.get(i)), List.of(frame.context)));
    }
    frame.code.start(otherwise);
    frame.code.ret(new Constant(hook.defaultResult(), IrType.S64));
    return frame.code.build();
  }
}
