package org.gpol.compiler.sema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gpol.compiler.ast.Expr;
import org.gpol.compiler.ast.Stmt;
import org.gpol.compiler.checked.EnumType;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.checked.TypedExpr;
import org.gpol.compiler.checked.TypedStmt;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.SourceSpan;

/** Types {@code match} and sees that it covers every value. */
final class MatchChecker {
  private final Reporter reporter;
  private final Globals globals;
  private final ExprChecker exprs;
  private final Scope scope;
  private final StmtChecker statements;

  MatchChecker(Globals globals, ExprChecker exprs, Scope scope, StmtChecker statements) {
    this.globals = globals;
    this.reporter = globals.reporter;
    this.exprs = exprs;
    this.scope = scope;
    this.statements = statements;
  }

  TypedStmt match(Stmt.Match s) {
    TypedExpr value = exprs.number(s.value(), null, scope);
    boolean before = statements.isLive();
    boolean after = false;
    List<TypedStmt.Arm> arms = new ArrayList<>();
    Map<Long, SourceSpan> seen = new LinkedHashMap<>();
    TypedStmt.Block orElse = null;
    for (Stmt.Arm arm : s.arms()) {
      List<Long> constants = new ArrayList<>();
      for (Expr pattern : arm.patterns()) {
        if (orElse != null) {
          duplicate(pattern.span(), "`_` has taken everything before");
        }
        constant(pattern, value, seen, constants);
      }
      statements.setLive(before);
      TypedStmt.Block body = statements.block(arm.body());
      after |= statements.isLive();
      if (!arm.patterns().isEmpty()) {
        arms.add(new TypedStmt.Arm(List.copyOf(constants), body));
      } else if (orElse != null) {
        duplicate(arm.patternSpan(), "there is a `_` already");
      } else {
        orElse = body;
      }
    }
    statements.setLive(after || s.arms().isEmpty());
    if (value == null) {
      return null;
    }
    if (orElse == null) {
      checkExhaustive(s, value.type(), seen);
    }
    return new TypedStmt.Match(value, List.copyOf(arms), orElse, s.span());
  }

  private void constant(
      Expr pattern, TypedExpr value, Map<Long, SourceSpan> seen, List<Long> constants) {
    if (pattern instanceof Expr.Ref ref && scope.find(ref.name().text()) != null) {
      reporter.report(
          DiagnosticCode.NOT_CONSTANT,
          pattern.span(),
          "`" + ref.name().text() + "` is a variable; an arm takes constants",
          "compare with `if`");
      return;
    }
    Type type = value == null ? null : value.type();
    TypedExpr.Literal literal = globals.constant(pattern, type);
    if (literal == null || value == null) {
      return;
    }
    SourceSpan before = seen.putIfAbsent(literal.value(), pattern.span());
    if (before != null) {
      reporter.report(
          Diagnostic.of(
                  DiagnosticCode.MATCH_DUPLICATE,
                  pattern.span(),
                  "`" + pattern.span().text() + "` has an arm already")
              .related(before, "here"));
    } else {
      constants.add(literal.value());
    }
  }

  private void duplicate(SourceSpan span, String message) {
    reporter.report(DiagnosticCode.MATCH_DUPLICATE, span, message);
  }

  private void checkExhaustive(Stmt.Match s, Type type, Map<Long, SourceSpan> seen) {
    List<String> missing = new ArrayList<>();
    if (type instanceof EnumType e && !e.flags()) {
      for (EnumType.Constant constant : e.constants()) {
        if (!seen.containsKey(constant.value())) {
          missing.add("`" + constant.name() + "`");
        }
      }
    } else if (type == ScalarType.BOOL) {
      if (!seen.containsKey(1L)) {
        missing.add("`true`");
      }
      if (!seen.containsKey(0L)) {
        missing.add("`false`");
      }
    } else {
      missing.add("other values");
    }
    if (!missing.isEmpty()) {
      reporter.report(
          DiagnosticCode.MATCH_NOT_EXHAUSTIVE,
          s.value().span(),
          "this `match` has no arm for " + String.join(", ", missing),
          "add `_ => { … }`");
    }
  }
}
