package org.gpol.compiler.sema;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gpol.bpf.text.Spelling;
import org.gpol.compiler.ast.Name;
import org.gpol.compiler.ast.TypeRef;
import org.gpol.compiler.checked.ArrayType;
import org.gpol.compiler.checked.QueueHandleType;
import org.gpol.compiler.checked.ReferenceType;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.SpecialType;
import org.gpol.compiler.checked.StructType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.SourceSpan;

/** Gives written types and containers their meaning. */
final class TypeResolver {
  /** The greatest number of entries of a map, and of elements of an array. */
  static final long MAX_ENTRIES = 1 << 24;

  /** The greatest size of a value: what one map entry may reasonably hold. */
  static final int MAX_VALUE_SIZE = 1 << 15;

  /** The greatest size of a global. */
  static final int MAX_GLOBAL_SIZE = 1 << 24;

  /** What events go through; no map that a policy declares. */
  private static final String RING_BUFFER = "ringbuf";

  /** Kinds of maps by their words. */
  private static final Map<String, Symbol.MapKind> KINDS =
      Arrays.stream(Symbol.MapKind.values())
          .filter(kind -> kind != Symbol.MapKind.ARRAY_OF_QUEUES)
          .collect(Collectors.toUnmodifiableMap(Symbol.MapKind::word, kind -> kind));

  private static final Set<String> CONTAINERS =
      Stream.concat(KINDS.keySet().stream(), Stream.of("fifo", "heap"))
          .collect(Collectors.toUnmodifiableSet());

  private final Globals globals;
  private final Reporter reporter;

  TypeResolver(Globals globals, Reporter reporter) {
    this.globals = globals;
    this.reporter = reporter;
  }

  /** The type of a global, which may be larger than what a map or a function's memory holds. */
  Type global(TypeRef ref) {
    if (ref instanceof TypeRef.Sized sized) {
      return sized(sized, MAX_GLOBAL_SIZE);
    }
    return type(ref);
  }

  /** The type of a parameter, which may refer to something. */
  Type parameter(TypeRef ref) {
    if (!(ref instanceof TypeRef.Reference reference)) {
      return type(ref);
    }
    Type target = type(reference.target());
    return target != SpecialType.POISON && storable(target, reference.target().span())
        ? new ReferenceType(target)
        : SpecialType.POISON;
  }

  /** The type written as {@code ref}; poison if it is wrong, which has then been reported. */
  Type type(TypeRef ref) {
    if (ref instanceof TypeRef.Named named) {
      return named(named);
    }
    if (ref instanceof TypeRef.Sized sized) {
      return sized(sized, MAX_VALUE_SIZE);
    }
    if (ref instanceof TypeRef.Reference) {
      reporter.report(
          DiagnosticCode.REFERENCE_ESCAPES,
          ref.span(),
          "a reference can be a parameter, and nothing else",
          "keep the key, and look the entry up again");
      return SpecialType.POISON;
    }
    reporter.report(
        DiagnosticCode.NOT_THAT_KIND,
        ref.span(),
        "only what a lookup gives is optional; nothing can be declared so",
        "keep a `bool` beside the value, or an entry in a map only where there is a value");
    return SpecialType.POISON;
  }

  private Type sized(TypeRef.Sized ref, int mostBytes) {
    Type element = type(ref.element());
    long length = globals.count(ref.size(), MAX_ENTRIES, "an array");
    if (element == SpecialType.POISON || length < 0) {
      return SpecialType.POISON;
    }
    if (!storable(element, ref.element().span())) {
      return SpecialType.POISON;
    }
    return checkSize(new ArrayType(element, 1), length, mostBytes, ref.span());
  }

  private Type checkSize(ArrayType one, long length, int mostBytes, SourceSpan span) {
    if (one.size() * length > mostBytes) {
      reporter.report(
          DiagnosticCode.BAD_SIZE,
          span,
          "this takes " + one.size() * length + " bytes; at most " + mostBytes + " fit",
          "an `array` map has room for more");
      return SpecialType.POISON;
    }
    return new ArrayType(one.element(), (int) length);
  }

  private Type named(TypeRef.Named named) {
    String name = named.name().text();
    if (CONTAINERS.contains(name) || name.equals(RING_BUFFER)) {
      reporter.report(
          DiagnosticCode.NOT_THAT_KIND,
          named.span(),
          "`" + name + "` is a container, not a type of values",
          "declare it as a `map`");
      return SpecialType.POISON;
    }
    if (!named.arguments().isEmpty()) {
      reporter.report(
          DiagnosticCode.NOT_THAT_KIND, named.span(), "`" + name + "` takes no type in `<>`");
      return SpecialType.POISON;
    }
    if (name.equals("runnable")) {
      return SpecialType.RUNNABLE;
    }
    Type scalar = scalar(name);
    return scalar != null ? scalar : declared(named.name());
  }

  private static Type scalar(String name) {
    for (ScalarType type : ScalarType.values()) {
      if (type.describe().equals(name)) {
        return type;
      }
    }
    return null;
  }

