package org.gpol.compiler.sema;

import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.text.Spelling;
import org.gpol.compiler.ast.Expr;
import org.gpol.compiler.ast.Name;
import org.gpol.compiler.checked.ContainerHandleType;
import org.gpol.compiler.checked.OptionalType;
import org.gpol.compiler.checked.QueueHandleType;
import org.gpol.compiler.checked.ReferenceType;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.SpecialType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.checked.TypedExpr;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.SourceSpan;

/** Types calls: of functions and helpers, and of the methods of containers. */
final class CallChecker {
  private final ExprChecker exprs;
  private final Globals globals;
  private final Reporter reporter;
  private final ContainerCalls containers;

  /** The call whose failure the statement around it handles. */
  private Expr attempted;

  CallChecker(ExprChecker exprs, Globals globals) {
    this.exprs = exprs;
    this.globals = globals;
    this.reporter = globals.reporter;
    this.containers = new ContainerCalls(exprs, this, reporter);
  }

  /** As {@code check}, for a call that has an {@code else}. */
  TypedExpr attempt(Expr call, Scope scope) {
    attempted = call;
    TypedExpr typed = exprs.check(call, null, scope);
    attempted = null;
    return typed;
  }

  private boolean isAttempted(Expr call) {
    return attempted != null && attempted.span().equals(call.span());
  }

  TypedExpr call(Expr.Call e, Scope scope) {
    Name name = e.function();
    if (scope.find(name.text()) != null) {
      reporter.report(
          DiagnosticCode.NOT_THAT_KIND,
          name.span(),
          "`" + name.text() + "` is a local name, not a function");
      return null;
    }
    Entity entity = globals.use(name.text());
    if (entity instanceof Entity.Library library) {
      entity = globals.containers.library(library);
    }
    if (entity == null) {
      exprs.unknown(name, null, "no function");
      return null;
    }
    if (entity instanceof Entity.NotYet notYet) {
      reporter.notYet(name, notYet.reason());
      return null;
    }
    if (entity instanceof Entity.Reader reader) {
      List<TypedExpr> index = arguments(e, reader.parameters(), scope);
      if (index == null) {
        return null;
      }
      return index.isEmpty()
          ? new TypedExpr.ExternRef(reader.variable(), e.span())
          : new TypedExpr.ExternElement(reader.variable(), index.get(0), e.span());
    }
    if (entity instanceof Entity.Value value && value.symbol() instanceof Symbol.Function f) {
      List<TypedExpr> arguments = arguments(e, f.parameters(), scope);
      boolean good = arguments != null && f.result() != SpecialType.POISON;
      return good ? new TypedExpr.Call(f, arguments, e.span()) : null;
    }
    if (entity instanceof Entity.Value value && value.symbol() instanceof Symbol.Helper h) {
      return helper(e, h, scope);
    }
    if (entity instanceof Entity.Printer) {
      reporter.report(
          DiagnosticCode.TYPE_MISMATCH, e.span(), "`" + name.text() + "` gives no value");
    } else if (!(entity instanceof Entity.Broken)) {
      reporter.report(
          DiagnosticCode.NOT_THAT_KIND,
          name.span(),
          "`" + name.text() + "` is " + ExprChecker.kind(entity) + ", not a function");
    }
    return null;
  }

  private TypedExpr helper(Expr.Call e, Symbol.Helper helper, Scope scope) {
    boolean handled = isAttempted(e);
    List<TypedExpr> arguments = arguments(e, helper.parameters(), scope);
    if (arguments == null) {
      return null;
    }
    boolean takesTask = helper.parameters().contains(SpecialType.RUNNABLE);
    if (takesTask && helper.result() == ScalarType.ERRNO && !handled) {
      unhandled(e.span(), helper.name());
    }
    return new TypedExpr.HelperCall(helper, arguments, e.span());
  }

  void unhandled(SourceSpan span, String name) {
    reporter.report(
        Diagnostic.of(
                DiagnosticCode.TASK_FAILURE_IGNORED,
                span,
                "`" + name + "` may fail, and then the task would be lost")
            .hint("write `" + span.text() + " else { … }`; in the block the task is yours again"));
  }

