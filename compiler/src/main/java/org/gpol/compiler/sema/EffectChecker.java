package org.gpol.compiler.sema;

import java.util.ArrayList;
import java.util.List;
import org.gpol.compiler.ast.Expr;
import org.gpol.compiler.ast.Name;
import org.gpol.compiler.ast.Stmt;
import org.gpol.compiler.checked.OptionalType;
import org.gpol.compiler.checked.ReferenceType;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.SpecialType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.checked.TypedExpr;
import org.gpol.compiler.checked.TypedStmt;
import org.gpol.compiler.diagnostics.DiagnosticCode;

/** Types statements that do one thing: assignments, calls for their effect, logging, statistics. */
final class EffectChecker {
  private static final int MOST_LOG_ARGUMENTS = 3;
  private static final int LONGEST_FORMAT = 127;

  private final Globals globals;
  private final Reporter reporter;
  private final ExprChecker exprs;
  private final Scope scope;

  EffectChecker(Globals globals, ExprChecker exprs, Scope scope) {
    this.globals = globals;
    this.reporter = globals.reporter;
    this.exprs = exprs;
    this.scope = scope;
  }

  TypedStmt effect(Stmt s) {
    if (s instanceof Stmt.Assign assign) {
      return assign(assign);
    }
    if (s instanceof Stmt.Drop drop) {
      TypedExpr task = exprs.value(drop.task(), SpecialType.RUNNABLE, scope);
      return task == null ? null : new TypedStmt.Drop(task, s.span());
    }
    if (s instanceof Stmt.Discard discard) {
      return discard(discard);
    }
    return s instanceof Stmt.Emit emit ? emit(emit) : expression((Stmt.Expression) s);
  }

  private TypedStmt emit(Stmt.Emit s) {
    Name name = s.event();
    Entity entity = globals.use(name.text());
    if (entity instanceof Entity.Value v && v.symbol() instanceof Symbol.Event event) {
      TypedExpr record = exprs.record(event.record(), name, s.fields(), s.span(), scope);
      return record == null ? null : new TypedStmt.Emit(event, record, s.span());
    }
    if (entity == null) {
      exprs.unknown(name, null, "no event");
    } else if (!(entity instanceof Entity.Broken)) {
      reporter.report(
          DiagnosticCode.NOT_THAT_KIND,
          name.span(),
          "`" + name.text() + "` is " + ExprChecker.kind(entity) + ", not an event",
          "declare it: `event " + name.text() + " { … }`");
    }
    return null;
  }

  private TypedStmt discard(Stmt.Discard s) {
    TypedExpr value = exprs.check(s.value(), null, scope);
    if (value == null || lost(value)) {
      return null;
    }
    if (value.type() == SpecialType.RUNNABLE) {
      reporter.report(
          DiagnosticCode.TASK_MISUSED,
          s.span(),
          "a task is given up by name, not by `_ =`",
          "write `drop " + s.value().span().text() + ";`");
      return null;
    }
    return new TypedStmt.Evaluate(value, s.span());
  }

  private boolean lost(TypedExpr value) {
    boolean task = value.type() instanceof OptionalType o && o.value() == SpecialType.RUNNABLE;
    if (task) {
      reporter.report(
          DiagnosticCode.TASK_LOST,
          value.span(),
          "the task that this may give is lost at once",
          "open it: `if let t = " + value.span().text() + " { … }`");
    }
    return task;
  }

