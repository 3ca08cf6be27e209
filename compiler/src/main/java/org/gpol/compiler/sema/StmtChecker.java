package org.gpol.compiler.sema;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gpol.compiler.ast.Expr;
import org.gpol.compiler.ast.Name;
import org.gpol.compiler.ast.Stmt;
import org.gpol.compiler.checked.Local;
import org.gpol.compiler.checked.OptionalType;
import org.gpol.compiler.checked.ReferenceType;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.SpecialType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.checked.TypedExpr;
import org.gpol.compiler.checked.TypedStmt;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.SourceSpan;

/** Types the statements of one function or handler, and sees where they can't go on. */
final class StmtChecker {
  private final Globals globals;
  private final Reporter reporter;
  private final ExprChecker exprs;
  private final EffectChecker effects;
  private final LoopChecker loops;
  private final Scope scope;

  /** False after a statement that always leaves. */
  private boolean live = true;

  StmtChecker(Globals globals, ExprChecker exprs, Scope scope) {
    this.globals = globals;
    this.reporter = globals.reporter;
    this.exprs = exprs;
    this.scope = scope;
    this.effects = new EffectChecker(globals, exprs, scope);
    this.loops = new LoopChecker(globals, exprs, scope, this);
  }

  /** The body of a function; {@link #live} tells whether its end can be reached. */
  TypedStmt.Block body(Stmt.Block body) {
    int errors = reporter.errorCount();
    TypedStmt.Block typed = block(body);
    boolean gives = scope.result != SpecialType.VOID && scope.result != SpecialType.POISON;
    if (live && scope.hook == null && gives) {
      reporter.report(
          DiagnosticCode.MISSING_RETURN,
          body.span().last(),
          "the function ends here without returning a `" + scope.result.describe() + "`");
    }
    if (reporter.errorCount() > errors) {
      return typed;
    }
    for (Local local : scope.unused()) {
      if (!local.name().startsWith("_") && local.type() != SpecialType.POISON) {
        reporter.report(
            DiagnosticCode.UNUSED,
            local.span(),
            "`" + local.name() + "` is never used",
            "remove it, or write `_" + local.name() + "`");
      }
    }
    return typed;
  }

  TypedStmt.Block block(Stmt.Block block) {
    scope.enter();
    Set<Local> known = scope.nonZero();
    TypedStmt.Block typed = statements(block);
    scope.restore(known);
    scope.leave();
    return typed;
  }

  /** A block that runs or not, starting from here; afterwards the flow is as before it. */
  TypedStmt.Block branch(Stmt.Block block) {
    boolean before = live;
    TypedStmt.Block typed = block(block);
    live = before;
    return typed;
  }

  private TypedStmt.Block statements(Stmt.Block block) {
    List<TypedStmt> typed = new ArrayList<>();
    boolean told = false;
    for (Stmt statement : block.statements()) {
      if (!live && !told) {
        told = true;
        reporter.report(DiagnosticCode.UNREACHABLE, statement.span(), "this is never reached");
      }
      TypedStmt result = statement(statement);
      if (result != null) {
        typed.add(result);
      }
    }
    return new TypedStmt.Block(List.copyOf(typed), block.span());
  }

  /** The typed statement, or null if it is wrong and reported. */
  private TypedStmt statement(Stmt s) {
    if (s instanceof Stmt.Block block) {
      return block(block);
    }
    if (s instanceof Stmt.Let let) {
      return let.orElse() == null ? let(let) : letElse(let);
    }
    if (s instanceof Stmt.Zero zero) {
      return zero(zero);
    }
    if (s instanceof Stmt.If branch) {
      return branch(branch);
    }
    if (s instanceof Stmt.IfLet branch) {
      return ifLet(branch);
    }
    if (s instanceof Stmt.Match match) {
      return new MatchChecker(globals, exprs, scope, this).match(match);
    }
    if (s instanceof Stmt.ForRange || s instanceof Stmt.ForEach || s instanceof Stmt.While) {
      boolean before = live;
      TypedStmt loop = loops.loop(s);
      live = before;
      return loop;
    }
    if (s instanceof Stmt.Break || s instanceof Stmt.Continue) {
      return leaveLoop(s);
    }
    if (s instanceof Stmt.Return r) {
      TypedStmt typed = returned(r);
      live = false;
      return typed;
    }
    if (s instanceof Stmt.Fallible fallible) {
      return attempt(fallible);
    }
    return effects.effect(s);
  }

