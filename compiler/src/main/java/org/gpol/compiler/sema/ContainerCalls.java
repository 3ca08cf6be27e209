package org.gpol.compiler.sema;

import java.util.ArrayList;
import java.util.List;
import org.gpol.compiler.ast.Expr;
import org.gpol.compiler.checked.ContainerHandleType;
import org.gpol.compiler.checked.OptionalType;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.StructType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.checked.TypedExpr;
import org.gpol.compiler.diagnostics.DiagnosticCode;

/**
 * Types the methods of heaps and fifos. What is taken out of one that holds values, or looked at in
 * it, is a copy.
 */
final class ContainerCalls {
  private static final List<String> EVERY =
      List.of("push", "is_empty", "len", "remove", "contains");
  private static final List<String> BY_KEY =
      List.of("remove", "renew", "update", "key", "get", "contains");

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
    List<String> methods = methods(container);
    String method = e.method().text();
    if (!methods.contains(method)) {
      calls.noMethod(e.method(), "a " + container.kind().word(), methods);
      return null;
    }
    boolean byKey = BY_KEY.contains(method);
    if (receiver == null && !byKey) {
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
    arguments = arguments.stream().map(ContainerCalls::passed).toList();
    List<TypedExpr> all = new ArrayList<>(byKey ? List.of() : List.of(receiver));
    all.addAll(arguments);
    return call(container, method, List.copyOf(all), e, handled);
  }

  private static List<String> methods(Symbol.Container container) {
    boolean tasks = container.contents().areTasks();
    List<String> methods = new ArrayList<>(EVERY);
    if (container.kind() == Symbol.ContainerKind.HEAP) {
      methods.addAll(List.of("pop_min", "min", "update"));
    } else {
      methods.addAll(List.of("push_front", "pop"));
      methods.addAll(tasks ? List.of() : List.of("front", "update"));
    }
    methods.add(tasks ? "renew" : "get");
    if (tasks && container.kind() == Symbol.ContainerKind.HEAP) {
      methods.add("key");
    }
    return methods;
  }

  /** A struct is passed by reference: the container copies it. */
  private static TypedExpr passed(TypedExpr argument) {
    if (argument instanceof TypedExpr.Deref deref && argument.type() instanceof StructType) {
      return deref.reference();
    }
    return argument.type() instanceof StructType
        ? new TypedExpr.Borrow(argument, argument.span())
        : argument;
  }

  private static List<Type> parameters(Symbol.Container container, String method) {
    Symbol.Contents contents = container.contents();
    boolean ordered = contents.areTasks() && contents.order() != null;
    Type changed = contents.areTasks() ? contents.order() : contents.value();
    return switch (method) {
      case "push", "push_front" -> {
        List<Type> types = new ArrayList<>(List.of(contents.value()));
        if (ordered) {
          types.add(contents.order());
        } else if (!contents.areTasks()) {
          types.add(0, contents.key());
        }
        yield types;
      }
      case "update" -> List.of(contents.key(), changed);
      case "renew" -> List.of(contents.key(), ScalarType.U32);
      case "remove", "key", "get", "contains" -> List.of(contents.key());
      default -> List.of();
    };
  }

  private TypedExpr call(
      Symbol.Container container,
      String method,
      List<TypedExpr> arguments,
      Expr.MethodCall e,
      boolean handled) {
    boolean tasks = container.contents().areTasks();
    return switch (method) {
      case "push", "push_front" -> {
        if (tasks && !handled) {
          calls.unhandled(e.span(), method);
        }
        yield new TypedExpr.ContainerPush(
            container, container.function(method), arguments, e.span());
      }
      case "pop", "pop_min", "remove", "front" ->
          take(container, method, arguments, tasks ? null : entry(container), e);
      case "min" ->
          take(container, method, arguments, tasks ? order(container) : entry(container), e);
      case "key" -> take(container, "find", arguments, order(container), e);
      case "get" -> take(container, "find", arguments, value(container), e);
      default -> new TypedExpr.Call(container.function(method), arguments, e.span());
    };
  }

  private static TypedExpr take(
      Symbol.Container container,
      String function,
      List<TypedExpr> arguments,
      StructType.Field field,
      Expr.MethodCall e) {
    return new TypedExpr.ContainerTake(
        container, container.function(function), arguments, field, e.span());
  }

  private static StructType.Field order(Symbol.Container container) {
    return container.slot().field("order");
  }

  private static StructType.Field entry(Symbol.Container container) {
    return container.slot().field("entry");
  }

  /** Where in a slot the value of its entry lies. */
  private static StructType.Field value(Symbol.Container container) {
    StructType.Field entry = entry(container);
    StructType.Field value = ((StructType) entry.type()).field("value");
    return new StructType.Field(value.name(), value.type(), entry.offset() + value.offset());
  }
}
