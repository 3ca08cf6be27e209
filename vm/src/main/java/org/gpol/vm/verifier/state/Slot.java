package org.gpol.vm.verifier.state;

import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Scalar;
import org.gpol.vm.verifier.domain.Value;

/**
 * Eight aligned bytes of a stack frame: either a whole register spilled there, or bytes each of
 * which is uninitialised, zero, or something.
 *
 * @param spill the spilled value, or null; then all bytes are initialised
 * @param initialised a bit for each byte that was written
 * @param zero a bit for each byte known to be 0; a subset of {@code initialised}
 */
public record Slot(Value spill, int initialised, int zero) {
  private static final int ALL = 0xff;

  /** Never written. */
  public static final Slot UNINIT = new Slot(null, 0, 0);

  /** Eight bytes of which nothing is known but that they were written. */
  public static final Slot MISC = new Slot(null, ALL, 0);

  /** A whole register. */
  public static Slot spilled(Value value) {
    return new Slot(value, ALL, 0);
  }

  /** True if the slot holds a pointer, whose bytes mean nothing apart. */
  public boolean holdsPointer() {
    return spill instanceof Pointer;
  }

  /** What a load of all eight bytes gives, or null if some of them are uninitialised. */
  public Value whole() {
    if (spill != null) {
      return spill;
    }
    if (zero == ALL) {
      return Value.constant(0);
    }
    return initialised == ALL ? Value.number(Scalar.UNKNOWN) : null;
  }

  /** True if the bytes of {@code mask} are initialised. */
  public boolean hasBytes(int mask) {
    return (initialised & mask) == mask;
  }

  /** True if the bytes of {@code mask} are known to be 0. */
  public boolean hasZeros(int mask) {
    return (zeros() & mask) == mask;
  }

  /** With the bytes of {@code mask} overwritten by numbers, zeros if {@code zeroed}. */
  public Slot overwritten(int mask, boolean zeroed) {
    int others = zeros() & ~mask;
    return new Slot(null, initialised | mask, zeroed ? (others | mask) : others);
  }

  /** With the bytes of {@code mask} perhaps overwritten by numbers. */
  public Slot perhapsOverwritten(int mask) {
    return new Slot(null, initialised, zeros() & ~mask);
  }

  private int zeros() {
    return spill instanceof Value.Num number && number.scalar().is(0) ? ALL : zero;
  }
}
