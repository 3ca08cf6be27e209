package org.gpol.compiler.sema;

import java.math.BigInteger;
import java.util.List;
import org.gpol.compiler.ast.BinaryOp;
import org.gpol.compiler.ast.Expr;
import org.gpol.compiler.ast.Name;
import org.gpol.compiler.ast.Stmt;
import org.gpol.compiler.checked.Local;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.SpecialType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.checked.TypedExpr;
import org.gpol.compiler.checked.TypedStmt;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.SourceSpan;

/** Types loops, each of which must be known to end. */
final class LoopChecker {
  /** More turns than this no verifier follows. */
  private static final long MAX_TURNS = 1 << 20;

  /** What a mask has room for. */
  private static final long MASK_CPUS = 1024;

  /** What is not the number of a CPU. */
  private static final long ANY_CPU = 0xffff_ffffL;

  private static final String CPU_COUNT = "nr_cpus";
  private static final String MOST_CPUS = "MAX_CPUS";

  private final Globals globals;
  private final Reporter reporter;
  private final ExprChecker exprs;
  private final Scope scope;
  private final StmtChecker statements;

  LoopChecker(Globals globals, ExprChecker exprs, Scope scope, StmtChecker statements) {
    this.globals = globals;
    this.reporter = globals.reporter;
    this.exprs = exprs;
    this.scope = scope;
    this.statements = statements;
  }

  TypedStmt loop(Stmt s) {
    if (s instanceof Stmt.While loop) {
      return whileLoop(loop);
    }
    return s instanceof Stmt.ForRange loop ? range(loop) : each((Stmt.ForEach) s);
  }

  private TypedStmt.Block body(Stmt.Block block) {
    scope.loops++;
    TypedStmt.Block typed = statements.branch(block);
    scope.loops--;
    return typed;
  }

  /** The turns that {@code limit} allows; -1 if it is missing or wrong, which is reported. */
  private long limit(Expr limit, Stmt loop, String hint) {
    if (limit != null) {
      return globals.count(limit, MAX_TURNS, "a loop");
    }
    reporter.report(
        Diagnostic.of(DiagnosticCode.LOOP_UNBOUNDED, loop.span(), "nothing bounds this loop")
            .note("a policy runs inside the scheduler, so every loop must be known to end")
            .hint(hint));
    return -1;
  }

  private TypedStmt whileLoop(Stmt.While s) {
    TypedExpr condition = exprs.value(s.condition(), ScalarType.BOOL, scope);
    String head = "while " + s.condition().span().text();
    long limit = limit(s.limit(), s, "say how often it may run: `" + head + " limit 64 { … }`");
    TypedStmt.Block body = body(s.body());
    return condition == null || limit < 0
        ? null
        : new TypedStmt.While(condition, limit, body, s.span());
  }

  private TypedStmt range(Stmt.ForRange s) {
    BigInteger from = globals.untyped.evaluate(s.from(), scope);
    BigInteger to = globals.untyped.evaluate(s.to(), scope);
    Type type = ScalarType.U32;
    TypedExpr first;
    TypedExpr last;
    if (from != null) {
      last = exprs.number(s.to(), type, scope);
      type = last == null ? type : counted(last.type());
      first = exprs.value(s.from(), type, scope);
    } else {
      first = exprs.number(s.from(), type, scope);
      type = first == null ? type : counted(first.type());
      last = exprs.value(s.to(), type, scope);
    }
    if (last != null && first != null) {
      last = exprs.coercion.coerce(last, type);
    }
    boolean known = first instanceof TypedExpr.Literal && last instanceof TypedExpr.Literal;
    long turns = -1;
    if (known && s.limit() == null) {
      turns = turns((TypedExpr.Literal) first, (TypedExpr.Literal) last, s);
    } else if (first != null && last != null) {
      String head = s.from().span().text() + ".." + s.to().span().text();
      String hint = "write `for " + s.name().text() + " in " + head + " limit 64 { … }`";
      turns = limit(s.limit(), s, hint);
    }
    scope.enter();
    boolean broken = first == null || last == null;
    Local local = statements.declare(s.name(), broken ? SpecialType.POISON : type, false);
    scope.use(local, s.name().span());
    if (known && ((TypedExpr.Literal) first).value() >= 0 && to != null) {
      scope.bound(local, ((TypedExpr.Literal) last).value());
    }
    TypedStmt.Block body = body(s.body());
    scope.leave();
    return broken || turns < 0
        ? null
        : new TypedStmt.ForRange(local, first, last, turns, body, s.span());
  }

  private Type counted(Type type) {
    return type instanceof ScalarType s && s.isInteger() ? s : ScalarType.U32;
  }

