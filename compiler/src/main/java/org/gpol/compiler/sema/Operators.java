package org.gpol.compiler.sema;

import java.math.BigInteger;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Width;
import org.gpol.compiler.ast.BinaryOp;
import org.gpol.compiler.checked.ScalarType;

/** The arithmetic of constants: that of the machine, since it runs the machine's own kernels. */
final class Operators {
  private Operators() {}

  /** Compares two values of {@code type}. */
  static int compare(ScalarType type, long left, long right) {
    return type.signed() ? Long.compare(left, right) : Long.compareUnsigned(left, right);
  }

  /** Keeps the bits of {@code type} and extends them by its sign. */
  static long normalise(long value, ScalarType type) {
    int unused = 64 - type.bits();
    return type.signed() ? value << unused >> unused : value << unused >>> unused;
  }

  /** True if {@code value} is a value of {@code type}. */
  static boolean fits(BigInteger value, ScalarType type) {
    BigInteger low = BigInteger.valueOf(type.min());
    BigInteger high =
        type.signed()
            ? BigInteger.valueOf(type.max())
            : new BigInteger(Long.toUnsignedString(type.max()));
    return value.compareTo(low) >= 0 && value.compareTo(high) <= 0;
  }

  /** The value of {@code left op right}, for operands of {@code type}. */
  static long fold(BinaryOp op, long left, long right, ScalarType type) {
    int order = compare(type, left, right);
    return switch (op) {
      case EQ -> left == right ? 1 : 0;
      case NE -> left != right ? 1 : 0;
      case LT -> order < 0 ? 1 : 0;
      case LE -> order <= 0 ? 1 : 0;
      case GT -> order > 0 ? 1 : 0;
      case GE -> order >= 0 ? 1 : 0;
      case AND_AND -> left & right;
      case OR_OR -> left | right;
      case MUL -> alu(AluOp.MUL, left, right, type);
      case DIV -> alu(type.signed() ? AluOp.SDIV : AluOp.DIV, left, right, type);
      case MOD -> alu(type.signed() ? AluOp.SMOD : AluOp.MOD, left, right, type);
      case ADD -> alu(AluOp.ADD, left, right, type);
      case SUB -> alu(AluOp.SUB, left, right, type);
      case SHL -> alu(AluOp.LSH, left, right & (type.bits() - 1), type);
      case SHR ->
          alu(type.signed() ? AluOp.ARSH : AluOp.RSH, left, right & (type.bits() - 1), type);
      case AND -> alu(AluOp.AND, left, right, type);
      case XOR -> alu(AluOp.XOR, left, right, type);
      case OR -> alu(AluOp.OR, left, right, type);
    };
  }

  /** Operands are extended to 64 bits, so the 64-bit kernel is right for every width. */
  private static long alu(AluOp op, long left, long right, ScalarType type) {
    return normalise(op.kernel(Width.W64).applyAsLong(left, right), type);
  }
}