  private TypedStmt expression(Stmt.Expression s) {
    Expr e = s.value();
    if (e instanceof Expr.Call call
        && scope.find(call.function().text()) == null
        && globals.use(call.function().text()) instanceof Entity.Printer printer) {
      return log(call, printer.helper());
    }
    if (e instanceof Expr.MethodCall call
        && call.receiver() instanceof Expr.Ref ref
        && scope.find(ref.name().text()) == null
        && globals.use(ref.name().text()) instanceof Entity.Value v
        && v.symbol() instanceof Symbol.Stat stat) {
      return stat(call, stat);
    }
    TypedExpr value = exprs.check(e, null, scope);
    if (value == null || lost(value)) {
      return null;
    }
    boolean ignorable =
        value.type() != ScalarType.ERRNO
            || (value instanceof TypedExpr.HelperCall call && call.helper().ignorable());
    boolean calls =
        value instanceof TypedExpr.Call
            || value instanceof TypedExpr.HelperCall
            || value.type() == ScalarType.ERRNO;
    boolean task = takesTask(value);
    if ((!ignorable && !task) || !calls) {
      String text = e.span().text();
      reporter.report(
          DiagnosticCode.RESULT_UNUSED,
          e.span(),
          calls ? "this may fail, and nobody looks" : "this value is not used",
          calls
              ? "handle it: `" + text + " else err { … }`, or write `_ = " + text + ";`"
              : "assign it, or write `_ = " + text + ";`");
      return null;
    }
    return new TypedStmt.Evaluate(value, s.span());
  }

  /** A failing call that takes a task has been reported as such already. */
  private static boolean takesTask(TypedExpr value) {
    if (value instanceof TypedExpr.Push push) {
      return push.value().type() == SpecialType.RUNNABLE;
    }
    if (value instanceof TypedExpr.ContainerPush push) {
      return push.container().contents().areTasks();
    }
    return value instanceof TypedExpr.HelperCall call
        && call.helper().parameters().contains(SpecialType.RUNNABLE);
  }

  private TypedStmt stat(Expr.MethodCall call, Symbol.Stat stat) {
    String method = call.method().text();
    boolean gauge = stat.kind() == Symbol.StatKind.GAUGE;
    Symbol.Histogram histogram = stat.histogram();
    boolean add = method.equals("add");
    if (!add && !(gauge && method.equals("set"))) {
      reporter.report(
          DiagnosticCode.UNKNOWN_METHOD,
          call.method().span(),
          "a " + stat.kind().word() + " has no method `" + method + "`",
          gauge ? "it has `add` and `set`" : "it has `add`; a `gauge` can be `set`");
      return null;
    }
    if (call.arguments().size() != 1) {
      reporter.report(
          DiagnosticCode.ARGUMENT_COUNT,
          call.method().span(),
          "`" + method + "` takes 1 argument, not " + call.arguments().size());
      return null;
    }
    Type plain = gauge ? ScalarType.I64 : ScalarType.U64;
    Type type = histogram == null ? plain : histogram.value();
    TypedExpr value = exprs.value(call.arguments().get(0), type, scope);
    if (value == null) {
      return null;
    }
    if (histogram == null) {
      return new TypedStmt.UpdateStat(stat, add, value, call.span());
    }
    TypedExpr added = new TypedExpr.Call(histogram.add(), List.of(value), call.span());
    return new TypedStmt.Evaluate(added, call.span());
  }

  private TypedStmt log(Expr.Call call, Symbol.Helper helper) {
    List<Expr> arguments = call.arguments();
    if (arguments.isEmpty() || !(arguments.get(0) instanceof Expr.TextLiteral format)) {
      reporter.report(
          DiagnosticCode.BAD_FORMAT,
          call.span(),
          "the first argument of `log` is a string",
          "write `log(\"x is {}\", x)`");
      return null;
    }
    List<TypedExpr> values = new ArrayList<>();
    List<String> conversions = new ArrayList<>();
    boolean broken = false;
    for (Expr argument : arguments.subList(1, arguments.size())) {
      TypedExpr value = exprs.number(argument, null, scope);
      if (value == null) {
        broken = true;
      } else {
        boolean signed = value.type().scalar().signed();
        ScalarType wide = signed ? ScalarType.I64 : ScalarType.U64;
        values.add(Coercion.cast(value, wide, value.span()));
        conversions.add(signed ? "%lld" : "%llu");
      }
    }
    String text = broken ? null : format(format, conversions);
    return text == null ? null : new TypedStmt.Log(helper, text, List.copyOf(values), call.span());
  }

