package org.gpol.vm.verifier.state;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.gpol.bpf.isa.MemSize;
import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Scalar;
import org.gpol.vm.verifier.domain.Value;

/**
 * Eight aligned bytes of a stack frame: either a whole register spilled there, or bytes each of
 * which is uninitialised, zero, or something; of the two halves it may be known what number they
 * are.
 *
 * @param spill the spilled value, or null; then all bytes are initialised
 * @param initialised a bit for each byte that was written
 * @param zero a bit for each byte known to be 0; a subset of {@code initialised}
 * @param low the number in the first four bytes, zero-extended, or null if it is not known
 * @param high the number in the last four bytes, zero-extended, or null if it is not known
 */
public record Slot(Value spill, int initialised, int zero, Value.Num low, Value.Num high) {
  private static final int ALL = 0xff;
  private static final int LOW = 0x0f;
  private static final int HIGH = 0xf0;

  /** Never written. */
  public static final Slot UNINIT = new Slot(null, 0, 0, null, null);

  /** Eight bytes of which nothing is known but that they were written. */
  public static final Slot MISC = new Slot(null, ALL, 0, null, null);

  /** A whole register. */
  public static Slot spilled(Value value) {
    return value instanceof Value.Uninit ? UNINIT : new Slot(value, ALL, 0, null, null);
  }

  /** True if the slot holds a pointer, whose bytes mean nothing apart. */
  public boolean holdsPointer() {
    return spill instanceof Pointer;
  }

  /** True if the slot holds something whose bytes are no numbers. */
  public boolean isOpaque() {
    return spill instanceof Pointer || spill instanceof Value.Dynptr;
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

  /** What was stored into four of the bytes at once, or null. */
  Value.Num half(boolean upper) {
    return upper ? high : low;
  }

  /** The number in four of the bytes, zero-extended; null if they are none, or uninitialised. */
  public Value.Num part(boolean upper) {
    Value.Num known = upper ? high : low;
    int mask = upper ? HIGH : LOW;
    if (known != null || isOpaque() || !hasBytes(mask)) {
      return known;
    }
    if (hasZeros(mask)) {
      return Value.constant(0);
    }
    return spill instanceof Value.Num number && !upper
        ? Value.number(number.scalar().zeroExtend(32))
        : Value.number(Scalar.loaded(MemSize.B4, false));
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
    return new Slot(
        null,
        initialised | mask,
        zeroed ? (others | mask) : others,
        kept(LOW, mask),
        kept(HIGH, mask));
  }

  /** With one half overwritten by {@code number}, zero-extended from 32 bits. */
  public Slot withHalf(boolean upper, Value.Num number) {
    Slot bytes = overwritten(upper ? HIGH : LOW, number.scalar().is(0));
    return new Slot(
        null,
        bytes.initialised,
        bytes.zero,
        upper ? bytes.low : number,
        upper ? number : bytes.high);
  }

  /** With the bytes of {@code mask} perhaps overwritten by numbers. */
  public Slot perhapsOverwritten(int mask) {
    return new Slot(null, initialised, zeros() & ~mask, kept(LOW, mask), kept(HIGH, mask));
  }

  /** With numbers of which nothing is known in the place of those that are. */
  Slot forgotten() {
    return isOpaque() ? this : new Slot(null, initialised, 0, null, null);
  }

  /** With every value that {@code change} does not return as it is replaced; null if all are. */
  Slot replaced(UnaryOperator<Value> change) {
    if (spill != null) {
      Value changed = change.apply(spill);
      return changed == spill ? null : spilled(changed);
    }
    if (low == null && high == null) {
      return null;
    }
    Value.Num newLow = low == null ? null : (Value.Num) change.apply(low);
    Value.Num newHigh = high == null ? null : (Value.Num) change.apply(high);
    return Objects.equals(newLow, low) && Objects.equals(newHigh, high)
        ? null
        : new Slot(null, initialised, zero, newLow, newHigh);
  }

  /** The bytes known to be 0, whatever form that is known in. */
  int knownZeros() {
    return zeros();
  }

  /** What is still known of the half at {@code half} when the bytes of {@code mask} change. */
  private Value.Num kept(int half, int mask) {
    if ((half & mask) != 0) {
      return null;
    }
    if (spill instanceof Value.Num number && half == LOW) {
      Scalar part = number.scalar().zeroExtend(32);
      return part.equals(Scalar.loaded(MemSize.B4, false)) ? null : Value.number(part);
    }
    return half == LOW ? low : high;
  }

  private int zeros() {
    return spill instanceof Value.Num number && number.scalar().is(0) ? ALL : zero;
  }
}
