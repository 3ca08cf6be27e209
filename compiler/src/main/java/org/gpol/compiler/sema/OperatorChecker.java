package org.gpol.compiler.sema;

import java.util.Set;
import org.gpol.compiler.ast.BinaryOp;
import org.gpol.compiler.ast.Expr;
import org.gpol.compiler.ast.UnaryOp;
import org.gpol.compiler.checked.EnumType;
import org.gpol.compiler.checked.Local;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.SpecialType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.checked.TypedExpr;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.SourceSpan;

/** Types operators and casts, with the rules of times and durations. */
final class OperatorChecker {
  private final ExprChecker exprs;
  private final Globals globals;
  private final Reporter reporter;

  OperatorChecker(ExprChecker exprs, Globals globals) {
    this.exprs = exprs;
    this.globals = globals;
    this.reporter = globals.reporter;
  }

  TypedExpr unary(Expr.Unary e, Type expected, Scope scope) {
    TypedExpr operand = exprs.number(e.operand(), expected, scope);
    if (operand == null) {
      return null;
    }
    ScalarType scalar = operand.type().scalar();
    boolean flags = operand.type() instanceof EnumType type && type.flags();
    boolean plain = operand.type() instanceof ScalarType && scalar.isInteger();
    if (e.op() == UnaryOp.NOT && (plain || flags || scalar == ScalarType.BOOL)) {
      return unaryOf(e, operand);
    }
    boolean signed = scalar == ScalarType.DURATION || (plain && scalar.signed());
    if (e.op() == UnaryOp.NEGATE && signed) {
      return unaryOf(e, operand);
    }
    String what = "`" + e.op().symbol() + "` does not apply to `" + operand.type().describe() + "`";
    if (plain) {
      reporter.report(
          DiagnosticCode.SIGN_MISMATCH,
          e.span(),
          what,
          "write `-(" + e.operand().span().text() + " as i64)`");
    } else {
      reporter.report(DiagnosticCode.BAD_OPERANDS, e.span(), what);
    }
    return null;
  }

  private static TypedExpr unaryOf(Expr.Unary e, TypedExpr operand) {
    if (operand instanceof TypedExpr.Literal literal) {
      ScalarType scalar = literal.type().scalar();
      long flipped = scalar == ScalarType.BOOL ? 1 - literal.value() : ~literal.value();
      long value = e.op() == UnaryOp.NOT ? flipped : -literal.value();
      return new TypedExpr.Literal(Operators.normalise(value, scalar), literal.type(), e.span());
    }
    return new TypedExpr.Unary(e.op(), operand, e.span());
  }

  /** The right side of {@code &&} or {@code ||}, which is looked at only where the left one is. */
  private TypedExpr second(Expr.Binary e, TypedExpr left, Scope scope) {
    if (scope == null || left == null) {
      return exprs.value(e.right(), ScalarType.BOOL, scope);
    }
    Set<Local> known = scope.nonZero();
    scope.assumeNonZero(NonZero.where(left, e.op() == BinaryOp.AND_AND));
    TypedExpr right = exprs.value(e.right(), ScalarType.BOOL, scope);
    scope.restore(known);
    return right;
  }

  TypedExpr cast(Expr.Cast e, Scope scope) {
    Type to = globals.types.type(e.type());
    TypedExpr operand = exprs.value(e.operand(), null, scope);
    if (operand == null || to == SpecialType.POISON) {
      return null;
    }
    operand = Coercion.dereference(operand);
    if (Coercion.castable(operand.type(), to)) {
      return Coercion.cast(operand, to, e.span());
    }
    Diagnostic d =
        Diagnostic.of(
            DiagnosticCode.BAD_CAST,
            e.span(),
            "`" + operand.type().describe() + "` can't become `" + to.describe() + "`");
    reporter.report(to == ScalarType.BOOL ? d.hint("compare: `… != 0`") : d);
    return null;
  }

  TypedExpr binary(Expr.Binary e, Type expected, Scope scope) {
    BinaryOp op = e.op();
    if (op.kind() == BinaryOp.Kind.LOGIC) {
      TypedExpr left = exprs.value(e.left(), ScalarType.BOOL, scope);
      TypedExpr right = second(e, left, scope);
      return left == null || right == null
          ? null
          : make(op, left, right, ScalarType.BOOL, e.span());
    }
    boolean leftPlain = globals.untyped.evaluate(e.left(), scope) != null;
    boolean rightPlain = globals.untyped.evaluate(e.right(), scope) != null;
    boolean operandsAreResult =
        op.kind() != BinaryOp.Kind.EQUALITY && op.kind() != BinaryOp.Kind.ORDER;
    Type wanted = operandsAreResult ? expected : null;
    TypedExpr left = null;
    TypedExpr right = null;
    if (leftPlain && !rightPlain && op.kind() != BinaryOp.Kind.SHIFT) {
      right = exprs.number(e.right(), wanted, scope);
      left = right == null ? null : exprs.number(e.left(), partner(op, right.type()), scope);
    } else {
      left = exprs.check(e.left(), wanted, scope);
      if (left != null && op.kind() == BinaryOp.Kind.EQUALITY && ArrayChecker.array(left) != null) {
        return exprs.arrays.equality(e, left, scope);
      }
      if (left == null && isArray(e.right())) {
        return null;
      }
      left = left == null ? null : exprs.number(left);
      Type hint =
          rightPlain && left != null
              ? partner(op, left.type())
              : left == null || op.kind() == BinaryOp.Kind.SHIFT ? null : left.type();
      right = exprs.number(e.right(), hint, scope);
    }
    if (left == null || right == null) {
      return null;
    }
    if (op == BinaryOp.DIV || op == BinaryOp.MOD) {
      checkDivisor(right, scope);
    }
    return apply(op, left, right, e.span());
  }

