package org.gpol.compiler.link;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gpol.bpf.btf.BtfBuilder;
import org.gpol.bpf.btf.BtfType;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.DataSection;
import org.gpol.bpf.object.ObjectTypes;
import org.gpol.bpf.object.Program;
import org.gpol.bpf.object.Statistic;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.compiler.checked.CheckedPolicy;
import org.gpol.compiler.checked.QueueHandleType;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.SpecialType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.ir.IrValue.GlobalAddress;
import org.gpol.compiler.lower.PolicyLowering.Lowered;

/**
 * Describes an object in BTF by what the policy says of it: the types of its maps, of its global
 * data and of its functions.
 */
public final class PolicyTypes {
  private final BpfObject object;
  private final CheckedPolicy policy;
  private final Lowered lowered;
  private final BtfBuilder types = new BtfBuilder();
  private final CTypes c = new CTypes(types);
  private final List<MapSpec> maps;

  private PolicyTypes(BpfObject object, CheckedPolicy policy, Lowered lowered) {
    this.object = object;
    this.policy = policy;
    this.lowered = lowered;
    this.maps = new ArrayList<>(object.maps());
  }

  /** {@code object}, which was made of {@code policy}, with all types that its file has. */
  public static BpfObject describe(BpfObject object, CheckedPolicy policy, Lowered lowered) {
    return new PolicyTypes(object, policy, lowered).describe();
  }

  private BpfObject describe() {
    describeMaps();
    describeData();
    policy.functions().forEach(this::describe);
    lowered.handlers().forEach((handler, name) -> describeHandler(handler.hook(), name));
    lowered.dispatchers().forEach((name, context) -> entry(name, context, List.of()));
    return ObjectTypes.complete(
        new BpfObject(
                object.name(),
                object.license(),
                object.programs(),
                maps,
                object.data(),
                object.variables(),
                object.statistics(),
                object.hooks(),
                object.entries(),
                types.build())
            .withEvents(lowered.events()));
  }

  /** The policy's maps are the first of the object, in the same order. */
  private void describeMaps() {
    for (int i = 0; i < policy.maps().size(); i++) {
      maps.set(i, typed(maps.get(i), policy.maps().get(i)));
    }
    for (Statistic statistic : object.statistics()) {
      if (statistic.kind().isHistogram()) {
        continue;
      }
      ScalarType value =
          statistic.kind() == Statistic.Kind.COUNTER ? ScalarType.U64 : ScalarType.I64;
      MapSpec map = maps.get(statistic.map());
      maps.set(statistic.map(), map.withTypes(c.of(ScalarType.U32), c.of(value)));
    }
  }

  private MapSpec typed(MapSpec map, Symbol.Map symbol) {
    int key = map.keySize() == 0 ? 0 : c.of(symbol.key() == null ? ScalarType.U32 : symbol.key());
    if (symbol.value() instanceof QueueHandleType queue && map.inner() != null) {
      return map.withInner(map.inner().withTypes(0, c.of(queue.element()))).withTypes(key, 0);
    }
    return map.withTypes(key, c.of(symbol.value()));
  }

  private void describeData() {
    Map<Integer, List<BtfType.SecVar>> places = new LinkedHashMap<>();
    object.data().forEach(section -> places.put(section.map(), new ArrayList<>()));
    lowered.addresses().forEach((symbol, at) -> places.get(at.map()).add(variable(symbol, at)));
    for (DataSection section : object.data()) {
      List<BtfType.SecVar> variables = places.get(section.map());
      variables.sort(Comparator.comparingInt(BtfType.SecVar::offset));
      MapSpec map = maps.get(section.map());
      if (!variables.isEmpty()) {
        types.add(new BtfType.DataSec(map.name(), map.valueSize(), variables));
      }
    }
  }

  private BtfType.SecVar variable(Symbol symbol, GlobalAddress at) {
    Type type = typeOf(symbol);
    int id = c.global(type);
    if (!(symbol instanceof Symbol.Global)) {
      // Set by the loader, so programs may not take the value in the file for the value.
      id = types.add(new BtfType.Qualified(BtfType.Qualifier.VOLATILE, id));
      id = types.add(new BtfType.Qualified(BtfType.Qualifier.CONST, id));
    }
    int var = types.add(new BtfType.Var(symbol.name(), id, BtfType.Linkage.GLOBAL));
    return new BtfType.SecVar(var, at.offset(), type.size());
  }

  private static Type typeOf(Symbol symbol) {
    if (symbol instanceof Symbol.Param param) {
      return param.type();
    }
    return symbol instanceof Symbol.ExternVar extern
        ? extern.type()
        : ((Symbol.Global) symbol).type();
  }

  private void describe(CheckedPolicy.Function function) {
    List<BtfType.Param> params = new ArrayList<>();
    function
        .parameters()
        .forEach(
            local -> {
              if (local.type() == SpecialType.RUNNABLE) {
                params.add(new BtfType.Param(local.name(), c.of(ScalarType.GTID)));
                params.add(new BtfType.Param(local.name() + "_barrier", c.of(ScalarType.U32)));
              } else {
                params.add(new BtfType.Param(local.name(), c.of(local.type())));
              }
            });
    function(function.symbol().name(), c.of(function.symbol().result()), params);
  }

  private void describeHandler(Symbol.Hook hook, String name) {
    entry(name, hook.context(), hook.members());
  }

  /** A function that is given a context, and returns the 64 bits of R0. */
  private void entry(String name, Symbol.Context context, List<Symbol.ContextMember> more) {
    int struct = context(name, context, more);
    function(name, c.of(ScalarType.I64), List.of(new BtfType.Param("ctx", types.pointer(struct))));
  }

  /** Functions that the object does not use were left out of it. */
  private void function(String name, int result, List<BtfType.Param> params) {
    boolean program = object.programs().stream().anyMatch(p -> p.name().equals(name));
    boolean used = object.programs().stream().anyMatch(p -> holds(p, name));
    if (used) {
      int prototype = types.add(new BtfType.FuncProto(result, params));
      BtfType.Linkage linkage = program ? BtfType.Linkage.GLOBAL : BtfType.Linkage.STATIC;
      types.add(new BtfType.Func(name, prototype, linkage));
    }
  }

  private static boolean holds(Program program, String function) {
    return program.code().functions().stream().anyMatch(f -> f.name().equals(function));
  }

  /** What a function sees of its context: as much as does not overlap. */
  private int context(String name, Symbol.Context context, List<Symbol.ContextMember> more) {
    List<Symbol.ContextField> fields = new ArrayList<>();
    for (List<Symbol.ContextMember> part : List.of(context.members(), more)) {
      for (Symbol.ContextMember member : part) {
        if (member instanceof Symbol.ContextField field) {
          fields.add(field);
        } else if (member instanceof Symbol.ContextTask task) {
          fields.add(task.gtid());
          fields.add(task.barrier());
        }
      }
    }
    fields.sort(Comparator.comparingInt(Symbol.ContextField::offset));
    List<BtfType.Member> members = new ArrayList<>();
    int end = 0;
    for (Symbol.ContextField field : fields) {
      if (field.offset() >= end) {
        int offset = field.offset() * 8;
        members.add(new BtfType.Member(field.name(), c.of(field.type()), offset, 0));
        end = field.offset() + field.type().size();
      }
    }
    return types.add(new BtfType.Struct(name + "_ctx", false, context.size(), members));
  }
}
