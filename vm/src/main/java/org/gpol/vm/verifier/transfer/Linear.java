package org.gpol.vm.verifier.transfer;

import org.gpol.vm.verifier.domain.Scalar;

/** Sums, differences and products of sets of numbers; a range that may wrap is given up. */
final class Linear {
  private Linear() {}

  static Scalar add(Scalar a, Scalar b) {
    long umin = a.umin() + b.umin();
    long umax = a.umax() + b.umax();
    boolean carries = Long.compareUnsigned(umax, a.umax()) < 0;
    long smin = a.smin() + b.smin();
    long smax = a.smax() + b.smax();
    boolean wraps = sumWraps(a.smin(), b.smin(), smin) || sumWraps(a.smax(), b.smax(), smax);
    return Scalar.known(
        a.bits().add(b.bits()),
        carries ? 0 : umin,
        carries ? -1 : umax,
        wraps ? Long.MIN_VALUE : smin,
        wraps ? Long.MAX_VALUE : smax);
  }

  static Scalar sub(Scalar a, Scalar b) {
    boolean borrows = Long.compareUnsigned(a.umin(), b.umax()) < 0;
    long smin = a.smin() - b.smax();
    long smax = a.smax() - b.smin();
    boolean wraps = sumWraps(smin, b.smax(), a.smin()) || sumWraps(smax, b.smin(), a.smax());
    return Scalar.known(
        a.bits().sub(b.bits()),
        borrows ? 0 : a.umin() - b.umax(),
        borrows ? -1 : a.umax() - b.umin(),
        wraps ? Long.MIN_VALUE : smin,
        wraps ? Long.MAX_VALUE : smax);
  }

  static Scalar mul(Scalar a, Scalar b) {
    long umin = 0;
    long umax = -1;
    if (Math.multiplyHigh(a.umax(), b.umax()) == 0 && a.umax() >= 0 && b.umax() >= 0) {
      umin = a.umin() * b.umin();
      umax = a.umax() * b.umax();
    }
    long smin = Long.MIN_VALUE;
    long smax = Long.MAX_VALUE;
    if (a.fitsSigned32() && b.fitsSigned32()) {
      long first = a.smin() * b.smin();
      long second = a.smin() * b.smax();
      long third = a.smax() * b.smin();
      long fourth = a.smax() * b.smax();
      smin = Math.min(Math.min(first, second), Math.min(third, fourth));
      smax = Math.max(Math.max(first, second), Math.max(third, fourth));
    }
    return Scalar.known(a.bits().mul(b.bits()), umin, umax, smin, smax);
  }

  /** True if {@code sum = a + b} is not the sum of the signed numbers. */
  private static boolean sumWraps(long a, long b, long sum) {
    return ((a ^ sum) & (b ^ sum)) < 0;
  }
}
