package org.gpol.vm.verifier.transfer;

import org.gpol.vm.verifier.domain.Scalar;

/**
 * Shifts of sets of numbers. Only the low bits of the count matter, which {@code mask} selects: 31
 * or 63.
 */
final class Shifts {
  private Shifts() {}

  static Scalar lsh(Scalar a, Scalar count, int mask) {
    int few = least(count, mask);
    int many = greatest(count, mask);
    Scalar bits = few == many ? Scalar.ofBits(a.bits().lsh(few)) : Scalar.UNKNOWN;
    if (Long.compareUnsigned(a.umax() << many >>> many, a.umax()) == 0) {
      bits = bits.meet(Scalar.unsigned(a.umin() << few, a.umax() << many));
    }
    boolean keepsSign =
        a.smin() << many >> many == a.smin() && a.smax() << many >> many == a.smax();
    if (few == many && keepsSign) {
      bits = bits.meet(Scalar.signed(a.smin() << few, a.smax() << few));
    }
    return bits;
  }

  static Scalar rsh(Scalar a, Scalar count, int mask) {
    int few = least(count, mask);
    int many = greatest(count, mask);
    Scalar range = Scalar.unsigned(a.umin() >>> many, a.umax() >>> few);
    return few == many ? range.meet(Scalar.ofBits(a.bits().rsh(few))) : range;
  }

  static Scalar arsh(Scalar a, Scalar count, int mask) {
    int few = least(count, mask);
    int many = greatest(count, mask);
    Scalar range =
        Scalar.signed(
            Math.min(a.smin() >> few, a.smin() >> many),
            Math.max(a.smax() >> few, a.smax() >> many));
    return few == many ? range.meet(Scalar.ofBits(a.bits().arsh(few))) : range;
  }

  private static int least(Scalar count, int mask) {
    return inRange(count, mask) ? (int) count.umin() : constant(count) & mask;
  }

  private static int greatest(Scalar count, int mask) {
    if (inRange(count, mask)) {
      return (int) count.umax();
    }
    return count.isConstant() ? constant(count) & mask : mask;
  }

  /** The low bits of a constant count; 0, the least possible, for any other. */
  private static int constant(Scalar count) {
    return count.isConstant() ? (int) count.umin() : 0;
  }

  private static boolean inRange(Scalar count, int mask) {
    return Long.compareUnsigned(count.umax(), mask) <= 0;
  }
}
