package org.gpol.vm.verifier.transfer;

import org.gpol.vm.verifier.domain.Scalar;

/**
 * Quotients and remainders of sets of numbers. Division by zero gives 0 and the remainder of it the
 * dividend (RFC 9669 section 4.1), so a divisor that may be zero adds those.
 */
final class Division {
  private Division() {}

  static Scalar div(Scalar a, Scalar b) {
    if (b.umin() == 0) {
      return Scalar.unsigned(0, a.umax());
    }
    return Scalar.unsigned(
        Long.divideUnsigned(a.umin(), b.umax()), Long.divideUnsigned(a.umax(), b.umin()));
  }

  static Scalar sdiv(Scalar a, Scalar b) {
    if (b.isConstant() && b.smin() > 0) {
      return Scalar.signed(a.smin() / b.smin(), a.smax() / b.smin());
    }
    if (a.smin() == Long.MIN_VALUE) {
      return Scalar.UNKNOWN;
    }
    long most = Math.max(Math.abs(a.smin()), Math.abs(a.smax()));
    return Scalar.signed(-most, most);
  }

  static Scalar mod(Scalar a, Scalar b) {
    if (Long.compareUnsigned(a.umax(), b.umin()) < 0) {
      return a;
    }
    long most = a.umax();
    if (b.umin() != 0) {
      most = Scalar.minUnsigned(most, b.umax() - 1);
    }
    return Scalar.unsigned(0, most);
  }

  /** The remainder has the dividend's sign and is no further from 0 than the dividend. */
  static Scalar smod(Scalar a, Scalar b) {
    long least = Math.min(a.smin(), 0);
    long most = Math.max(a.smax(), 0);
    boolean zero = b.contains(0);
    if (!zero && b.smin() != Long.MIN_VALUE) {
      long limit = Math.max(Math.abs(b.smin()), Math.abs(b.smax())) - 1;
      least = Math.max(least, -limit);
      most = Math.min(most, limit);
    }
    return Scalar.signed(least, most);
  }
}
