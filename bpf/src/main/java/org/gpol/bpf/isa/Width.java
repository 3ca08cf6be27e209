package org.gpol.bpf.isa;

/**
 * The width at which an operation works. A 32-bit result is zero-extended into the 64-bit register.
 */
public enum Width {
  W32(32),
  W64(64);

  private final int bits;

  Width(int bits) {
    this.bits = bits;
  }

  /** 32 or 64. */
  public int bits() {
    return bits;
  }

  /**
   * {@code value} reduced to this width: unchanged for 64 bits, the low half zero-extended for 32.
   */
  public long truncate(long value) {
    return this == W64 ? value : value & 0xffff_ffffL;
  }
}
