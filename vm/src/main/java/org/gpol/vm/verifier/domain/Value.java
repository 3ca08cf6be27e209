package org.gpol.vm.verifier.domain;

/** What the verifier knows about the content of a register or of a spilled register. */
public sealed interface Value permits Value.Uninit, Value.Num, Value.Dynptr, Pointer {
  /** Never written on this path, or left unreadable by a call. */
  record Uninit() implements Value {}

  /**
   * A number.
   *
   * @param id not 0 for a number of which there are copies: numbers with the same id have come from
   *     one by adding constants, so what a branch tells about one it tells about all
   * @param delta what has been added to the number that the id stands for, modulo 2^64
   * @param low more about the low half, sign-extended, than {@code scalar} says; else null.
   *     Sign-extended numbers are in the same order as their low halves, with a sign and without,
   *     so this one set has both ranges of the low half
   */
  record Num(Scalar scalar, int id, long delta, Scalar low) implements Value {
    /** A number without copies. */
    public Num {
      if (id == 0) {
        delta = 0;
      }
    }

    /**
     * The same link, and {@code narrowed} instead of the scalar; {@code half} is null or says more
     * about the low half, sign-extended, and nothing contradicts it.
     */
    public Num with(Scalar narrowed, Scalar half) {
      if (half == null) {
        return new Num(narrowed, id, delta, null);
      }
      Scalar whole = told(narrowed, half);
      Scalar plain = whole.signedLow();
      Scalar both = plain.meet(half);
      boolean more = both != null && !both.equals(plain);
      return new Num(whole, id, delta, more ? both : null);
    }

    /** What the low half tells about numbers of which it is all. */
    private static Scalar told(Scalar whole, Scalar half) {
      Scalar told = null;
      if (whole.fitsSigned32()) {
        told = whole.meet(half);
      } else if (whole.fitsUnsigned32()) {
        told = whole.meet(half.unsignedLow());
      }
      return told == null ? whole : told;
    }

    /** The low half, zero-extended. */
    public Scalar low32() {
      return low == null ? scalar.truncate32() : low.unsignedLow();
    }

    /** The low half, sign-extended. */
    public Scalar signedLow() {
      return low == null ? scalar.signedLow() : low;
    }

    /** The same, from now on linked to copies by {@code other}. */
    public Num withId(int other) {
      return new Num(scalar, other, 0, low);
    }

    /** The same number, linked as {@code difference} more than the one that {@code base} is for. */
    public Num linkedTo(int base, long difference) {
      return new Num(scalar, base, difference, low);
    }
  }

  /**
   * One of the two stack slots of a dynptr, which only helpers look at; never in a register.
   *
   * @param id tells the dynptr from others; that of its reference if it is a reservation
   * @param reservation true if it stands for room in a ring buffer, which must be given back
   * @param first true for the slot at the lower address
   */
  record Dynptr(int id, boolean reservation, boolean first) implements Value {}

  /** The one uninitialised value. */
  Value UNINIT = new Uninit();

  /** A number without known copies. */
  static Num number(Scalar scalar) {
    return new Num(scalar, 0, 0, null);
  }

  /** A known number. */
  static Num constant(long value) {
    return number(Scalar.constant(value));
  }
}
