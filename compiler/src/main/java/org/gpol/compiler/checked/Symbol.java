package org.gpol.compiler.checked;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.gpol.compiler.diagnostics.SourceSpan;

/** What the names of a policy mean at the machine. */
public sealed interface Symbol
    permits Local,
        Symbol.Param,
        Symbol.Global,
        Symbol.ExternVar,
        Symbol.Map,
        Symbol.Container,
        Symbol.Stat,
        Symbol.Event,
        Symbol.Function,
        Symbol.Helper,
        Symbol.Hook {
  String name();

  /**
   * A tunable in {@code .rodata}.
   *
   * @param value the default; like {@code low} and {@code high} extended to 64 bits by the sign of
   *     the type
   */
  record Param(String name, Type type, long value, long low, long high, String doc, SourceSpan span)
      implements Symbol {}

  /**
   * A global in {@code .data}, or in {@code .bss} if it begins as zero.
   *
   * @param type a number, a struct or an array
   * @param initial made of constants; null for zero
   */
  record Global(String name, Type type, TypedExpr initial, SourceSpan span) implements Symbol {}

  /**
   * Read-only data that the loader fills in, in {@code .rodata} under this very name.
   *
   * @param type a number, or an array of as many numbers as a power of two
   * @param low the least value it can have; like {@code high} extended to 64 bits
   */
  record ExternVar(String name, Type type, long low, long high, SourceSpan span)
      implements Symbol {}

  /** Kinds of maps. */
  enum MapKind {
    HASH,
    /** A hash that forgets what has not been used for longest when it is full. */
    LRU_HASH,
    PERCPU_HASH,
    ARRAY,
    PERCPU_ARRAY,
    QUEUE,
    /** A queue that gives what came last first. */
    STACK,
    /** An array of maps whose inner maps are queues. */
    ARRAY_OF_QUEUES;

    /** As policies write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** True if entries come and go by key. */
    public boolean isHash() {
      return this == HASH || this == LRU_HASH || this == PERCPU_HASH;
    }

    /** True if there are no keys. */
    public boolean isQueue() {
      return this == QUEUE || this == STACK;
    }
  }

  /**
   * A map.
   *
   * @param key null for queues; {@code u32} or {@code cpu} for arrays is always {@code u32}
   * @param value what an entry holds; a {@link QueueHandleType} for an array of queues
   */
  record Map(String name, MapKind kind, Type key, Type value, int maxEntries, SourceSpan span)
      implements Symbol {}

  /** Kinds of containers that are made of maps and functions. */
  enum ContainerKind {
    HEAP,
    FIFO;

    /** As policies write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What a heap or a fifo holds, by keys of which each is there at most once.
   *
   * @param key a task's gtid, or a number or a struct
   * @param value {@link SpecialType#RUNNABLE}, or a number or a struct
   * @param order what a heap is ordered by; null for a fifo
   * @param by the field of {@code value} that is the order; null if that is the value itself, or
   *     given besides a task
   */
  record Contents(Type key, Type value, Type order, StructType.Field by) {
    /** True if it holds tasks, each by its gtid. */
    public boolean areTasks() {
      return value == SpecialType.RUNNABLE;
    }
  }

  /**
   * Heaps or fifos that share their slots.
   *
   * @param capacity how much all of them hold together
   * @param lanes how many heaps or fifos there are
   * @param slots an array of one {@code slot} more than the capacity; the first is never used
   * @param slot of tasks: has gtid and barrier at the places where a runnable has them; of values:
   *     has an {@code entry} of {@code key} and {@code value}
   * @param functions by what they are called in the library
   */
  record Container(
      String name,
      ContainerKind kind,
      Contents contents,
      int capacity,
      int lanes,
      Global slots,
      StructType slot,
      java.util.Map<String, Function> functions,
      SourceSpan span)
      implements Symbol {
    /** The library's function {@code name}. */
    public Function function(String name) {
      return functions.get(name);
    }
  }

  /** Kinds of statistics. */
  enum StatKind {
    COUNTER,
    GAUGE,
    HISTOGRAM;

    /** As policies write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A statistic.
   *
   * @param histogram what a histogram is made of, else null
   */
  record Stat(String name, StatKind kind, Histogram histogram, String doc, SourceSpan span)
      implements Symbol {
    /** A counter or a gauge. */
    public Stat(String name, StatKind kind, String doc, SourceSpan span) {
      this(name, kind, null, doc, span);
    }
  }

  /**
   * What a histogram is made of.
   *
   * @param value what is counted
   * @param buckets as {@link org.gpol.bpf.object.HistogramLayout} has them
   * @param add takes a {@code value}
   */
  record Histogram(ScalarType value, Map buckets, Function add) {}

  /**
   * A record that is sent to whoever watches.
   *
   * @param record whose fields are numbers
   */
  record Event(String name, StructType record, String doc, SourceSpan span) implements Symbol {}

  /**
   * A function of the policy; its body is in the {@link CheckedPolicy.Function} of the same symbol.
   *
   * @param result {@link SpecialType#VOID} if it returns nothing
   */
  record Function(String name, boolean inline, List<Type> parameters, Type result, SourceSpan span)
      implements Symbol {}

  /**
   * A helper of the target.
   *
   * @param number of the call instruction
   * @param parameters a {@code runnable} is passed as its gtid and its barrier, in two registers
   * @param result an {@code errno} comes negative in R0
   * @param contexts of the programs that may call it; empty for all
   */
  record Helper(
      String name,
      int number,
      List<Type> parameters,
      Type result,
      boolean ignorable,
      Set<String> contexts,
      String doc)
      implements Symbol {
    /** For all programs. */
    public Helper(
        String name,
        int number,
        List<Type> parameters,
        Type result,
        boolean ignorable,
        String doc) {
      this(name, number, parameters, result, ignorable, Set.of(), doc);
    }
  }

  /**
   * A program, or a part of one, that the target calls.
   *
   * @param number the value of the context's selector that means this hook; null if the context has
   *     no selector and the hook is the whole program
   * @param result {@link SpecialType#VOID} if what it returns is ignored (return 0)
   * @param defaultResult returned where a handler says nothing; also by a program for a selector
   *     that has no handler
   */
  record Hook(
      String name,
      Context context,
      Long number,
      Type result,
      long defaultResult,
      List<ContextMember> members,
      String doc)
      implements Symbol {}

  /**
   * A kind of program.
   *
   * @param section the ELF section, e.g. {@code ghost_sched/pnt}
   * @param size bytes of the context
   * @param selector the field that tells the hooks of one program apart, or null
   */
  record Context(
      String name, String section, int size, ContextField selector, List<ContextMember> members) {}

  /** What a handler can see in its context. */
  sealed interface ContextMember permits ContextField, ContextTask {
    String name();

    Type type();
  }

  /** A field at {@code offset} of the context; {@code type} is a number. */
  record ContextField(String name, Type type, int offset, boolean writable, String doc)
      implements ContextMember {}

  /**
   * A task that comes with the context, made of two of its fields.
   *
   * @param presence null if the task is always there, else a field that is not zero if it is
   */
  record ContextTask(
      String name, ContextField gtid, ContextField barrier, ContextField presence, String doc)
      implements ContextMember {
    @Override
    public Type type() {
      return presence == null ? SpecialType.RUNNABLE : new OptionalType(SpecialType.RUNNABLE);
    }
  }
}