  /** What only means something beside an array. */
  private static boolean isArray(Expr e) {
    return e instanceof Expr.ArrayLiteral || e instanceof Expr.TextLiteral;
  }

  /** The type that a plain integer takes beside an operand of {@code type}. */
  private static Type partner(BinaryOp op, Type type) {
    if (op.kind() == BinaryOp.Kind.SHIFT) {
      return ScalarType.U32;
    }
    if (op.kind() == BinaryOp.Kind.ARITHMETIC && type == ScalarType.CPU) {
      return ScalarType.U32;
    }
    if (type == ScalarType.TIME && (op == BinaryOp.ADD || op == BinaryOp.SUB)) {
      return ScalarType.DURATION;
    }
    boolean scales = op == BinaryOp.MUL || op == BinaryOp.DIV;
    return scales && type == ScalarType.DURATION ? ScalarType.I64 : type;
  }

  /** The operation on two numbers, or null if there is none, which is reported. */
  TypedExpr apply(BinaryOp op, TypedExpr left, TypedExpr right, SourceSpan span) {
    if (op.kind() == BinaryOp.Kind.SHIFT) {
      return shift(op, left, right, span);
    }
    Type leftType = left.type();
    Type rightType = right.type();
    if (op.kind() == BinaryOp.Kind.ARITHMETIC && (isClock(leftType) || isClock(rightType))) {
      return clock(op, left, right, span);
    }
    if (leftType.equals(rightType) && allows(op, leftType)) {
      return sameType(op, left, right, span);
    }
    if (Coercion.widens(leftType, rightType)) {
      return sameType(op, Coercion.cast(left, rightType, left.span()), right, span);
    }
    if (Coercion.widens(rightType, leftType)) {
      return sameType(op, left, Coercion.cast(right, leftType, right.span()), span);
    }
    complain(op, left, right, span);
    return null;
  }

  private TypedExpr sameType(BinaryOp op, TypedExpr left, TypedExpr right, SourceSpan span) {
    Type type = left.type();
    boolean compares = op.kind() == BinaryOp.Kind.EQUALITY || op.kind() == BinaryOp.Kind.ORDER;
    if (!compares && type == ScalarType.CPU) {
      // Arithmetic on CPU numbers gives plain numbers.
      return make(
          op,
          Coercion.cast(left, ScalarType.U32, left.span()),
          Coercion.cast(right, ScalarType.U32, right.span()),
          ScalarType.U32,
          span);
    }
    return make(op, left, right, compares ? ScalarType.BOOL : type, span);
  }

  private static boolean isClock(Type type) {
    return type == ScalarType.TIME || type == ScalarType.DURATION;
  }

  private static boolean allows(BinaryOp op, Type type) {
    boolean flags = type instanceof EnumType e && e.flags();
    boolean counts = type == ScalarType.CPU || (type instanceof ScalarType s && s.isInteger());
    return switch (op.kind()) {
      case EQUALITY -> true;
      case ORDER -> counts || isClock(type);
      case BITWISE -> counts || flags || type == ScalarType.BOOL;
      case ARITHMETIC, SHIFT -> counts;
      case LOGIC -> type == ScalarType.BOOL;
    };
  }

  private TypedExpr clock(BinaryOp op, TypedExpr left, TypedExpr right, SourceSpan span) {
    Type l = left.type();
    Type r = right.type();
    Type result = null;
    if (l == ScalarType.TIME && r == ScalarType.TIME) {
      result = op == BinaryOp.SUB ? ScalarType.DURATION : null;
    } else if (l == ScalarType.TIME && r == ScalarType.DURATION) {
      result = op == BinaryOp.SUB || op == BinaryOp.ADD ? ScalarType.TIME : null;
    } else if (l == ScalarType.DURATION && r == ScalarType.TIME) {
      result = op == BinaryOp.ADD ? ScalarType.TIME : null;
    } else if (l == ScalarType.DURATION && r == ScalarType.DURATION) {
      result =
          switch (op) {
            case ADD, SUB, MOD -> ScalarType.DURATION;
            case DIV -> ScalarType.I64;
            default -> null;
          };
    } else if (l == ScalarType.DURATION && scales(r)) {
      result = op == BinaryOp.MUL || op == BinaryOp.DIV ? ScalarType.DURATION : null;
    } else if (r == ScalarType.DURATION && scales(l)) {
      result = op == BinaryOp.MUL ? ScalarType.DURATION : null;
    }
    if (result == null) {
      complain(op, left, right, span);
      return null;
    }
    TypedExpr from = isClock(l) ? left : Coercion.cast(left, ScalarType.I64, left.span());
    TypedExpr by = isClock(r) ? right : Coercion.cast(right, ScalarType.I64, right.span());
    return make(op, from, by, result, span);
  }