  /** The format as the kernel wants it, or null if it does not fit the values. */
  private String format(Expr.TextLiteral format, List<String> conversions) {
    String[] pieces = format.value().replace("%", "%%").split("\\{}", -1);
    String problem = "";
    if (pieces.length - 1 != conversions.size()) {
      problem =
          "the format has " + (pieces.length - 1) + " `{}` for " + conversions.size() + " values";
    } else if (conversions.size() > MOST_LOG_ARGUMENTS) {
      problem = "`log` takes at most " + MOST_LOG_ARGUMENTS + " values";
    } else if (!format.value().chars().allMatch(c -> c == '\n' || (c >= 32 && c < 127))) {
      problem = "the format may have ASCII characters only";
    }
    StringBuilder text = new StringBuilder(pieces[0]);
    for (int i = 1; problem.isEmpty() && i < pieces.length; i++) {
      text.append(conversions.get(i - 1)).append(pieces[i]);
    }
    if (text.length() > LONGEST_FORMAT) {
      problem = "the format is longer than " + LONGEST_FORMAT + " characters";
    }
    if (!problem.isEmpty()) {
      reporter.report(DiagnosticCode.BAD_FORMAT, format.span(), problem);
      return null;
    }
    return text.toString();
  }

  private TypedStmt assign(Stmt.Assign s) {
    TypedExpr target = exprs.check(s.target(), null, scope);
    if (target == null) {
      exprs.check(s.value(), null, scope);
      return null;
    }
    if (target.type() instanceof ReferenceType) {
      target = Coercion.dereference(target);
    }
    TypedExpr.Place place = place(target);
    if (place == null) {
      return null;
    }
    if (s.op() == null) {
      TypedExpr value = exprs.value(s.value(), place.type(), scope);
      return value == null ? null : new TypedStmt.Assign(place, null, value, s.span());
    }
    // Checked as the operation it abbreviates; its right side is all that is kept of that.
    Expr.Binary sum = new Expr.Binary(s.op(), s.target(), s.value(), s.span());
    TypedExpr result = exprs.operators.binary(sum, place.type(), scope);
    TypedExpr sameType = result == null ? null : exprs.coercion.coerce(result, place.type());
    if (sameType == null) {
      return null;
    }
    if (sameType instanceof TypedExpr.Binary binary) {
      return new TypedStmt.Assign(place, s.op(), binary.right(), s.span());
    }
    return new TypedStmt.Assign(place, null, sameType, s.span());
  }

  private TypedExpr.Place place(TypedExpr target) {
    String why = "this can't be assigned to";
    String hint = "";
    if (target.type() == SpecialType.RUNNABLE) {
      reporter.report(DiagnosticCode.TASK_MISUSED, target.span(), "a task can't be assigned");
      return null;
    }
    if (target instanceof TypedExpr.ParamRef) {
      why = "a parameter of the policy is set at load, not by the policy";
    } else if (target instanceof TypedExpr.LocalRef ref && !ref.local().mutable()) {
      why = "`" + ref.local().name() + "` can't be assigned again";
      hint = "declare it with `var`";
    } else if (target instanceof TypedExpr.ContextRef ref && !ref.field().writable()) {
      why = "`" + ref.field().name() + "` of this context can only be read";
    } else if (target instanceof TypedExpr.FieldRef || target instanceof TypedExpr.ElementRef) {
      TypedExpr root = root(target);
      if (root == target) {
        return (TypedExpr.Place) target;
      }
      return place(root) == null ? null : (TypedExpr.Place) target;
    } else if (target instanceof TypedExpr.Place place) {
      return place;
    }
    if (hint.isEmpty()) {
      reporter.report(DiagnosticCode.NOT_ASSIGNABLE, target.span(), why);
    } else {
      reporter.report(DiagnosticCode.NOT_ASSIGNABLE, target.span(), why, hint);
    }
    return null;
  }

  /**
   * What has to be assignable for a part of it to be; the part itself if a reference is between.
   */
  private static TypedExpr root(TypedExpr part) {
    TypedExpr base =
        part instanceof TypedExpr.FieldRef f ? f.base() : ((TypedExpr.ElementRef) part).base();
    if (base.type() instanceof ReferenceType) {
      return part;
    }
    boolean deeper = base instanceof TypedExpr.FieldRef || base instanceof TypedExpr.ElementRef;
    if (!deeper) {
      return base;
    }
    TypedExpr inner = root(base);
    return inner == base ? part : inner;
  }
}
