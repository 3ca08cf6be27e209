package org.gpol.vm.verifier.reason;

import java.util.List;
import java.util.function.IntFunction;
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

  /**
   * The names of what {@code environment} has.
   *
   * @param variables of the object that the program is in; empty if there is none
   */
  public Names(Environment environment, List<Variable> variables) {
    this.environment = environment;
    this.variables = List.copyOf(variables);
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
