package org.gpol.vm.verifier.domain;

/** What the verifier knows about the content of a register or of a spilled register. */
public sealed interface Value permits Value.Uninit, Value.Num, Pointer {
  /** Never written on this path, or left unreadable by a call. */
  record Uninit() implements Value {}

  /**
   * A number.
   *
   * @param id not 0 for a number of which there are copies: all values with the same id are equal,
   *     so what a branch tells about one it tells about all
   */
  record Num(Scalar scalar, int id) implements Value {}

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
