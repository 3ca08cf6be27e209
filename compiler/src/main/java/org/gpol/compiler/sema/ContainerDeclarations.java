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
import org.gpol.compiler.checked.StructType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.prelude.ContainerLibrary;

/**
 * Heaps and fifos, which are made of maps and functions: for each that a policy declares the
 * library's declarations are added to the policy, under names of their own.
 */
final class ContainerDeclarations {
  /** What one container holds at most. */
  private static final int MOST_ENTRIES = 1 << 18;

  /** Bytes of a slot besides what it holds, at most. */
  private static final int MOST_LINKS = 48;

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
    long capacity = globals.count(inner.size(), MOST_ENTRIES, "a container");
    long lanes = array ? globals.count(outer.size(), MOST_ENTRIES, "an array of containers") : 1;
    Symbol.Contents contents = new ContainerContents(globals).of(kind);
    if (capacity < 0 || lanes < 0 || contents == null || !fits(kind, contents, capacity)) {
      return new Entity.Broken();
    }
    Map<String, String> blanks = blanks(map.name().text(), contents, capacity, lanes);
    List<Decl> parts = new ArrayList<>();
    for (String text : texts(kind.name().text(), contents)) {
      Unit unit = ContainerLibrary.declarations(text, blanks);
      add(unit);
      parts.addAll(unit.declarations());
    }
    Symbol.ContainerKind word =
        kind.name().text().equals("heap") ? Symbol.ContainerKind.HEAP : Symbol.ContainerKind.FIFO;
    return new Entity.Value(symbol(map.name(), word, contents, (int) capacity, (int) lanes, parts));
  }

  /** The texts of the library that make up a container, what others need first. */
  private static List<String> texts(String kind, Symbol.Contents contents) {
    if (contents.areTasks()) {
      return List.of(kind, "keyed", "tasks");
    }
    return kind.equals("heap")
        ? List.of("values", kind, "keyed")
        : List.of("values", kind, "keyed", "fifo_values");
  }

  private boolean fits(TypeRef.Named kind, Symbol.Contents contents, long capacity) {
    long each = (long) contents.key().size() + contents.value().size() + MOST_LINKS;
    if ((capacity + 1) * each <= TypeResolver.MAX_GLOBAL_SIZE) {
      return true;
    }
    reporter.report(
        DiagnosticCode.BAD_SIZE,
        kind.span(),
        "this takes "
            + (capacity + 1) * each
            + " bytes; at most "
            + TypeResolver.MAX_GLOBAL_SIZE
            + " fit");
    return false;
  }

  private static Map<String, String> blanks(
      String name, Symbol.Contents contents, long capacity, long lanes) {
    Map<String, String> blanks = new LinkedHashMap<>();
    blanks.put("name", name);
    blanks.put("slots", Long.toString(capacity + 1));
    blanks.put("capacity", Long.toString(capacity));
    blanks.put("lanes", Long.toString(lanes));
    // A way down along right children is at most this long, and merging goes down two at once.
    int height = Long.SIZE - Long.numberOfLeadingZeros(capacity + 1);
    blanks.put("height", Integer.toString(height));
    blanks.put("merge", Integer.toString(2 * height));
    blanks.putAll(ContainerContents.blanks(name, contents));
    return blanks;
  }

  /** The function that stands for a helper; the first use adds its text to the policy. */
  Entity library(Entity.Library library) {
    if (globals.entity(library.function()) == null) {
      add(ContainerLibrary.declarations(library.text(), Map.of()));
    }
    return globals.use(library.function());
  }

  /** Adds declarations of the library. */
  void add(Unit unit) {
    globals.declare(unit.declarations(), true);
    declared.addAll(unit.declarations());
  }

  private Symbol.Container symbol(
      Name name,
      Symbol.ContainerKind kind,
      Symbol.Contents contents,
      int capacity,
      int lanes,
      List<Decl> parts) {
    String prefix = name.text() + "__";
    Map<String, Symbol.Function> functions = new LinkedHashMap<>();
    for (Decl decl : parts) {
      if (decl instanceof Decl.Fn fn
          && globals.entity(fn.name().text()) instanceof Entity.Value value
          && value.symbol() instanceof Symbol.Function function) {
        functions.put(fn.name().text().substring(prefix.length()), function);
      }
    }
    Symbol.Global slots = global(prefix + "slots");
    StructType slot = (StructType) ((ArrayType) slots.type()).element();
    return new Symbol.Container(
        name.text(), kind, contents, capacity, lanes, slots, slot, functions, name.span());
  }

  private Symbol.Global global(String name) {
    return (Symbol.Global) ((Entity.Value) globals.entity(name)).symbol();
  }
}
