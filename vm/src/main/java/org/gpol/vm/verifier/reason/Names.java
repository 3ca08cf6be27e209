package org.gpol.vm.verifier.reason;

import java.util.List;
import java.util.function.IntFunction;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.btf.BtfType;
import org.gpol.bpf.object.Variable;
import org.gpol.bpf.platform.ContextField;
import org.gpol.bpf.platform.ContextLayout;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.vm.verifier.check.Environment;
import org.gpol.vm.verifier.domain.MapRef;

/** What people call the things that a program refers to by number. */
public final class Names {
  private final Environment environment;
  private final List<Variable> variables;
  private final BtfTable types;

  /**
   * The names of what {@code environment} has.
   *
   * @param variables of the object that the program is in; empty if there is none
   * @param types of that object, to which its maps refer
   */
  public Names(Environment environment, List<Variable> variables, BtfTable types) {
    this.environment = environment;
    this.variables = List.copyOf(variables);
    this.types = types;
  }

  IntFunction<String> helpers() {
    return id -> {
      HelperSignature helper = environment.helper(id);
      return helper == null ? null : helper.name();
    };
  }

  IntFunction<String> maps() {
    return index ->
        index >= 0 && index < environment.maps().size()
            ? environment.maps().get(index).name()
            : null;
  }

  String map(MapRef map) {
    return environment.nameOf(map);
  }

  /** The variable with the byte at {@code offset} of the only value of {@code map}, or null. */
  String variable(MapRef map, long offset) {
    for (Variable variable : variables) {
      boolean here =
          !map.inner()
              && variable.map() == map.index()
              && offset >= variable.offset()
              && offset < variable.offset() + variable.bytes();
      if (here) {
        return variable.name();
      }
    }
    return null;
  }

  /** The member, if there is one type of it, that has byte {@code offset} of a value; or null. */
  String member(MapRef map, long offset) {
    int type = environment.spec(map).valueType();
    if (types.resolved(type).orElse(null) instanceof BtfType.Struct struct) {
      for (BtfType.Member member : struct.members()) {
        long start = member.bitOffset() / 8;
        boolean named = !member.name().isEmpty() && member.bitSize() == 0;
        if (named && offset >= start && offset < start + types.bytes(member.type())) {
          return member.name();
        }
      }
    }
    return null;
  }

  /** The field with the byte at {@code offset} of the context, or null. */
  String field(long offset) {
    ContextLayout layout = environment.type().context();
    for (ContextField field : layout.fields()) {
      if (offset >= field.offset() && offset < field.offset() + field.bytes()) {
        return layout.name() + "." + field.name();
      }
    }
    return null;
  }

  /** The size of a value of {@code map}. */
  int valueBytes(MapRef map) {
    return environment.spec(map).valueSize();
  }

  String variable(int index) {
    return environment.variable(index).name();
  }

  String context() {
    return environment.type().context().name();
  }
}
