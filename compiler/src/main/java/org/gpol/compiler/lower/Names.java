package org.gpol.compiler.lower;

import java.util.HashSet;
import java.util.Set;
import org.gpol.compiler.checked.CheckedPolicy;

/**
 * The names of what an object file shows: functions, maps and variables, which must all differ. The
 * policy's own come first; what the compiler adds gets out of their way.
 */
final class Names {
  private final Set<String> taken = new HashSet<>();

  Names(CheckedPolicy policy) {
    policy.functions().forEach(function -> taken.add(function.symbol().name()));
    policy.params().forEach(param -> taken.add(param.name()));
    policy.globals().forEach(global -> taken.add(global.name()));
    policy.externs().forEach(extern -> taken.add(extern.name()));
    policy.maps().forEach(map -> taken.add(map.name()));
    policy.events().forEach(event -> taken.add(event.name()));
  }

  /** {@code wanted}, or the like of it. */
  String unique(String wanted) {
    String name = wanted;
    while (!taken.add(name)) {
      name += "_";
    }
    return name;
  }
}
