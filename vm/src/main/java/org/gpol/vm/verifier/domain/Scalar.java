package org.gpol.vm.verifier.domain;

import org.gpol.bpf.GpolBug;
import org.gpol.bpf.isa.MemSize;

/**
 * A set of 64-bit numbers: those that agree with {@code bits} and lie in both ranges. The three
 * parts are as tight as they make each other: the ends of the ranges are numbers of the set, which
 * is never empty.
 *
 * @param bits the known bits
 * @param umin least as an unsigned number
 * @param umax greatest as an unsigned number
 * @param smin least as a signed number
 * @param smax greatest as a signed number
 */
public record Scalar(Tnum bits, long umin, long umax, long smin, long smax) {
  /** Any number. */
  public static final Scalar UNKNOWN =
      new Scalar(Tnum.UNKNOWN, 0, -1, Long.MIN_VALUE, Long.MAX_VALUE);

  /** Exactly zero. */
  public static final Scalar ZERO = constant(0);

  /** The low half of a register. */
  private static final long LOW = 0xffff_ffffL;

  /** Exactly {@code value}. */
  public static Scalar constant(long value) {
    return new Scalar(Tnum.constant(value), value, value, value, value);
  }

  /** The numbers from {@code min} to {@code max}, unsigned. */
  public static Scalar unsigned(long min, long max) {
    return known(Tnum.UNKNOWN, min, max, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** The numbers from {@code min} to {@code max}, signed. */
  public static Scalar signed(long min, long max) {
    return known(Tnum.UNKNOWN, 0, -1, min, max);
  }

  /** The numbers that agree with {@code bits}. */
  public static Scalar ofBits(Tnum bits) {
    return known(bits, 0, -1, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** What a load of {@code size} from memory of unknown content gives. */
  public static Scalar loaded(MemSize size, boolean signed) {
    if (size == MemSize.B8) {
      return UNKNOWN;
    }
    int bits = size.bytes() * 8;
    return signed
        ? signed(-(1L << (bits - 1)), (1L << (bits - 1)) - 1)
        : unsigned(0, (1L << bits) - 1);
  }

  /** The set described by the parts, or null if it is empty. */
  public static Scalar of(Tnum bits, long umin, long umax, long smin, long smax) {
    return Tightening.tighten(bits, umin, umax, smin, smax);
  }

  /** The set described by the parts, of which the caller knows that it is not empty. */
  public static Scalar known(Tnum bits, long umin, long umax, long smin, long smax) {
    Scalar result = of(bits, umin, umax, smin, smax);
    if (result == null) {
      throw new GpolBug("a scalar without values");
    }
    return result;
  }

  /** The numbers in both, or null if there are none. */
  public Scalar meet(Scalar other) {
    Tnum common = bits.meet(other.bits);
    if (common == null) {
      return null;
    }
    return of(
        common,
        maxUnsigned(umin, other.umin),
        minUnsigned(umax, other.umax),
        Math.max(smin, other.smin),
        Math.min(smax, other.smax));
  }

  /** The least set of this form that has the numbers of both. */
  public Scalar join(Scalar other) {
    return known(
        bits.join(other.bits),
        minUnsigned(umin, other.umin),
        maxUnsigned(umax, other.umax),
        Math.min(smin, other.smin),
        Math.max(smax, other.smax));
  }

  /** True if only one number is possible. */
  public boolean isConstant() {
    return umin == umax;
  }

  /** True if the only possible number is {@code value}. */
  public boolean is(long value) {
    return isConstant() && umin == value;
  }

  /** True if {@code value} is possible. */
  public boolean contains(long value) {
    return bits.contains(value)
        && Long.compareUnsigned(umin, value) <= 0
        && Long.compareUnsigned(value, umax) <= 0
        && smin <= value
        && value <= smax;
  }

  /** True if every number of {@code other} is possible here. */
  public boolean contains(Scalar other) {
    return bits.contains(other.bits)
        && Long.compareUnsigned(umin, other.umin) <= 0
        && Long.compareUnsigned(other.umax, umax) <= 0
        && smin <= other.smin
        && other.smax <= smax;
  }

  /** The low halves, zero-extended. */
  public Scalar truncate32() {
    return zeroExtend(32);
  }

  /** The low {@code width} bits, zero-extended; {@code width} 8, 16 or 32. */
  public Scalar zeroExtend(int width) {
    long most = -1L >>> (64 - width);
    if (Long.compareUnsigned(umax, most) <= 0) {
      return this;
    }
    // Within one block of 2^width numbers the order of the low parts is the order of the numbers.
    if (umin >>> width == umax >>> width) {
      return known(bits.low(width), umin & most, umax & most, 0, most);
    }
    return known(bits.low(width), 0, most, 0, most);
  }

  /** The low {@code width} bits, sign-extended; {@code width} 8, 16 or 32. */
  public Scalar signExtend(int width) {
    long most = (1L << (width - 1)) - 1;
    long least = -most - 1;
    if (least <= smin && smax <= most) {
      return this;
    }
    Tnum extended = bits.lsh(64 - width).arsh(64 - width);
    Scalar low = zeroExtend(width);
    if (low.umax <= most) {
      return low;
    }
    if (low.umin > most) {
      long shift = 1L << width;
      return known(extended, 0, -1, low.umin - shift, low.umax - shift);
    }
    return known(extended, 0, -1, least, most);
  }

  /**
   * The low halves, sign-extended: in the order of the low halves whether they are taken to have a
   * sign or not.
   */
  public Scalar signedLow() {
    if (fitsSigned32() || !fitsUnsigned32()) {
      return signExtend(32);
    }
    return known(
        bits.lsh(32).arsh(32), (int) umin, (int) umax, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /** The low halves of sign-extended numbers, zero-extended. */
  public Scalar unsignedLow() {
    return known(bits.low(32), umin & LOW, umax & LOW, 0, LOW);
  }

  /** True if every number is its own low half, zero-extended. */
  public boolean fitsUnsigned32() {
    return Long.compareUnsigned(umax, LOW) <= 0;
  }

  /** True if every number is its own low half, sign-extended. */
  public boolean fitsSigned32() {
    return smin >= Integer.MIN_VALUE && smax <= Integer.MAX_VALUE;
  }

  /** The greater of two unsigned numbers. */
  public static long maxUnsigned(long a, long b) {
    return Long.compareUnsigned(a, b) >= 0 ? a : b;
  }

  /** The lesser of two unsigned numbers. */
  public static long minUnsigned(long a, long b) {
    return Long.compareUnsigned(a, b) <= 0 ? a : b;
  }

  @Override
  public String toString() {
    if (isConstant()) {
      return Long.toString(umin);
    }
    if (equals(UNKNOWN)) {
      return "scalar()";
    }
    StringBuilder text = new StringBuilder("scalar(");
    if (smin >= 0) {
      text.append(smin).append("..").append(smax);
    } else {
      text.append("s ").append(smin).append("..").append(smax);
      if (umin != 0 || umax != -1) {
        text.append(", u ").append(Long.toUnsignedString(umin));
        text.append("..").append(Long.toUnsignedString(umax));
      }
    }
    if (!bits.equals(Tnum.range(umin, umax))) {
      text.append(", bits ").append(bits);
    }
    return text.append(')').toString();
  }
}
