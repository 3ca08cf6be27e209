package org.gpol.compiler.sema;

import java.math.BigInteger;
import org.gpol.compiler.ast.BinaryOp;
import org.gpol.compiler.ast.Expr;
import org.gpol.compiler.ast.UnaryOp;

/**
 * Values of expressions made of plain integers only. They are exact, of any size, and get a type
 * where they are used.
 */
final class UntypedConstants {
  private static final int MAX_BITS = 256;

  private final Globals globals;

  UntypedConstants(Globals globals) {
    this.globals = globals;
  }

  /** The value of {@code expr}, or null if it is not such an expression. */
  BigInteger evaluate(Expr expr, Scope scope) {
    if (expr instanceof Expr.NumberLiteral number && !number.duration()) {
      return new BigInteger(Long.toUnsignedString(number.value()));
    }
    if (expr instanceof Expr.Ref ref) {
      if (scope != null && scope.find(ref.name().text()) != null) {
        return null;
      }
      return globals.use(ref.name().text()) instanceof Entity.Untyped untyped
          ? untyped.value()
          : null;
    }
    if (expr instanceof Expr.Unary unary && unary.op() == UnaryOp.NEGATE) {
      BigInteger operand = evaluate(unary.operand(), scope);
      return operand == null ? null : operand.negate();
    }
    if (expr instanceof Expr.Binary binary) {
      return binary(binary, scope);
    }
    return null;
  }

  private BigInteger binary(Expr.Binary binary, Scope scope) {
    switch (binary.op().kind()) {
      case EQUALITY, ORDER, LOGIC -> {
        return null;
      }
      case ARITHMETIC, SHIFT, BITWISE -> {}
    }
    BigInteger left = evaluate(binary.left(), scope);
    BigInteger right = left == null ? null : evaluate(binary.right(), scope);
    if (right == null) {
      return null;
    }
    BigInteger value = apply(binary.op(), left, right);
    return value != null && value.bitLength() > MAX_BITS ? null : value;
  }

  private static BigInteger apply(BinaryOp op, BigInteger left, BigInteger right) {
    boolean shift = op.kind() == BinaryOp.Kind.SHIFT;
    if (shift && (right.signum() < 0 || right.bitLength() > 8)) {
      return null;
    }
    return switch (op) {
      case ADD -> left.add(right);
      case SUB -> left.subtract(right);
      case MUL -> left.multiply(right);
      case DIV -> right.signum() == 0 ? null : left.divide(right);
      case MOD -> right.signum() == 0 ? null : left.remainder(right);
      case SHL -> left.shiftLeft(right.intValue());
      case SHR -> left.shiftRight(right.intValue());
      case AND -> left.and(right);
      case OR -> left.or(right);
      case XOR -> left.xor(right);
      case EQ, NE, LT, LE, GT, GE, AND_AND, OR_OR -> null;
    };
  }
}
