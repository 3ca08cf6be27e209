package org.gpol.bpf.isa;

import java.math.BigInteger;

/**
 * The arithmetic of RFC 9669 section 4.1 once more, slowly, for any width and on unbounded
 * integers: an oracle that shares nothing with {@link Alu}. Operands and results are unsigned
 * numbers of {@code bits} bits.
 */
public final class AluSpec {
  private AluSpec() {}

  /** What {@code dst op= src} leaves in the low {@code bits} bits of dst. */
  public static BigInteger eval(AluOp op, int bits, BigInteger dst, BigInteger src) {
    BigInteger signedDst = signed(dst, bits);
    BigInteger signedSrc = signed(src, bits);
    // "Shift operations use a mask of 0x3F for 64-bit operations and 0x1F for 32-bit operations."
    int count = src.mod(BigInteger.valueOf(bits)).intValue();
    boolean byZero = src.signum() == 0;
    BigInteger result =
        switch (op) {
          case ADD -> dst.add(src);
          case SUB -> dst.subtract(src);
          case MUL -> dst.multiply(src);
          // "If BPF program execution would result in division by zero, the destination register is
          // instead set to zero."
          case DIV -> byZero ? BigInteger.ZERO : dst.divide(src);
          case SDIV -> byZero ? BigInteger.ZERO : signedDst.divide(signedSrc);
          // "If execution would result in modulo by zero ... the value of the destination register
          // is unchanged", the upper half of a 32-bit one zeroed.
          case MOD -> byZero ? dst : dst.mod(src);
          case SMOD -> byZero ? dst : signedDst.remainder(signedSrc);
          case OR -> dst.or(src);
          case AND -> dst.and(src);
          case XOR -> dst.xor(src);
          case LSH -> dst.shiftLeft(count);
          case RSH -> dst.shiftRight(count);
          case ARSH -> signedDst.shiftRight(count);
          case MOV -> src;
          case MOVSX8 -> extended(src, 8, bits);
          case MOVSX16 -> extended(src, 16, bits);
          case MOVSX32 -> extended(src, 32, bits);
        };
    return unsigned(result, bits);
  }

  /** Whether {@code left cond right} (section 4.3) at {@code bits} bits. */
  public static boolean test(JumpCond cond, int bits, BigInteger left, BigInteger right) {
    int unsigned = left.compareTo(right);
    int signed = signed(left, bits).compareTo(signed(right, bits));
    return switch (cond) {
      case JEQ -> unsigned == 0;
      case JNE -> unsigned != 0;
      case JGT -> unsigned > 0;
      case JGE -> unsigned >= 0;
      case JLT -> unsigned < 0;
      case JLE -> unsigned <= 0;
      case JSGT -> signed > 0;
      case JSGE -> signed >= 0;
      case JSLT -> signed < 0;
      case JSLE -> signed <= 0;
      case JSET -> left.and(right).signum() != 0;
    };
  }

  /** What an atomic operation (section 5.3) leaves in the {@code bits} bits of memory. */
  public static BigInteger atomic(
      AtomicOp op, int bits, BigInteger old, BigInteger src, BigInteger r0) {
    BigInteger result =
        switch (op) {
          case ADD, FETCH_ADD -> old.add(src);
          case OR, FETCH_OR -> old.or(src);
          case AND, FETCH_AND -> old.and(src);
          case XOR, FETCH_XOR -> old.xor(src);
          case XCHG -> src;
          case CMPXCHG -> old.equals(r0) ? src : old;
        };
    return unsigned(result, bits);
  }

  /** The low {@code bits} bits of a long as an unsigned number. */
  public static BigInteger low(long value, int bits) {
    return unsigned(BigInteger.valueOf(value), bits);
  }

  /** A number reduced to {@code bits} bits, unsigned. */
  static BigInteger unsigned(BigInteger value, int bits) {
    return value.mod(BigInteger.ONE.shiftLeft(bits));
  }

  /** A two's complement number of {@code bits} bits read as signed. */
  static BigInteger signed(BigInteger value, int bits) {
    return value.testBit(bits - 1) ? value.subtract(BigInteger.ONE.shiftLeft(bits)) : value;
  }

  private static BigInteger extended(BigInteger value, int from, int bits) {
    return from >= bits ? value : signed(unsigned(value, from), from);
  }
}