  boolean isLive() {
    return live;
  }

  void setLive(boolean live) {
    this.live = live;
  }

  private TypedStmt leaveLoop(Stmt s) {
    if (scope.loops == 0) {
      reporter.report(
          DiagnosticCode.OUTSIDE_LOOP,
          s.span(),
          "`" + (s instanceof Stmt.Break ? "break" : "continue") + "` stands outside a loop");
      return null;
    }
    live = false;
    return s instanceof Stmt.Break
        ? new TypedStmt.Break(s.span())
        : new TypedStmt.Continue(s.span());
  }

  /** Declares a local and warns if it hides another name. */
  Local declare(Name name, Type type, boolean mutable) {
    Local hidden = scope.find(name.text());
    SourceSpan before = hidden != null ? hidden.span() : globals.declaredByPolicy(name.text());
    // What a container is made of has names that the policy's author does not see.
    boolean seen = before != null && before.file() == name.span().file();
    if (seen || name.text().equals(scope.contextName)) {
      Diagnostic d =
          Diagnostic.of(
              DiagnosticCode.SHADOWED,
              name.span(),
              "`" + name.text() + "` hides another `" + name.text() + "`");
      reporter.report(before == null ? d : d.related(before, "this one"));
    }
    return scope.declare(name.text(), type, mutable, name.span());
  }

  private TypedStmt let(Stmt.Let let) {
    Type declared = let.type() == null ? null : globals.types.type(let.type());
    TypedExpr value = exprs.value(let.value(), declared, scope);
    if (value == null || declared == SpecialType.POISON) {
      declare(let.name(), SpecialType.POISON, let.mutable());
      return null;
    }
    Type type = value.type();
    if (let.mutable() && type instanceof ReferenceType reference) {
      if (!reference.target().isNumber()) {
        escapes(let.name(), "var");
      }
      value = Coercion.dereference(value);
      type = value.type();
    }
    if (let.mutable() && type == SpecialType.RUNNABLE) {
      reporter.report(
          DiagnosticCode.TASK_MISUSED,
          let.name().span(),
          "a task can't be assigned, so its name is declared with `let`");
    }
    Local local = declare(let.name(), type, let.mutable());
    return new TypedStmt.Let(local, value, let.span());
  }

  private TypedStmt zero(Stmt.Zero s) {
    Type type = globals.types.type(s.type());
    boolean good = type != SpecialType.POISON && globals.types.storable(type, s.type().span());
    Local local = declare(s.name(), good ? type : SpecialType.POISON, true);
    if (!good) {
      return null;
    }
    SourceSpan span = s.name().span();
    TypedExpr value =
        type.isNumber() ? new TypedExpr.Literal(0, type, span) : new TypedExpr.Zero(type, span);
    return new TypedStmt.Let(local, value, s.span());
  }

  private void escapes(Name name, String word) {
    reporter.report(
        DiagnosticCode.REFERENCE_ESCAPES,
        name.span(),
        "a reference into a map can't be kept in a `" + word + "`",
        "use `let`, and look the entry up again where another is needed");
  }

  /** What stands behind {@code else} or in {@code if let}: an optional, or null. */
  private TypedExpr optional(Expr e) {
    TypedExpr value = exprs.check(e, null, scope);
    if (value == null || value.type() instanceof OptionalType) {
      return value;
    }
    Diagnostic d =
        Diagnostic.of(
            DiagnosticCode.NOT_OPTIONAL,
            e.span(),
            "there is nothing to open: this is always a `" + value.type().describe() + "`");
    reporter.report(d.hint("write `let` without `if` or `else`"));
    return null;
  }

  private static Type opened(TypedExpr optional) {
    return optional == null ? SpecialType.POISON : ((OptionalType) optional.type()).value();
  }