  private List<TypedExpr> arguments(Expr.Call e, List<Type> parameters, Scope scope) {
    return arguments(e.function(), e.arguments(), parameters, scope);
  }

  List<TypedExpr> arguments(Name name, List<Expr> arguments, List<Type> parameters, Scope scope) {
    List<TypedExpr> typed = new ArrayList<>();
    boolean broken = false;
    for (int i = 0; i < arguments.size(); i++) {
      Type parameter = i < parameters.size() ? parameters.get(i) : null;
      TypedExpr argument = exprs.value(arguments.get(i), parameter, scope);
      broken |= argument == null;
      typed.add(argument);
    }
    if (arguments.size() != parameters.size()) {
      List<String> words = parameters.stream().map(t -> "`" + t.describe() + "`").toList();
      Diagnostic d =
          Diagnostic.of(
              DiagnosticCode.ARGUMENT_COUNT,
              name.span(),
              "`"
                  + name.text()
                  + "` takes "
                  + count(parameters.size())
                  + ", not "
                  + arguments.size());
      reporter.report(words.isEmpty() ? d : d.note("it takes " + String.join(", ", words)));
      return null;
    }
    return broken ? null : List.copyOf(typed);
  }

  private static String count(int n) {
    return n == 0 ? "no arguments" : n == 1 ? "1 argument" : n + " arguments";
  }

  /** {@code container[lane]}. */
  TypedExpr lane(Symbol.Container container, Expr.Index e, Scope scope) {
    return containers.lane(container, e, scope);
  }

  /** {@code map[key]}. */
  TypedExpr lookup(Symbol.Map map, Expr.Index e, Scope scope) {
    if (map.key() == null) {
      reporter.report(
          DiagnosticCode.NOT_THAT_KIND,
          e.base().span(),
          "`" + map.name() + "` is a queue, it has no keys",
          "take the oldest element with `" + map.name() + ".pop()`");
      return null;
    }
    if (scope == null) {
      reporter.report(
          DiagnosticCode.NOT_CONSTANT, e.span(), "a map has no entries before the policy runs");
      return null;
    }
    TypedExpr key = key(map, e.index(), scope);
    if (key == null) {
      return null;
    }
    boolean handle = map.kind() == Symbol.MapKind.ARRAY_OF_QUEUES;
    Type found = handle ? map.value() : new ReferenceType(map.value());
    boolean array = !map.kind().isHash();
    if (array && key instanceof TypedExpr.Literal literal) {
      if (literal.value() >= map.maxEntries()) {
        reporter.report(
            DiagnosticCode.INDEX_RANGE,
            e.index().span(),
            "`"
                + map.name()
                + "` has "
                + map.maxEntries()
                + " entries, the last one is "
                + (map.maxEntries() - 1));
        return null;
      }
      return new TypedExpr.Lookup(map, key, found, e.span());
    }
    return new TypedExpr.Lookup(map, key, new OptionalType(found), e.span());
  }

  /** The index of an array may be any unsigned number of 32 bits, a CPU among them. */
  private TypedExpr key(Symbol.Map map, Expr key, Scope scope) {
    return exprs.value(key, map.key(), scope);
  }

  TypedExpr method(Expr.MethodCall e, Scope scope) {
    if (e.receiver() instanceof Expr.Ref ref && scope.find(ref.name().text()) == null) {
      Entity entity = globals.use(ref.name().text());
      if (entity instanceof Entity.Value v && v.symbol() instanceof Symbol.Stat) {
        reporter.report(
            DiagnosticCode.TYPE_MISMATCH, e.span(), "statistics are written, never read");
        return null;
      }
      if (entity instanceof Entity.Value v
          && v.symbol() instanceof Symbol.Map map
          && !map.kind().isQueue()) {
        return mapMethod(map, e, scope);
      }
    }
    boolean handled = isAttempted(e);
    if (e.receiver() instanceof Expr.Ref ref
        && scope.find(ref.name().text()) == null
        && globals.use(ref.name().text()) instanceof Entity.Value v
        && v.symbol() instanceof Symbol.Container container
        && container.lanes() > 1) {
      return containers.method(container, null, e, handled, scope);
    }
    TypedExpr receiver = exprs.check(e.receiver(), null, scope);
    if (receiver == null) {
      return null;
    }
    if (receiver.type() instanceof OptionalType) {
      exprs.coercion.unopened(receiver);
      return null;
    }
    if (receiver.type() instanceof QueueHandleType queue) {
      return queueMethod(receiver, queue, e, handled, scope);
    }
    if (receiver.type() instanceof ContainerHandleType handle) {
      return containers.method(handle.container(), receiver, e, handled, scope);
    }
    if (CpuMasks.isMask(receiver.type())) {
      return maskMethod(receiver, e, scope);
    }
    noMethod(e.method(), "`" + receiver.type().describe() + "`", List.of());
    return null;
  }

