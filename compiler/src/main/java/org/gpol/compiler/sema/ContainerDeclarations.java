package org.gpol.compiler.sema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gpol.compiler.ast.Decl;
import org.gpol.compiler.ast.Name;
import org.gpol.compiler.ast.TypeRef;
import org.gpol.compiler.ast.Unit;
import org.gpol.compiler.checked.ArrayType;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.SpecialType;
import org.gpol.compiler.checked.StructType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.prelude.ContainerLibrary;

/**
 * Containers of tasks that are made of maps and functions: for each that a policy declares the
 * library's declarations are added to the policy, under names of their own.
 */
final class ContainerDeclarations {
  /** Tasks that one container holds at most: what fits the largest global. */
  private static final int MOST_TASKS = 1 << 18;

  private static final Set<String> KINDS = Set.of("heap", "fifo");

  private final Globals globals;
  private final Reporter reporter;
  private final List<Decl> declared = new ArrayList<>();

  ContainerDeclarations(Globals globals) {
    this.globals = globals;
    this.reporter = globals.reporter;
  }

  /** What was added to the policy. */
  List<Decl> declared() {
    return declared;
  }

  /** True if {@code map} declares such a container, or an array of them. */
  static boolean isContainer(Decl.Map map) {
    return kind(map.type()) != null;
  }

  private static TypeRef.Named kind(TypeRef ref) {
    if (!(ref instanceof TypeRef.Sized sized)
        || !(sized.element() instanceof TypeRef.Named named)) {
      return null;
    }
    if (KINDS.contains(named.name().text())) {
      return named;
    }
    boolean array = named.name().text().equals("array") && named.arguments().size() == 1;
    return array ? kind(named.arguments().get(0)) : null;
  }

  /** Adds what {@code map} is made of and returns its meaning. */
  Entity declare(Decl.Map map) {
    TypeRef.Named kind = kind(map.type());
    TypeRef.Sized outer = (TypeRef.Sized) map.type();
    boolean array = outer.element() != kind;
    TypeRef.Sized inner =
        array ? (TypeRef.Sized) ((TypeRef.Named) outer.element()).arguments().get(0) : outer;
    long capacity = globals.count(inner.size(), MOST_TASKS, "a container of tasks");
    long lanes = array ? globals.count(outer.size(), MOST_TASKS, "an array of containers") : 1;
    Type key = key(kind);
    if (capacity < 0 || lanes < 0 || key == SpecialType.POISON) {
      return new Entity.Broken();
    }
    String name = map.name().text();
    Map<String, String> blanks = new LinkedHashMap<>();
    blanks.put("name", name);
    blanks.put("slots", Long.toString(capacity + 1));
    blanks.put("capacity", Long.toString(capacity));
    blanks.put("lanes", Long.toString(lanes));
    // A way down along right children is at most this long, and merging goes down two at once.
    int height = Long.SIZE - Long.numberOfLeadingZeros(capacity + 1);
    blanks.put("height", Integer.toString(height));
    blanks.put("merge", Integer.toString(2 * height));
    if (key != null) {
      blanks.put("key", key.describe());
    }
    Unit unit = ContainerLibrary.declarations(kind.name().text(), blanks);
    add(unit);
    Symbol.ContainerKind word = key == null ? Symbol.ContainerKind.FIFO : Symbol.ContainerKind.HEAP;
    return new Entity.Value(symbol(map.name(), word, key, (int) capacity, (int) lanes, unit));
  }

  /** Adds declarations of the library. */
  void add(Unit unit) {
    globals.declare(unit.declarations(), true);
    declared.addAll(unit.declarations());
  }

  /** What orders the heap, null for a fifo; poison if that is wrong and reported. */
  private Type key(TypeRef.Named kind) {
    boolean heap = kind.name().text().equals("heap");
    boolean tasks =
        kind.arguments().size() == 1
            && kind.arguments().get(0) instanceof TypeRef.Named n
            && n.name().text().equals("runnable");
    if (!tasks || (kind.by() != null) != heap) {
      reporter.report(
          DiagnosticCode.NOT_THAT_KIND,
          kind.span(),
          heap
              ? "a heap is written `heap<runnable by TYPE>[N]`, where TYPE is what orders it"
              : "a fifo holds tasks",
          heap ? "as in `heap<runnable by u64>[1024]`, or `by time`" : "write `fifo<runnable>[N]`");
      return SpecialType.POISON;
    }
    if (!heap) {
      return null;
    }
    Name by = kind.by();
    Type key = globals.types.type(new TypeRef.Named(by, List.of(), null, by.span()));
    boolean orders = key instanceof ScalarType scalar && scalar != ScalarType.BOOL;
    if (key != SpecialType.POISON && !orders) {
      reporter.report(
          DiagnosticCode.TYPE_MISMATCH,
          by.span(),
          "tasks are ordered by a number, not by a `" + key.describe() + "`");
      return SpecialType.POISON;
    }
    return key;
  }

  private Symbol.Container symbol(
      Name name, Symbol.ContainerKind kind, Type key, int capacity, int lanes, Unit unit) {
    String prefix = name.text() + "__";
    Map<String, Symbol.Function> functions = new LinkedHashMap<>();
    for (Decl decl : unit.declarations()) {
      if (decl instanceof Decl.Fn fn
          && globals.entity(fn.name().text()) instanceof Entity.Value value
          && value.symbol() instanceof Symbol.Function function) {
        functions.put(fn.name().text().substring(prefix.length()), function);
      }
    }
    Symbol.Global slots = global(prefix + "slots");
    StructType slot = (StructType) ((ArrayType) slots.type()).element();
    return new Symbol.Container(
        name.text(), kind, key, capacity, lanes, slots, slot, functions, name.span());
  }

  private Symbol.Global global(String name) {
    return (Symbol.Global) ((Entity.Value) globals.entity(name)).symbol();
  }
}
