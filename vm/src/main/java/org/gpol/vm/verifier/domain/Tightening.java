package org.gpol.vm.verifier.domain;

/**
 * Narrows the bits and the two ranges of a scalar by each other, exactly: the ends of the ranges
 * are numbers of the set, and a set without numbers is found to be empty. Whoever computes with
 * scalars may therefore rely on there being a number in each.
 *
 * <p>Among the numbers without sign bit, and among those with it, signed and unsigned order agree,
 * so each half is one range whose ends the bits can move.
 */
final class Tightening {
  /** What is left of one half; empty if {@code least > greatest}, which have the same sign. */
  private record Half(long least, long greatest) {
    static final Half EMPTY = new Half(1, 0);

    static Half of(Tnum bits, long least, long greatest) {
      if (least > greatest) {
        return EMPTY;
      }
      long first = bits.atLeast(least);
      long last = bits.atMost(greatest);
      boolean none =
          Long.compareUnsigned(first, least) < 0 || Long.compareUnsigned(first, greatest) > 0;
      return none ? EMPTY : new Half(first, last);
    }

    boolean isEmpty() {
      return least > greatest;
    }
  }

  private Tightening() {}

  /** The set of numbers that all three allow, or null if there are none. */
  static Scalar tighten(Tnum bits, long umin, long umax, long smin, long smax) {
    Half plus =
        umin < 0
            ? Half.EMPTY
            : Half.of(bits, Math.max(umin, smin), Math.min(umax < 0 ? Long.MAX_VALUE : umax, smax));
    Half minus =
        umax >= 0
            ? Half.EMPTY
            : Half.of(bits, Math.max(umin < 0 ? umin : Long.MIN_VALUE, smin), Math.min(umax, smax));
    if (plus.isEmpty()) {
      return minus.isEmpty() ? null : one(bits, minus);
    }
    return minus.isEmpty() ? one(bits, plus) : both(bits, plus, minus);
  }

  private static Scalar one(Tnum bits, Half half) {
    Tnum common = bits.meet(Tnum.range(half.least, half.greatest));
    return new Scalar(common, half.least, half.greatest, half.least, half.greatest);
  }

  private static Scalar both(Tnum bits, Half plus, Half minus) {
    Tnum either =
        Tnum.range(plus.least, plus.greatest).join(Tnum.range(minus.least, minus.greatest));
    return new Scalar(bits.meet(either), plus.least, minus.greatest, minus.least, plus.greatest);
  }
}