  private TypedExpr maskMethod(TypedExpr receiver, Expr.MethodCall e, Scope scope) {
    Symbol.Function method = globals.masks.method(e.method().text());
    if (method == null) {
      noMethod(e.method(), "a `cpumask`", globals.masks.names());
      return null;
    }
    TypedExpr mask = exprs.coercion.coerce(receiver, method.parameters().get(0));
    List<Type> others = method.parameters().subList(1, method.parameters().size());
    List<TypedExpr> arguments = arguments(e.method(), e.arguments(), others, scope);
    if (mask == null || arguments == null) {
      return null;
    }
    List<TypedExpr> all = new ArrayList<>(List.of(mask));
    all.addAll(arguments);
    return new TypedExpr.Call(method, all, e.span());
  }

  void noMethod(Name method, String of, List<String> methods) {
    Diagnostic d =
        Diagnostic.of(
            DiagnosticCode.UNKNOWN_METHOD,
            method.span(),
            of
                + " has no method `"
                + method.text()
                + "`"
                + Spelling.didYouMean(method.text(), methods));
    reporter.report(
        methods.isEmpty() ? d : d.hint("it has `" + String.join("`, `", methods) + "`"));
  }

  private TypedExpr mapMethod(Symbol.Map map, Expr.MethodCall e, Scope scope) {
    List<String> methods =
        switch (map.kind()) {
          case HASH, LRU_HASH, PERCPU_HASH -> List.of("set", "insert", "remove");
          case ARRAY, PERCPU_ARRAY -> List.of("set");
          case ARRAY_OF_QUEUES, QUEUE, STACK -> List.of();
        };
    String method = e.method().text();
    if (!methods.contains(method)) {
      noMethod(e.method(), "the map `" + map.name() + "`", methods);
      return null;
    }
    boolean remove = method.equals("remove");
    List<Type> parameters = remove ? List.of(map.key()) : List.of(map.key(), map.value());
    List<TypedExpr> arguments = arguments(e.method(), e.arguments(), parameters, scope);
    if (arguments == null) {
      return null;
    }
    if (remove) {
      return new TypedExpr.Remove(map, arguments.get(0), e.span());
    }
    return new TypedExpr.Store(
        map, arguments.get(0), arguments.get(1), method.equals("insert"), e.span());
  }

  private TypedExpr queueMethod(
      TypedExpr queue, QueueHandleType type, Expr.MethodCall e, boolean handled, Scope scope) {
    boolean tasks = type.element() == SpecialType.RUNNABLE;
    String method = e.method().text();
    List<Type> parameters = method.equals("push") ? List.of(type.element()) : List.of();
    List<String> methods = List.of("push", "pop", "peek", "is_empty");
    if (!methods.contains(method)) {
      noMethod(e.method(), "a queue", methods);
      return null;
    }
    List<TypedExpr> arguments = arguments(e.method(), e.arguments(), parameters, scope);
    if (arguments == null) {
      return null;
    }
    if (method.equals("push") && tasks && !handled) {
      unhandled(e.span(), "push");
    }
    if (method.equals("peek") && tasks) {
      reporter.report(
          DiagnosticCode.TASK_MISUSED,
          e.span(),
          "looking at a task would make two of it",
          "`pop` it, or ask `is_empty()`");
      return null;
    }
    return switch (method) {
      case "push" -> new TypedExpr.Push(queue, arguments.get(0), e.span());
      case "pop" -> new TypedExpr.Pop(queue, e.span());
      case "peek" -> new TypedExpr.Peek(queue, e.span());
      default -> new TypedExpr.IsEmpty(queue, e.span());
    };
  }
}
