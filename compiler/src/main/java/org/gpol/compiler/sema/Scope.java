package org.gpol.compiler.sema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gpol.compiler.checked.Local;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.checked.TypedExpr;
import org.gpol.compiler.diagnostics.SourceSpan;

/** The local names of one function or handler, innermost block last. */
final class Scope {
  /** What the function returns. */
  final Type result;

  /** The hook of a handler, else null. */
  final Symbol.Hook hook;

  /** The name of the context in a handler, else null. */
  final String contextName;

  private final List<Map<String, Local>> blocks = new ArrayList<>();
  private final Set<Local> used = new LinkedHashSet<>();
  private final List<Local> all = new ArrayList<>();

  /** Locals that count from a constant to a constant: one more than their greatest value. */
  private final Map<Local, Long> bounds = new LinkedHashMap<>();

  /** Immutable locals that a test has shown not to be zero here. */
  private Set<Local> nonZero = Set.of();

  int loops;

  Scope(Type result, Symbol.Hook hook, String contextName) {
    this.result = result;
    this.hook = hook;
    this.contextName = contextName;
    enter();
  }

  void enter() {
    blocks.add(new LinkedHashMap<>());
  }

  void leave() {
    blocks.remove(blocks.size() - 1);
  }

  Local declare(String name, Type type, boolean mutable, SourceSpan span) {
    Local local = new Local(name, type, mutable, span);
    blocks.get(blocks.size() - 1).put(name, local);
    all.add(local);
    return local;
  }

  /** The local called {@code name}, or null. */
  Local find(String name) {
    for (int i = blocks.size() - 1; i >= 0; i--) {
      Local local = blocks.get(i).get(name);
      if (local != null) {
        return local;
      }
    }
    return null;
  }

  List<String> names() {
    List<String> names = new ArrayList<>();
    blocks.forEach(block -> names.addAll(block.keySet()));
    if (contextName != null) {
      names.add(contextName);
    }
    return names;
  }

  TypedExpr use(Local local, SourceSpan span) {
    used.add(local);
    return new TypedExpr.LocalRef(local, span);
  }

  /** What is known not to be zero, to be {@link #restore restored} where that ends. */
  Set<Local> nonZero() {
    return nonZero;
  }

  void restore(Set<Local> known) {
    nonZero = known;
  }

  /** From here on {@code locals} are known not to be zero, as well. */
  void assumeNonZero(Set<Local> locals) {
    if (!locals.isEmpty()) {
      nonZero =
          Stream.concat(nonZero.stream(), locals.stream()).collect(Collectors.toUnmodifiableSet());
    }
  }

  void bound(Local local, long end) {
    bounds.put(local, end);
  }

  /** One more than the greatest value of {@code local}, or -1 if that is not known. */
  long bound(Local local) {
    return bounds.getOrDefault(local, -1L);
  }

  /** Those of all blocks, in the order of declaration. */
  List<Local> all() {
    return all;
  }

  List<Local> unused() {
    return all.stream().filter(local -> !used.contains(local)).toList();
  }
}
