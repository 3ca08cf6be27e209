package org.gpol.vm.verifier.domain;

/** Lets the bits and the two ranges of a scalar narrow each other until nothing changes. */
final class Tightening {
  private Tnum bits;
  private long umin;
  private long umax;
  private long smin;
  private long smax;

  Tightening(Tnum bits, long umin, long umax, long smin, long smax) {
    this.bits = bits;
    this.umin = umin;
    this.umax = umax;
    this.smin = smin;
    this.smax = smax;
  }

  /** The scalar, or null if no number satisfies all three. */
  Scalar result(int rounds) {
    for (int round = 0; round < rounds; round++) {
      Scalar before = new Scalar(bits, umin, umax, smin, smax);
      rangesFromBits();
      signedFromUnsigned();
      unsignedFromSigned();
      if (Long.compareUnsigned(umin, umax) > 0 || smin > smax || !bitsFromRange()) {
        return null;
      }
      if (before.equals(new Scalar(bits, umin, umax, smin, smax))) {
        return before;
      }
    }
    return new Scalar(bits, umin, umax, smin, smax);
  }

  private void rangesFromBits() {
    raiseUnsigned(bits.value());
    lowerUnsigned(bits.max());
    raiseSigned(bits.value() | (bits.mask() & Long.MIN_VALUE));
    lowerSigned(bits.value() | (bits.mask() & Long.MAX_VALUE));
  }

  private void signedFromUnsigned() {
    if (umin <= umax) {
      raiseSigned(umin);
      lowerSigned(umax);
    } else if (umin >= 0) {
      // The unsigned range reaches over the sign bit: [umin, MAX] and [MIN, umax].
      if (smax < umin) {
        lowerSigned(umax);
      } else if (smin > umax) {
        raiseSigned(umin);
      }
    }
  }

  private void unsignedFromSigned() {
    if (smin >= 0 || smax < 0) {
      raiseUnsigned(smin);
      lowerUnsigned(smax);
    } else if (Long.compareUnsigned(umax, smin) < 0) {
      // The signed range is [0, smax] and [smin, -1] as unsigned numbers.
      lowerUnsigned(smax);
    } else if (Long.compareUnsigned(umin, smax) > 0) {
      raiseUnsigned(smin);
    }
  }

  /** False if the bits contradict the range. */
  private boolean bitsFromRange() {
    Tnum common = bits.meet(Tnum.range(umin, umax));
    if (common == null) {
      return false;
    }
    bits = common;
    return true;
  }

  private void raiseUnsigned(long least) {
    umin = Scalar.maxUnsigned(umin, least);
  }

  private void lowerUnsigned(long most) {
    umax = Scalar.minUnsigned(umax, most);
  }

  private void raiseSigned(long least) {
    smin = Math.max(smin, least);
  }

  private void lowerSigned(long most) {
    smax = Math.min(smax, most);
  }
}
