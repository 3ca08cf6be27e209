package org.gpol.compiler.checked;

import java.util.Locale;

/** The types that are numbers to the machine. */
public enum ScalarType implements Type {
  U8(1, false),
  U16(2, false),
  U32(4, false),
  U64(8, false),
  I8(1, true),
  I16(2, true),
  I32(4, true),
  I64(8, true),
  /** 0 or 1. */
  BOOL(1, false),
  /** Nanoseconds of the monotonic clock. */
  TIME(8, false),
  /** Nanoseconds; signed, since the difference of two times may be negative. */
  DURATION(8, true),
  /** A ghOSt task id; negative ones are special. */
  GTID(8, true),
  /** A CPU number. */
  CPU(4, false),
  /** Zero, or the positive number of an error. */
  ERRNO(4, true);

  private final int size;
  private final boolean signed;

  ScalarType(int size, boolean signed) {
    this.size = size;
    this.signed = signed;
  }

  public boolean signed() {
    return signed;
  }

  /** Bits of a value. */
  public int bits() {
    return 8 * size;
  }

  /** True for the plain integers, which have no meaning of their own. */
  public boolean isInteger() {
    return switch (this) {
      case U8, U16, U32, U64, I8, I16, I32, I64 -> true;
      case BOOL, TIME, DURATION, GTID, CPU, ERRNO -> false;
    };
  }

  /** The least value, as a 64-bit pattern. */
  public long min() {
    return signed ? -1L << (bits() - 1) : 0;
  }

  /** The greatest value, as a 64-bit pattern: -1 for the widest unsigned types. */
  public long max() {
    if (this == BOOL) {
      return 1;
    }
    return signed ? ~min() : -1L >>> (64 - bits());
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int alignment() {
    return size;
  }

  @Override
  public String describe() {
    return name().toLowerCase(Locale.ROOT);
  }
}