  /** Integers that a duration may be multiplied with: all whose values a signed one holds. */
  private static boolean scales(Type type) {
    return type instanceof ScalarType s && s.isInteger() && s != ScalarType.U64;
  }

  private TypedExpr shift(BinaryOp op, TypedExpr left, TypedExpr right, SourceSpan span) {
    boolean counts = left.type() instanceof ScalarType l && l.isInteger();
    boolean by = right.type() instanceof ScalarType r && r.isInteger() && !r.signed();
    if (!counts || !by) {
      complain(op, left, right, span);
      return null;
    }
    if (right instanceof TypedExpr.Literal count
        && Long.compareUnsigned(count.value(), left.type().scalar().bits()) >= 0) {
      reporter.report(
          DiagnosticCode.LITERAL_RANGE,
          right.span(),
          "a `" + left.type().describe() + "` has only " + left.type().scalar().bits() + " bits");
      return null;
    }
    return make(op, left, right, left.type(), span);
  }

  private void checkDivisor(TypedExpr divisor, Scope scope) {
    boolean safe =
        divisor instanceof TypedExpr.Literal literal
            ? literal.value() != 0
            : neverZero(divisor, scope);
    if (!safe) {
      reporter.report(
          Diagnostic.of(DiagnosticCode.DIVISION_BY_ZERO, divisor.span(), "this divisor may be zero")
              .note("division by zero gives 0, the remainder gives the dividend")
              .hint("test it before, or divide by a `param` whose range excludes 0"));
    }
  }

  private static boolean neverZero(TypedExpr divisor, Scope scope) {
    ScalarType type = divisor.type().scalar();
    if (divisor instanceof TypedExpr.Cast cast
        && cast.operand().type().scalar().bits() <= type.bits()) {
      // Nothing is cut off, so what is not zero stays so.
      return neverZero(cast.operand(), scope);
    }
    if (divisor instanceof TypedExpr.LocalRef ref) {
      return scope != null && scope.nonZero().contains(ref.local());
    }
    if (divisor instanceof TypedExpr.Binary sum
        && sum.op() == BinaryOp.ADD
        && sum.right() instanceof TypedExpr.Literal literal) {
      // A sum that has room for both does not come round to zero.
      return literal.value() > 0
          && sum.left() instanceof TypedExpr.Cast cast
          && !cast.operand().type().scalar().signed()
          && cast.operand().type().scalar().bits() < type.bits()
          && literal.value() <= 1L << cast.operand().type().scalar().bits();
    }
    if (divisor instanceof TypedExpr.ParamRef ref) {
      Symbol.Param param = ref.param();
      return excludesZero(type, param.low(), param.high());
    }
    return divisor instanceof TypedExpr.ExternRef ref
        && excludesZero(type, ref.variable().low(), ref.variable().high());
  }

  private static boolean excludesZero(ScalarType type, long low, long high) {
    return Operators.compare(type, low, 0) > 0 || Operators.compare(type, high, 0) < 0;
  }

  private static TypedExpr make(
      BinaryOp op, TypedExpr left, TypedExpr right, Type type, SourceSpan span) {
    if (left instanceof TypedExpr.Literal l && right instanceof TypedExpr.Literal r) {
      long value = Operators.fold(op, l.value(), r.value(), left.type().scalar());
      return new TypedExpr.Literal(value, type, span);
    }
    return new TypedExpr.Binary(op, left, right, type, span);
  }

  private void complain(BinaryOp op, TypedExpr left, TypedExpr right, SourceSpan span) {
    Type l = left.type();
    Type r = right.type();
    boolean signs =
        l instanceof ScalarType ls
            && r instanceof ScalarType rs
            && ls.isInteger()
            && rs.isInteger()
            && ls.signed() != rs.signed();
    Diagnostic d =
        Diagnostic.of(
                signs ? DiagnosticCode.SIGN_MISMATCH : DiagnosticCode.BAD_OPERANDS,
                span,
                "`"
                    + op.symbol()
                    + "` does not take `"
                    + l.describe()
                    + "` and `"
                    + r.describe()
                    + "`")
            .related(left.span(), "`" + l.describe() + "`")
            .related(right.span(), "`" + r.describe() + "`");
    if (signs) {
      ScalarType wide = ScalarType.I64;
      TypedExpr unsigned = ((ScalarType) l).signed() ? right : left;
      d =
          d.hint(
              "write `"
                  + Coercion.parenthesised(unsigned.span().text())
                  + " as "
                  + wide.describe()
                  + "`");
    } else if (isClock(l) || isClock(r)) {
      d =
          d.note(
              "a time minus a time is a duration, a time plus or minus a duration is a time, and a"
                  + " duration can be multiplied and divided");
    }
    reporter.report(d);
  }
}