  private TypedStmt letElse(Stmt.Let let) {
    TypedExpr value = optional(let.value());
    boolean before = live;
    TypedStmt.Block orElse = block(let.orElse());
    if (live) {
      reporter.report(
          Diagnostic.of(
                  DiagnosticCode.ELSE_FALLS_THROUGH,
                  let.orElse().span().last(),
                  "this `else` goes on without a `" + let.name().text() + "`")
              .hint("end it with `return`, `break` or `continue`, or use `if let`"));
    }
    live = before;
    Type type = opened(value);
    if (let.type() != null && value != null) {
      Type declared = globals.types.type(let.type());
      if (declared != SpecialType.POISON && !declared.equals(type)) {
        exprs.coercion.mismatch(
            let.value().span(),
            declared,
            "`" + type.describe() + "`",
            "leave the type out: it is that of the value");
        type = SpecialType.POISON;
      }
    }
    if (let.mutable() && (type instanceof ReferenceType || type == SpecialType.RUNNABLE)) {
      escapes(let.name(), "var");
    }
    Local local = declare(let.name(), type, let.mutable());
    return value == null ? null : new TypedStmt.LetElse(local, value, orElse, let.span());
  }

  private TypedStmt branch(Stmt.If s) {
    TypedExpr condition = exprs.value(s.condition(), ScalarType.BOOL, scope);
    boolean before = live;
    Set<Local> known = scope.nonZero();
    scope.assumeNonZero(NonZero.where(condition, true));
    TypedStmt.Block then = block(s.then());
    boolean afterThen = live;
    live = before;
    scope.restore(known);
    scope.assumeNonZero(NonZero.where(condition, false));
    TypedStmt.Block orElse = otherwise(s.orElse(), s.span());
    if (afterThen) {
      scope.restore(known);
    }
    live = live || afterThen;
    return condition == null ? null : new TypedStmt.If(condition, then, orElse, s.span());
  }

  private TypedStmt ifLet(Stmt.IfLet s) {
    TypedExpr value = optional(s.value());
    boolean before = live;
    scope.enter();
    Local local = declare(s.name(), opened(value), false);
    TypedStmt.Block then = block(s.then());
    scope.leave();
    boolean afterThen = live;
    live = before;
    TypedStmt.Block orElse = otherwise(s.orElse(), s.span());
    live = live || afterThen;
    return value == null ? null : new TypedStmt.IfLet(local, value, then, orElse, s.span());
  }

  private TypedStmt.Block otherwise(Stmt orElse, SourceSpan span) {
    if (orElse == null) {
      return new TypedStmt.Block(List.of(), span.last().after());
    }
    if (orElse instanceof Stmt.Block block) {
      return block(block);
    }
    TypedStmt typed = statement(orElse);
    return new TypedStmt.Block(typed == null ? List.of() : List.of(typed), orElse.span());
  }

  private TypedStmt returned(Stmt.Return s) {
    Symbol.Hook hook = scope.hook;
    if (scope.result == SpecialType.VOID) {
      if (s.value() != null) {
        String what = hook == null ? "this function" : "`" + hook.name() + "`";
        reporter.report(DiagnosticCode.TYPE_MISMATCH, s.value().span(), what + " returns nothing");
      }
      return new TypedStmt.Return(null, s.span());
    }
    if (s.value() == null) {
      if (hook != null) {
        TypedExpr value = new TypedExpr.Literal(hook.defaultResult(), hook.result(), s.span());
        return new TypedStmt.Return(value, s.span());
      }
      reporter.report(
          DiagnosticCode.TYPE_MISMATCH,
          s.span(),
          "a `" + scope.result.describe() + "` has to be returned here");
      return null;
    }
    TypedExpr value = exprs.value(s.value(), scope.result, scope);
    return value == null ? null : new TypedStmt.Return(value, s.span());
  }

  private TypedStmt attempt(Stmt.Fallible s) {
    TypedExpr call = exprs.calls.attempt(s.call(), scope);
    if (call != null && call.type() != ScalarType.ERRNO) {
      reporter.report(
          DiagnosticCode.NOT_OPTIONAL, s.call().span(), "this can't fail, so it takes no `else`");
      call = null;
    }
    boolean before = live;
    scope.enter();
    Type errorType = call == null ? SpecialType.POISON : ScalarType.ERRNO;
    Local error = s.error() == null ? null : declare(s.error(), errorType, false);
    TypedStmt.Block orElse = block(s.orElse());
    scope.leave();
    live = before;
    return call == null ? null : new TypedStmt.Attempt(call, error, orElse, s.span());
  }
}