  private Type declared(Name name) {
    Entity entity = globals.use(name.text());
    if (entity instanceof Entity.TypeName type) {
      return type.type();
    }
    if (entity instanceof Entity.Broken) {
      return SpecialType.POISON;
    }
    if (entity != null) {
      reporter.report(
          DiagnosticCode.NOT_THAT_KIND, name.span(), "`" + name.text() + "` is not a type");
      return SpecialType.POISON;
    }
    List<String> candidates = new ArrayList<>(globals.typeNames());
    for (ScalarType type : ScalarType.values()) {
      candidates.add(type.describe());
    }
    candidates.add("runnable");
    reporter.report(
        DiagnosticCode.UNKNOWN_TYPE,
        name.span(),
        "there is no type `" + name.text() + "`" + Spelling.didYouMean(name.text(), candidates));
    return SpecialType.POISON;
  }

  /** Reports a type whose values can't be kept in memory by the policy itself. */
  boolean storable(Type type, SourceSpan span) {
    if (type.isNumber() || type instanceof StructType || type instanceof ArrayType) {
      return true;
    }
    if (type == SpecialType.RUNNABLE) {
      reporter.report(
          DiagnosticCode.TASK_MISUSED,
          span,
          "a `runnable` can be kept only in a container of `runnable`",
          "keep its `gtid`, or put it into a `queue<runnable>`");
    }
    return false;
  }

  /** The map declared as {@code ref}, or null if that is wrong and reported. */
  Symbol.Map map(Name name, TypeRef ref) {
    TypeRef.Named kind = containerOf(ref, name);
    if (kind == null) {
      return null;
    }
    String word = kind.name().text();
    if (word.equals(RING_BUFFER)) {
      reporter.report(
          DiagnosticCode.NOT_THAT_KIND,
          kind.name().span(),
          "a ring buffer comes with the event that is sent through it",
          "declare `event NAME { … }`, and `emit NAME { … };`");
      return null;
    }
    Symbol.MapKind known = KINDS.get(word);
    if (known == null) {
      reporter.report(
          DiagnosticCode.UNKNOWN_TYPE,
          kind.name().span(),
          "there is no kind of map `" + word + "`" + Spelling.didYouMean(word, CONTAINERS),
          "kinds are `hash<K, V>`, `lru_hash<K, V>`, `percpu_hash<K, V>`, `array<V>`,"
              + " `percpu_array<V>`, `queue<T>`, `stack<T>`, `fifo<runnable>`, `fifo<K, V>`,"
              + " `heap<runnable by T>` and `heap<K, V by FIELD>`");
      return null;
    }
    int wanted = known.isHash() ? 2 : 1;
    if (kind.arguments().size() != wanted || kind.by() != null) {
      reporter.report(
          DiagnosticCode.NOT_THAT_KIND,
          kind.span(),
          "a `"
              + word
              + "` is written `"
              + (wanted == 2 ? word + "<K, V>[N]" : word + "<T>[N]")
              + "`");
      return null;
    }
    long entries = globals.count(((TypeRef.Sized) ref).size(), MAX_ENTRIES, "a map");
    return entries < 0 ? null : container(name, known, kind.arguments(), (int) entries);
  }

  private TypeRef.Named containerOf(TypeRef ref, Name name) {
    if (ref instanceof TypeRef.Sized sized && sized.element() instanceof TypeRef.Named named) {
      return named;
    }
    String hint = ref instanceof TypeRef.Named ? ref.span().text() + "[1024]" : "hash<K, V>[1024]";
    reporter.report(
        DiagnosticCode.NOT_THAT_KIND,
        ref.span(),
        "the map `" + name.text() + "` does not say how much it holds",
        "write `map " + name.text() + ": " + hint + ";`");
    return null;
  }

  private Symbol.Map container(
      Name name, Symbol.MapKind kind, List<TypeRef> arguments, int entries) {
    SourceSpan span = name.span();
    String text = name.text();
    TypeRef last = arguments.get(arguments.size() - 1);
    if (kind == Symbol.MapKind.ARRAY && innerQueue(last)) {
      Symbol.Map inner = map(name, last);
      if (inner == null) {
        return null;
      }
      Type handle = new QueueHandleType(inner.value(), inner.maxEntries());
      return new Symbol.Map(
          text, Symbol.MapKind.ARRAY_OF_QUEUES, ScalarType.U32, handle, entries, span);
    }
    Type value = type(last);
    boolean queue = kind.isQueue();
    if (value == SpecialType.POISON
        || (!(queue && value == SpecialType.RUNNABLE) && !storable(value, last.span()))) {
      return null;
    }
    if (queue) {
      return new Symbol.Map(text, kind, null, value, entries, span);
    }
    Type key = kind.isHash() ? type(arguments.get(0)) : ScalarType.U32;
    if (key == SpecialType.POISON || !storable(key, arguments.get(0).span())) {
      return null;
    }
    return new Symbol.Map(text, kind, key, value, entries, span);
  }

  private static boolean innerQueue(TypeRef ref) {
    return ref instanceof TypeRef.Sized sized
        && sized.element() instanceof TypeRef.Named named
        && named.name().text().equals("queue");
  }
}
