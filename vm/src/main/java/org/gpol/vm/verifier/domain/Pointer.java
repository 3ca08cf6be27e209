package org.gpol.vm.verifier.domain;

/**
 * A pointer to {@code offset + variable} bytes from the start of a region.
 *
 * @param offset the part that is known; anything known is in here
 * @param variable the part that is not known
 * @param nullId not 0 if the value may also be null; the same in all copies, so that a null test of
 *     one tells about all
 */
public record Pointer(Region region, long offset, Scalar variable, int nullId) implements Value {
  /**
   * How far a pointer may be moved from its region, in bytes: the kernel's {@code BPF_MAX_VAR_OFF}.
   * Keeps sums of offsets far from overflow.
   */
  public static final long REACH = 1L << 29;

  /** Moves a constant {@code variable} into the offset. */
  public Pointer {
    if (variable.isConstant()) {
      offset += variable.umin();
      variable = Scalar.ZERO;
    }
  }

  /** The start of a region. */
  public static Pointer to(Region region) {
    return new Pointer(region, 0, Scalar.ZERO, 0);
  }

  /** True if a null test is still missing. */
  public boolean nullable() {
    return nullId != 0;
  }

  /** True if the distance from the start of the region is known. */
  public boolean isFixed() {
    return variable.isConstant();
  }

  /** The least possible offset. */
  public long least() {
    return offset + variable.smin();
  }

  /** The greatest possible offset. */
  public long greatest() {
    return offset + variable.smax();
  }

  /** The bytes from the start of the region to where it points. */
  public Scalar distance() {
    return Scalar.known(variable.bits().add(Tnum.constant(offset)), 0, -1, least(), greatest());
  }

  /** The same pointer, known not to be null. */
  public Pointer nonNull() {
    return new Pointer(region, offset, variable, 0);
  }
}
