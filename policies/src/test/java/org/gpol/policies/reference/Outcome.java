package org.gpol.policies.reference;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.gpol.compiler.checked.CheckedPolicy;
import org.gpol.compiler.checked.Symbol;

/** All that can be seen of a run of a hook. */
record Outcome(
    long returned,
    String context,
    List<String> told,
    List<String> events,
    Map<String, Long> stats,
    Map<String, Long> globals) {

  /** The globals that are numbers, each as {@code value} has it. */
  static Map<String, Long> globals(CheckedPolicy policy, ToLongFunction<String> value) {
    Map<String, Long> globals = new TreeMap<>();
    for (Symbol.Global global : policy.globals()) {
      // What containers are made of is the library's own affair.
      if (global.type().isNumber() && !global.name().contains("__")) {
        globals.put(global.name(), value.applyAsLong(global.name()));
      }
    }
    return globals;
  }

  /** For comparison: what differs can be read. */
  String text() {
    StringBuilder text = new StringBuilder("returned " + returned + "\ncontext " + context);
    told.forEach(line -> text.append("\n").append(line));
    events.forEach(line -> text.append("\nevent ").append(line));
    text.append("\ncounted ").append(stats.get("counted"));
    text.append("\nlevel ").append(stats.get("level"));
    globals.forEach((name, value) -> text.append("\n").append(name).append(" ").append(value));
    return text.toString();
  }
}
