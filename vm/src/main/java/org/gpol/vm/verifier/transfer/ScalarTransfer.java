package org.gpol.vm.verifier.transfer;

import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.UnaryOp;
import org.gpol.bpf.isa.Width;
import org.gpol.vm.verifier.domain.Scalar;

/**
 * Arithmetic on sets of numbers: the result holds every number that the concrete operation can give
 * for numbers of the operands. Constants are the concrete operation itself. All operations are
 * written at 64 bits only; at 32 bits the operands are brought to 64 bits first and the result is
 * truncated, for all operations alike.
 */
public final class ScalarTransfer {
  private ScalarTransfer() {}

  /** {@code dst op src} at {@code width}. */
  public static Scalar apply(AluOp op, Width width, Scalar dst, Scalar src) {
    if (src.isConstant() && (dst.isConstant() || !op.readsDst())) {
      return Scalar.constant(op.kernel(width).applyAsLong(dst.umin(), src.umin()));
    }
    if (width == Width.W64) {
      return wide(op, dst, src, 63);
    }
    boolean signed = op == AluOp.SDIV || op == AluOp.SMOD || op == AluOp.ARSH;
    Scalar left = signed ? dst.signExtend(32) : dst.truncate32();
    Scalar right = signed && op != AluOp.ARSH ? src.signExtend(32) : src.truncate32();
    return wide(op, left, right, 31).truncate32();
  }

  /** Negation or byte-order conversion. */
  public static Scalar apply(UnaryOp op, Width width, Scalar value) {
    if (value.isConstant()) {
      return Scalar.constant(op.kernel(width).applyAsLong(value.umin()));
    }
    return switch (op) {
      case NEG -> apply(AluOp.SUB, width, Scalar.ZERO, value);
      case LE64 -> value;
      case LE32 -> value.zeroExtend(32);
      case LE16 -> value.zeroExtend(16);
      case BE16, BSWAP16 -> Scalar.unsigned(0, 0xffff);
      case BE32, BSWAP32 -> Scalar.unsigned(0, 0xffff_ffffL);
      case BE64, BSWAP64 -> Scalar.UNKNOWN;
    };
  }

  private static Scalar wide(AluOp op, Scalar dst, Scalar src, int shiftMask) {
    return switch (op) {
      case ADD -> Linear.add(dst, src);
      case SUB -> Linear.sub(dst, src);
      case MUL -> Linear.mul(dst, src);
      case DIV -> Division.div(dst, src);
      case SDIV -> Division.sdiv(dst, src);
      case MOD -> Division.mod(dst, src);
      case SMOD -> Division.smod(dst, src);
      case OR -> or(dst, src);
      case AND -> and(dst, src);
      case XOR -> Scalar.ofBits(dst.bits().xor(src.bits()));
      case LSH -> Shifts.lsh(dst, src, shiftMask);
      case RSH -> Shifts.rsh(dst, src, shiftMask);
      case ARSH -> Shifts.arsh(dst, src, shiftMask);
      case MOV -> src;
      case MOVSX8 -> src.signExtend(8);
      case MOVSX16 -> src.signExtend(16);
      case MOVSX32 -> src.signExtend(32);
    };
  }

  private static Scalar or(Scalar a, Scalar b) {
    long least = Scalar.maxUnsigned(a.umin(), b.umin());
    return Scalar.known(a.bits().or(b.bits()), least, -1, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private static Scalar and(Scalar a, Scalar b) {
    long most = Scalar.minUnsigned(a.umax(), b.umax());
    return Scalar.known(a.bits().and(b.bits()), 0, most, Long.MIN_VALUE, Long.MAX_VALUE);
  }
}
