package org.gpol.compiler.editor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names that no text declares: types, kinds of maps, and the methods of these. */
final class Builtins {
  private static final Map<String, String> TYPES = new LinkedHashMap<>();
  private static final Set<String> NO_MAPS =
      Set.of("counter", "gauge", "histogram", "cpumask", "runnable");
  private static final Map<String, List<String>> METHODS = new LinkedHashMap<>();

  static {
    for (int bits = 8; bits <= 64; bits *= 2) {
      TYPES.put("u" + bits, "A number of " + bits + " bits without a sign.");
      TYPES.put("i" + bits, "A number of " + bits + " bits with a sign.");
    }
    TYPES.put("bool", "`true` or `false`.");
    TYPES.put("time", "A moment of the monotonic clock, in nanoseconds.");
    TYPES.put("duration", "A span of time in nanoseconds.");
    TYPES.put("gtid", "The id of a task; 0 is none.");
    TYPES.put("cpu", "The number of a CPU.");
    TYPES.put("errno", "What went wrong, 0 if nothing.");
    TYPES.put("runnable", "A task that the policy answers for: run, kept or dropped exactly once.");
    List<String> hash = List.of("set(key, value)", "insert(key, value)", "remove(key)");
    METHODS.put("hash", hash);
    METHODS.put("lru_hash", hash);
    METHODS.put("percpu_hash", hash);
    METHODS.put("array", List.of("set(index, value)"));
    METHODS.put("percpu_array", List.of("set(index, value)"));
    METHODS.put("queue", List.of("push(value)", "pop()", "peek()", "is_empty()"));
    METHODS.put("stack", List.of("push(value)", "pop()", "peek()", "is_empty()"));
    METHODS.put(
        container("fifo", true),
        List.of(
            "push(task)",
            "push_front(task)",
            "pop()",
            "is_empty()",
            "len()",
            "remove(gtid)",
            "renew(gtid, barrier)",
            "contains(gtid)"));
    METHODS.put(
        container("heap", true),
        List.of(
            "push(task, key)",
            "pop_min()",
            "min()",
            "is_empty()",
            "len()",
            "remove(gtid)",
            "renew(gtid, barrier)",
            "update(gtid, key)",
            "key(gtid)",
            "contains(gtid)"));
    METHODS.put(
        container("fifo", false),
        List.of(
            "push(key, value)",
            "push_front(key, value)",
            "pop()",
            "front()",
            "is_empty()",
            "len()",
            "get(key)",
            "update(key, value)",
            "remove(key)",
            "contains(key)"));
    METHODS.put(
        container("heap", false),
        List.of(
            "push(key, value)",
            "pop_min()",
            "min()",
            "is_empty()",
            "len()",
            "get(key)",
            "update(key, value)",
            "remove(key)",
            "contains(key)"));
    METHODS.put("counter", List.of("add(n)"));
    METHODS.put("gauge", List.of("add(n)", "set(n)"));
    METHODS.put("histogram", List.of("add(value)"));
    METHODS.put(
        "cpumask",
        List.of(
            "has(cpu)",
            "set(cpu)",
            "clear(cpu)",
            "clear_all()",
            "copy(mask)",
            "is_empty()",
            "count()",
            "next(cpu)"));
    METHODS.put("runnable", List.of("gtid", "barrier"));
  }

  private Builtins() {}

  /** Types by name, with what they are. */
  static Map<String, String> types() {
    return TYPES;
  }

  static List<String> mapKinds() {
    return METHODS.keySet().stream().filter(kind -> !NO_MAPS.contains(kind)).toList();
  }

  /** What can stand after the dot, with parameters. */
  static List<String> methods(String kind) {
    return METHODS.getOrDefault(kind, List.of());
  }

  /** How the methods of a fifo or a heap are found. */
  static String container(String kind, boolean ofTasks) {
    return ofTasks ? kind : kind + " of values";
  }
}
