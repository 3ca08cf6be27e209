package org.gpol.compiler.sema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gpol.compiler.ast.Name;
import org.gpol.compiler.ast.TypeRef;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.SpecialType;
import org.gpol.compiler.checked.StructType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.diagnostics.DiagnosticCode;

/** What stands between the angle brackets of a heap or a fifo, and how the library writes it. */
final class ContainerContents {
  private static final Type WRONG = SpecialType.POISON;

  private final Globals globals;
  private final Reporter reporter;

  ContainerContents(Globals globals) {
    this.globals = globals;
    this.reporter = globals.reporter;
  }

  /** What a heap or fifo written as {@code kind} holds; null if that is wrong and reported. */
  Symbol.Contents of(TypeRef.Named kind) {
    boolean heap = kind.name().text().equals("heap");
    List<TypeRef> arguments = kind.arguments();
    if (arguments.size() == 1 && isRunnable(arguments.get(0))) {
      return tasks(kind, heap);
    }
    if (arguments.size() == 2 && !isRunnable(arguments.get(0)) && !isRunnable(arguments.get(1))) {
      return values(kind, heap);
    }
    malformed(kind, heap);
    return null;
  }

  private static boolean isRunnable(TypeRef ref) {
    return ref instanceof TypeRef.Named n && n.name().text().equals("runnable");
  }

  private void malformed(TypeRef.Named kind, boolean heap) {
    reporter.report(
        DiagnosticCode.NOT_THAT_KIND,
        kind.span(),
        heap
            ? "a heap is written `heap<runnable by TYPE>[N]`, where TYPE is what orders it, or"
                + " `heap<KEY, VALUE by FIELD>[N]`"
            : "a fifo is written `fifo<runnable>[N]`, or `fifo<KEY, VALUE>[N]`",
        heap
            ? "as in `heap<runnable by u64>[1024]`, or `heap<gtid, Job by deadline>[64]`"
            : "as in `fifo<runnable>[1024]`, or `fifo<gtid, duration>[64]`");
  }

  private Symbol.Contents tasks(TypeRef.Named kind, boolean heap) {
    if ((kind.by() != null) != heap) {
      malformed(kind, heap);
      return null;
    }
    if (!heap) {
      return new Symbol.Contents(ScalarType.GTID, SpecialType.RUNNABLE, null, null);
    }
    Name by = kind.by();
    Type order = globals.types.type(new TypeRef.Named(by, List.of(), null, by.span()));
    return order == WRONG || !orders(order, by, "tasks are")
        ? null
        : new Symbol.Contents(ScalarType.GTID, SpecialType.RUNNABLE, order, null);
  }

  private Symbol.Contents values(TypeRef.Named kind, boolean heap) {
    Type key = part(kind.arguments().get(0), "key");
    Type value = part(kind.arguments().get(1), "value");
    if (key == WRONG || value == WRONG) {
      return null;
    }
    if (!heap && kind.by() != null) {
      malformed(kind, false);
      return null;
    }
    return heap ? ordered(kind, key, value) : new Symbol.Contents(key, value, null, null);
  }

  /** A key or a value: a number or a struct. */
  private Type part(TypeRef ref, String what) {
    Type type = globals.types.type(ref);
    if (type != WRONG && !type.isNumber() && !(type instanceof StructType)) {
      reporter.report(
          DiagnosticCode.TYPE_MISMATCH,
          ref.span(),
          "a " + what + " is a number or a struct, not `" + type.describe() + "`");
      return WRONG;
    }
    return type;
  }

  private Symbol.Contents ordered(TypeRef.Named kind, Type key, Type value) {
    Name by = kind.by();
    if (!(value instanceof StructType struct)) {
      if (by != null) {
        malformed(kind, true);
        return null;
      }
      Name written = new Name(value.describe(), kind.arguments().get(1).span());
      return orders(value, written, "values are")
          ? new Symbol.Contents(key, value, value, null)
          : null;
    }
    StructType.Field field = by == null ? null : struct.field(by.text());
    if (field == null) {
      reporter.report(
          DiagnosticCode.UNKNOWN_FIELD,
          by == null ? kind.span() : by.span(),
          by == null
              ? "this does not say by which field of `" + struct.name() + "` it is ordered"
              : "`" + struct.name() + "` has no field `" + by.text() + "`",
          "write `heap<…, " + struct.name() + " by " + struct.fields().get(0).name() + ">[N]`");
      return null;
    }
    return orders(field.type(), by, "values are")
        ? new Symbol.Contents(key, value, field.type(), field)
        : null;
  }

  private boolean orders(Type type, Name by, String what) {
    boolean orders = type instanceof ScalarType scalar && scalar != ScalarType.BOOL;
    if (!orders) {
      reporter.report(
          DiagnosticCode.TYPE_MISMATCH,
          by.span(),
          what + " ordered by a number, not by a `" + type.describe() + "`");
    }
    return orders;
  }

  /** The blanks of the library's text that {@code contents} fill in. */
  static Map<String, String> blanks(String name, Symbol.Contents contents) {
    Map<String, String> blanks = new LinkedHashMap<>();
    blanks.put("index", contents.key().describe());
    if (contents.areTasks()) {
      boolean heap = contents.order() != null;
      String order = heap ? ", order: " + contents.order().describe() : "";
      blanks.put("fields", "task: gtid, barrier: u32" + order);
      blanks.put("element", "task: gtid, barrier: u32" + order);
      blanks.put("arguments", "task, barrier");
      blanks.put("fill", "s.task = task; s.barrier = barrier;" + (heap ? " s.order = order;" : ""));
      blanks.put("stored", "task");
      blanks.put("idparameter", "task: gtid");
      blanks.put("id", "task");
      blanks.put("order", "order");
      blanks.put("change", heap ? order.substring(2) : "");
      blanks.put("set", "s.order = order;");
      return blanks;
    }
    String key = "key: " + parameter(contents.key());
    String value = "value: " + parameter(contents.value());
    blanks.put("keytype", contents.key().describe());
    blanks.put("valuetype", contents.value().describe());
    blanks.put("fields", "entry: " + name + "__Entry");
    blanks.put("element", key + ", " + value);
    blanks.put("arguments", "key, value");
    blanks.put("fill", "s.entry.key = key; s.entry.value = value;");
    blanks.put("stored", "entry.key");
    blanks.put("idparameter", key);
    blanks.put("id", "key");
    blanks.put("order", "entry.value" + (contents.by() == null ? "" : "." + contents.by().name()));
    blanks.put("change", value);
    blanks.put("set", "s.entry.value = value;");
    return blanks;
  }

  /** Numbers are passed as they are, structs by reference. */
  private static String parameter(Type type) {
    return (type instanceof StructType ? "&" : "") + type.describe();
  }
}
