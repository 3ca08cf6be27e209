package org.gpol.vm.verifier.domain;

/**
 * A tristate number: 64 bits, each known to be 0, known to be 1, or unknown. It stands for all
 * numbers that agree with the known bits.
 *
 * @param value the known ones; 0 where a bit is unknown
 * @param mask the unknown bits
 */
public record Tnum(long value, long mask) {
  /** Nothing known. */
  public static final Tnum UNKNOWN = new Tnum(0, -1);

  /** Checks that no bit is both known and unknown. */
  public Tnum {
    if ((value & mask) != 0) {
      throw new IllegalArgumentException("bits both known and unknown");
    }
  }

  /** Exactly {@code value}. */
  public static Tnum constant(long value) {
    return new Tnum(value, 0);
  }

  /** The bits that all numbers from {@code min} to {@code max}, unsigned, have in common. */
  public static Tnum range(long min, long max) {
    long differing = min ^ max;
    if (differing == 0) {
      return constant(min);
    }
    long unknown = -1L >>> Long.numberOfLeadingZeros(differing);
    return new Tnum(min & ~unknown, unknown);
  }

  /** True if only one number is possible. */
  public boolean isConstant() {
    return mask == 0;
  }

  /** The greatest possible number, unsigned. */
  public long max() {
    return value | mask;
  }

  /** True if {@code number} agrees with the known bits. */
  public boolean contains(long number) {
    return (number & ~mask) == value;
  }

  /** True if every number of {@code other} is one of this. */
  public boolean contains(Tnum other) {
    return (other.mask & ~mask) == 0 && contains(other.value);
  }

  /** The numbers in both, or null if there are none. */
  public Tnum meet(Tnum other) {
    if (((value ^ other.value) & ~mask & ~other.mask) != 0) {
      return null;
    }
    return new Tnum(value | other.value, mask & other.mask);
  }

  /** The least set of this form that has the numbers of both. */
  public Tnum join(Tnum other) {
    return known(value, mask | other.mask | (value ^ other.value));
  }

  /**
   * The least of the numbers that is not below {@code bound}, unsigned; if all are below, some
   * number that is.
   */
  public long atLeast(long bound) {
    long wrong = (bound ^ value) & ~mask;
    if (wrong == 0) {
      return bound;
    }
    long highest = Long.highestOneBit(wrong);
    long upTo = highest | (highest - 1);
    if ((value & highest) != 0) {
      return (bound & ~upTo) | (value & upTo);
    }
    // The bound has a one where the numbers have a zero: only a one further up exceeds it.
    long raised = Long.lowestOneBit(mask & ~bound & ~upTo);
    return raised == 0 ? value : (bound & -raised) | raised | (value & (raised - 1));
  }

  /** The greatest of the numbers that is not above {@code bound}; if all are, one that is. */
  public long atMost(long bound) {
    return ~new Tnum(~max(), mask).atLeast(~bound);
  }

  /** All sums: a bit is unknown if a carry that may or may not come reaches it. */
  public Tnum add(Tnum other) {
    long least = value + other.value;
    long most = least + mask + other.mask;
    return known(least, (least ^ most) | mask | other.mask);
  }

  /** All differences. */
  public Tnum sub(Tnum other) {
    long middle = value - other.value;
    long carries = (middle + mask) ^ (middle - other.mask);
    return known(middle, carries | mask | other.mask);
  }

  public Tnum and(Tnum other) {
    long ones = value & other.value;
    return new Tnum(ones, max() & other.max() & ~ones);
  }

  public Tnum or(Tnum other) {
    long ones = value | other.value;
    return new Tnum(ones, (mask | other.mask) & ~ones);
  }

  public Tnum xor(Tnum other) {
    return known(value ^ other.value, mask | other.mask);
  }

  /**
   * All products, by long multiplication: the product of the known parts, and for every bit of this
   * what it may add in unknown bits.
   */
  public Tnum mul(Tnum other) {
    Tnum uncertain = constant(0);
    for (int bit = 0; bit < 64; bit++) {
      if (((value >>> bit) & 1) != 0) {
        uncertain = uncertain.add(new Tnum(0, other.mask << bit));
      } else if (((mask >>> bit) & 1) != 0) {
        uncertain = uncertain.add(new Tnum(0, other.max() << bit));
      }
    }
    return constant(value * other.value).add(uncertain);
  }

  /** Shifted left; {@code count} 0 to 63. */
  public Tnum lsh(int count) {
    return new Tnum(value << count, mask << count);
  }

  public Tnum rsh(int count) {
    return new Tnum(value >>> count, mask >>> count);
  }

  /** Shifted right with the sign, known or not. */
  public Tnum arsh(int count) {
    return new Tnum(value >> count, mask >> count);
  }

  /** The low {@code bits} bits, the rest 0; {@code bits} 1 to 64. */
  public Tnum low(int bits) {
    return and(constant(-1L >>> (64 - bits)));
  }

  private static Tnum known(long value, long unknown) {
    return new Tnum(value & ~unknown, unknown);
  }

  @Override
  public String toString() {
    return "(0x" + Long.toHexString(value) + "; 0x" + Long.toHexString(mask) + ")";
  }
}
