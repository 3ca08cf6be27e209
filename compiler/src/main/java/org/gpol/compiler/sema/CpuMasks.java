package org.gpol.compiler.sema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gpol.compiler.ast.Decl;
import org.gpol.compiler.ast.Unit;
import org.gpol.compiler.checked.ReferenceType;
import org.gpol.compiler.checked.StructType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.prelude.ContainerLibrary;

/**
 * Sets of CPUs. The prelude declares the struct; its methods are functions of the library, which
 * are added to a policy when it first uses one.
 */
final class CpuMasks {
  private static final String TYPE = "cpumask";
  private static final String PREFIX = TYPE + "__";

  private final Globals globals;
  private Map<String, Symbol.Function> methods;

  CpuMasks(Globals globals) {
    this.globals = globals;
  }

  /** Whether values of {@code type} are masks or refer to one. */
  static boolean isMask(Type type) {
    Type target = type instanceof ReferenceType reference ? reference.target() : type;
    return target instanceof StructType struct && struct.name().equals(TYPE);
  }

  /** The function that is the method {@code name}, whose first parameter is the mask; or null. */
  Symbol.Function method(String name) {
    return methods().get(name);
  }

  List<String> names() {
    return List.copyOf(methods().keySet());
  }

  private Map<String, Symbol.Function> methods() {
    if (methods == null) {
      methods = new LinkedHashMap<>();
      Unit unit = ContainerLibrary.declarations(TYPE, Map.of());
      globals.containers.add(unit);
      for (Decl decl : unit.declarations()) {
        String name = ((Decl.Fn) decl).name().text();
        Symbol symbol = ((Entity.Value) globals.entity(name)).symbol();
        Symbol.Function function = (Symbol.Function) symbol;
        if (isMask(function.parameters().get(0))) {
          methods.put(name.substring(PREFIX.length()), function);
        }
      }
    }
    return methods;
  }
}