  private long turns(TypedExpr.Literal from, TypedExpr.Literal to, Stmt.ForRange s) {
    ScalarType type = from.type().scalar();
    if (Operators.compare(type, from.value(), to.value()) >= 0) {
      reporter.report(
          DiagnosticCode.BAD_SIZE,
          s.from().span().to(s.to().span()),
          "this range is empty: its end does not belong to it");
      return -1;
    }
    long turns = to.value() - from.value();
    if (turns < 0 || turns > MAX_TURNS) {
      reporter.report(
          DiagnosticCode.BAD_SIZE,
          s.from().span().to(s.to().span()),
          "a loop runs at most " + MAX_TURNS + " times");
      return -1;
    }
    return turns;
  }

  private TypedStmt each(Stmt.ForEach s) {
    boolean cpus = s.set() instanceof Expr.Ref ref && ref.name().text().equals("cpus");
    if (!cpus) {
      TypedExpr set = exprs.check(s.set(), null, scope);
      if (set != null && CpuMasks.isMask(set.type())) {
        return eachOf(set, s);
      }
      if (set != null) {
        reporter.report(
            DiagnosticCode.TYPE_MISMATCH,
            s.set().span(),
            "`" + set.type().describe() + "` has no elements to go through",
            "write a range, as in `for i in 0..8`, `for c in cpus`, or a `cpumask`");
      }
      statements.branch(withPoisoned(s.name(), s.body()));
      return null;
    }
    scope.enter();
    Local local = statements.declare(s.name(), ScalarType.CPU, false);
    scope.use(local, s.name().span());
    TypedStmt.Block body = body(s.body());
    scope.leave();
    if (!(globals.use(CPU_COUNT) instanceof Entity.Reader reader)
        || !(globals.use(MOST_CPUS) instanceof Entity.Untyped most)) {
      reporter.notYet(s.set().span(), "`cpus` on this target");
      return null;
    }
    TypedExpr zero = new TypedExpr.Literal(0, ScalarType.CPU, s.set().span());
    TypedExpr count = new TypedExpr.ExternRef(reader.variable(), s.set().span());
    TypedExpr end = Coercion.cast(count, ScalarType.CPU, s.set().span());
    long limit = s.limit() == null ? most.value().longValue() : limit(s.limit(), s, "");
    return limit < 0 ? null : new TypedStmt.ForRange(local, zero, end, limit, body, s.span());
  }

  /** As long as there is a next CPU in the mask; the mask may change meanwhile. */
  private TypedStmt eachOf(TypedExpr set, Stmt.ForEach s) {
    Symbol.Function next = globals.masks.method("next");
    TypedExpr mask = exprs.coercion.coerce(set, next.parameters().get(0));
    long limit = s.limit() == null ? MASK_CPUS : globals.count(s.limit(), MAX_TURNS, "a loop");
    SourceSpan span = s.set().span();
    scope.enter();
    Local from = scope.declare("$from", ScalarType.CPU, true, span);
    scope.use(from, span);
    Local local = statements.declare(s.name(), ScalarType.CPU, false);
    scope.use(local, s.name().span());
    TypedStmt.Block body = body(s.body());
    scope.leave();
    if (mask == null || limit < 0) {
      return null;
    }
    TypedExpr.LocalRef place = new TypedExpr.LocalRef(from, span);
    TypedExpr found = new TypedExpr.Call(next, List.of(mask, place), span);
    TypedExpr none = new TypedExpr.Literal(ANY_CPU, ScalarType.CPU, span);
    TypedExpr one = new TypedExpr.Literal(1, ScalarType.CPU, span);
    TypedExpr here = new TypedExpr.LocalRef(local, span);
    TypedExpr ended = new TypedExpr.Binary(BinaryOp.EQ, here, none, ScalarType.BOOL, span);
    TypedStmt.Block leave = new TypedStmt.Block(List.of(new TypedStmt.Break(span)), span);
    TypedStmt.Block goOn = new TypedStmt.Block(List.of(), span);
    TypedStmt turn =
        new TypedStmt.Block(
            List.of(
                new TypedStmt.Let(local, found, span),
                new TypedStmt.If(ended, leave, goOn, span),
                new TypedStmt.Assign(place, null, here, span),
                new TypedStmt.Assign(place, BinaryOp.ADD, one, span),
                body),
            s.span());
    TypedExpr zero = new TypedExpr.Literal(0, ScalarType.CPU, span);
    TypedExpr always = new TypedExpr.Literal(1, ScalarType.BOOL, span);
    TypedStmt loop =
        new TypedStmt.While(always, limit, new TypedStmt.Block(List.of(turn), s.span()), s.span());
    return new TypedStmt.Block(List.of(new TypedStmt.Let(from, zero, span), loop), s.span());
  }

  /** Declares the name of a broken loop in its body, so that its uses are no errors. */
  private Stmt.Block withPoisoned(Name name, Stmt.Block body) {
    scope.declare(name.text(), SpecialType.POISON, false, name.span());
    return body;
  }
}
