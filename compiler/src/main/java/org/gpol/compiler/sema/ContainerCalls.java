package org.gpol.compiler.sema;

import java.util.ArrayList;
import java.util.List;
import org.gpol.compiler.ast.Expr;
import org.gpol.compiler.checked.ContainerHandleType;
import org.gpol.compiler.checked.OptionalType;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.SpecialType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.checked.TypedExpr;
import org.gpol.compiler.diagnostics.DiagnosticCode;

/** Types the methods of heaps and fifos. */
final class ContainerCalls {
  private static final List<String> HEAP =
      List.of(
          "push",
          "pop_min",
          "min",
          "is_empty",
          "len",
          "remove",
          "renew",
          "update",
          "key",
          "contains");
  private static final List<String> FIFO =
      List.of("push", "push_front", "pop", "is_empty", "len", "remove", "renew", "contains");
  private static final List<String> BY_TASK =
      List.of("remove", "renew", "update", "key", "contains");

  private final ExprChecker exprs;
  private final CallChecker calls;
  private final Reporter reporter;

  ContainerCalls(ExprChecker exprs, CallChecker calls, Reporter reporter) {
    this.exprs = exprs;
    this.calls = calls;
    this.reporter = reporter;
  }

  /** {@code container[lane]}, and the container itself if it is only one. */
  TypedExpr lane(Symbol.Container container, Expr.Index e, Scope scope) {
    TypedExpr lane = exprs.value(e.index(), ScalarType.U32, scope);
    if (lane == null) {
      return null;
    }
    Type handle = new ContainerHandleType(container);
    if (!(lane instanceof TypedExpr.Literal literal)) {
      return new TypedExpr.ContainerRef(container, lane, new OptionalType(handle), e.span());
    }
    if (Long.compareUnsigned(literal.value(), container.lanes()) >= 0) {
      reporter.report(
          DiagnosticCode.INDEX_RANGE,
          e.index().span(),
          "`"
              + container.name()
              + "` has "
              + container.lanes()
              + " "
              + container.kind().word()
              + "s, the last one is "
              + (container.lanes() - 1));
      return null;
    }
    return new TypedExpr.ContainerRef(container, lane, handle, e.span());
  }

  /** A method of {@code receiver}; of the container itself if that is null. */
  TypedExpr method(
      Symbol.Container container,
      TypedExpr receiver,
      Expr.MethodCall e,
      boolean handled,
      Scope scope) {
    boolean heap = container.kind() == Symbol.ContainerKind.HEAP;
    List<String> methods = heap ? HEAP : FIFO;
    String method = e.method().text();
    if (!methods.contains(method)) {
      calls.noMethod(e.method(), "a " + container.kind().word(), methods);
      return null;
    }
    boolean byTask = BY_TASK.contains(method);
    if (receiver == null && !byTask) {
      reporter.report(
          DiagnosticCode.NOT_THAT_KIND,
          e.receiver().span(),
          "`"
              + container.name()
              + "` is "
              + container.lanes()
              + " "
              + container.kind().word()
              + "s",
          "say which: `let q = " + container.name() + "[i] else { … }`");
      return null;
    }
    List<TypedExpr> arguments =
        calls.arguments(e.method(), e.arguments(), parameters(container, method), scope);
    if (arguments == null) {
      return null;
    }
    List<TypedExpr> all = new ArrayList<>(byTask ? List.of() : List.of(receiver));
    all.addAll(arguments);
    return call(container, method, List.copyOf(all), e, handled);
  }

  private static List<Type> parameters(Symbol.Container container, String method) {
    return switch (method) {
      case "push" ->
          container.key() == null
              ? List.of(SpecialType.RUNNABLE)
              : List.of(SpecialType.RUNNABLE, container.key());
      case "push_front" -> List.of(SpecialType.RUNNABLE);
      case "update" -> List.of(ScalarType.GTID, container.key());
      case "renew" -> List.of(ScalarType.GTID, ScalarType.U32);
      case "remove", "key", "contains" -> List.of(ScalarType.GTID);
      default -> List.of();
    };
  }

  private TypedExpr call(
      Symbol.Container container,
      String method,
      List<TypedExpr> arguments,
      Expr.MethodCall e,
      boolean handled) {
    return switch (method) {
      case "push", "push_front" -> {
        if (!handled) {
          calls.unhandled(e.span(), method);
        }
        yield new TypedExpr.ContainerPush(container.function(method), arguments, e.span());
      }
      case "pop", "pop_min", "remove" ->
          new TypedExpr.ContainerTake(
              container, container.function(method), arguments, null, e.span());
      case "min", "key" ->
          new TypedExpr.ContainerTake(
              container,
              container.function(method.equals("key") ? "find" : method),
              arguments,
              container.slot().field("key"),
              e.span());
      default -> new TypedExpr.Call(container.function(method), arguments, e.span());
    };
  }
}
