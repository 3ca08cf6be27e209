package org.gpol.compiler.lower;

import java.util.List;
import org.gpol.compiler.ast.BinaryOp;
import org.gpol.compiler.checked.CheckedPolicy;
import org.gpol.compiler.checked.Local;
import org.gpol.compiler.checked.OptionalType;
import org.gpol.compiler.checked.QueueHandleType;
import org.gpol.compiler.checked.ReferenceType;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.SpecialType;
import org.gpol.compiler.checked.StructType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.checked.TypedExpr;
import org.gpol.compiler.checked.TypedStmt;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.compiler.diagnostics.SourceSpan;

/** Checked trees by hand, as short as Java lets them be. */
final class Trees {
  static final SourceFile FILE = new SourceFile("test.gpol", "policy test;\n");
  static final SourceSpan SPAN = FILE.span(0, 12);
  static final TypedStmt.Block NOTHING = block();

  static final Symbol.ContextField MSG_TYPE = field("type", ScalarType.U16, 48);
  static final Symbol.ContextField MSG_SEQNUM = field("seqnum", ScalarType.U32, 52);
  static final Symbol.ContextField MSG_GTID = field("gtid", ScalarType.GTID, 0);
  static final Symbol.Context MSG =
      new Symbol.Context(
          "ghost_msg", "ghost_msg/msg_send", 64, MSG_TYPE, List.of(MSG_TYPE, MSG_SEQNUM));
  static final Symbol.Context SCHED =
      new Symbol.Context("ghost_sched", "ghost_sched/pnt", 16, null, List.of());
  static final Symbol.Helper RUN =
      new Symbol.Helper(
          "run", 3001, List.of(SpecialType.RUNNABLE, ScalarType.U32), ScalarType.ERRNO, false, "");
  static final StructType ON_CPU =
      new StructType(
          "OnCpu",
          List.of(
              new StructType.Field("flag", ScalarType.U8, 0),
              new StructType.Field("since", ScalarType.TIME, 8)),
          16,
          8,
          SPAN);

  private Trees() {}

  static Symbol.ContextField field(String name, Type type, int offset) {
    return new Symbol.ContextField(name, type, offset, true, "");
  }

  static Symbol.Hook hook(String name, Symbol.Context context, Long number, Type result) {
    long standard = result == SpecialType.VOID ? 0 : 1;
    return new Symbol.Hook(name, context, number, result, standard, List.of(), "");
  }

  static TypedStmt.Block block(TypedStmt... statements) {
    return new TypedStmt.Block(List.of(statements), SPAN);
  }

  static TypedExpr literal(long value, Type type) {
    return new TypedExpr.Literal(value, type, SPAN);
  }

  static TypedExpr.LocalRef ref(Local local) {
    return new TypedExpr.LocalRef(local, SPAN);
  }

  static Local local(String name, Type type) {
    return new Local(name, type, true, SPAN);
  }

  static TypedExpr binary(BinaryOp op, TypedExpr left, TypedExpr right, Type type) {
    return new TypedExpr.Binary(op, left, right, type, SPAN);
  }

  static TypedStmt let(Local local, TypedExpr value) {
    return new TypedStmt.Let(local, value, SPAN);
  }

  static TypedStmt assign(TypedExpr.Place target, BinaryOp op, TypedExpr value) {
    return new TypedStmt.Assign(target, op, value, SPAN);
  }

  static TypedStmt ret(TypedExpr value) {
    return new TypedStmt.Return(value, SPAN);
  }

  static TypedExpr.FieldRef member(TypedExpr base, StructType type, String field) {
    return new TypedExpr.FieldRef(base, type.field(field), SPAN);
  }

  static Symbol.Map queue(String name, Type element, int entries) {
    QueueHandleType handle = new QueueHandleType(element, entries);
    return new Symbol.Map(name, Symbol.MapKind.QUEUE, null, handle.element(), entries, SPAN);
  }

  static TypedExpr lookup(Symbol.Map map, TypedExpr key) {
    Type found =
        map.value() instanceof QueueHandleType ? map.value() : new ReferenceType(map.value());
    return new TypedExpr.Lookup(map, key, new OptionalType(found), SPAN);
  }

  static TypedExpr queueRef(Symbol.Map map) {
    return new TypedExpr.QueueRef(map, SPAN);
  }

  static CheckedPolicy policy(
      List<Symbol.Param> params,
      List<Symbol.Global> globals,
      List<Symbol.Map> maps,
      List<Symbol.Stat> stats,
      List<CheckedPolicy.Function> functions,
      CheckedPolicy.Handler... handlers) {
    return new CheckedPolicy(
        FILE,
        "test",
        params,
        globals,
        List.of(),
        maps,
        stats,
        List.of(),
        List.of(),
        List.of(),
        functions,
        List.of(handlers),
        List.of(),
        List.of());
  }

  static CheckedPolicy.Handler handler(Symbol.Hook hook, TypedStmt... body) {
    return new CheckedPolicy.Handler(hook, block(body), SPAN);
  }
}
