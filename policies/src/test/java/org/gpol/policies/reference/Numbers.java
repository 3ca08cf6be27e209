package org.gpol.policies.reference;

import org.gpol.compiler.ast.BinaryOp;
import org.gpol.compiler.checked.ScalarType;

/**
 * Arithmetic as the language's page and RFC 9669 have it. Numbers are held in 64 bits, extended by
 * the sign of their type.
 */
final class Numbers {
  private Numbers() {}

  /** {@code value} wrapped to {@code type}. */
  static long wrap(long value, ScalarType type) {
    if (type == ScalarType.BOOL) {
      return value & 1;
    }
    int unused = 64 - type.bits();
    return type.signed() ? value << unused >> unused : value << unused >>> unused;
  }

  /** A number that was {@code from} as a number of type {@code to}. */
  static long cast(long value, ScalarType to) {
    return to == ScalarType.BOOL ? (value == 0 ? 0 : 1) : wrap(value, to);
  }

  /** The result of an operator on operands of {@code type}; of a shift, the left one's. */
  static long binary(BinaryOp op, long left, long right, ScalarType type) {
    return switch (op) {
      case ADD -> wrap(left + right, type);
      case SUB -> wrap(left - right, type);
      case MUL -> wrap(left * right, type);
      case DIV -> wrap(quotient(left, right, type), type);
      case MOD -> wrap(remainder(left, right, type), type);
      case AND -> left & right;
      case OR -> left | right;
      case XOR -> wrap(left ^ right, type);
      case SHL -> wrap(left << (right & (type.bits() - 1)), type);
      case SHR ->
          type.signed()
              ? left >> (right & (type.bits() - 1))
              : left >>> (right & (type.bits() - 1));
      case EQ -> truth(left == right);
      case NE -> truth(left != right);
      case LT -> truth(compare(left, right, type) < 0);
      case LE -> truth(compare(left, right, type) <= 0);
      case GT -> truth(compare(left, right, type) > 0);
      case GE -> truth(compare(left, right, type) >= 0);
      case AND_AND, OR_OR -> throw new IllegalArgumentException("has an order of its own");
    };
  }

  static long truth(boolean holds) {
    return holds ? 1 : 0;
  }

  static int compare(long left, long right, ScalarType type) {
    return type.signed() ? Long.compare(left, right) : Long.compareUnsigned(left, right);
  }

  private static long quotient(long left, long right, ScalarType type) {
    if (right == 0) {
      return 0;
    }
    // Java wraps the one quotient that does not fit, as the machine does.
    return type.signed() ? left / right : Long.divideUnsigned(left, right);
  }

  private static long remainder(long left, long right, ScalarType type) {
    if (right == 0) {
      return left;
    }
    return type.signed() ? left % right : Long.remainderUnsigned(left, right);
  }
}
