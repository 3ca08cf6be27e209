package org.gpol.vm.verifier.domain;

/** What the verifier knows about the content of a register or of a spilled register. */
public sealed interface Value permits Value.Uninit, Value.Num, Value.Dynptr, Pointer {
  /** Never written on this path, or left unreadable by a call. */
  record Uninit() implements Value {}

  /**
   * A number.
   *
   * @param id not 0 for a number of which there are copies: all values with the same id are equal,
   *     so what a branch tells about one it tells about all
   * @param low more about the low half, zero-extended, than {@code scalar} says; else null
   */
  record Num(Scalar scalar, int id, Scalar low) implements Value {
    /** A number of whose low half no more is known than of the whole. */
    public Num(Scalar scalar, int id) {
      this(scalar, id, null);
    }

    /** Of the halves, the low one is known to be in {@code half} too; nothing contradicts that. */
    public static Num of(Scalar scalar, int id, Scalar half) {
      Scalar plain = scalar.truncate32();
      Scalar low = plain.meet(half);
      boolean more = low != null && !low.equals(plain) && !scalar.fitsUnsigned32();
      return new Num(scalar, id, more ? low : null);
    }

    /** The low half, zero-extended. */
    public Scalar low32() {
      return low == null ? scalar.truncate32() : low;
    }

    /** The same with another id. */
    public Num withId(int other) {
      return new Num(scalar, other, low);
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
    return new Num(scalar, 0);
  }

  /** A known number. */
  static Num constant(long value) {
    return number(Scalar.constant(value));
  }
}
