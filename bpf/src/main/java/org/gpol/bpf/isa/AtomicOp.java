package org.gpol.bpf.isa;

/**
 * The atomic operations of RFC 9669 section 5.3; the fetching forms leave the old value in the
 * source register.
 */
public enum AtomicOp {
  ADD(0x00, false),
  OR(0x40, false),
  AND(0x50, false),
  XOR(0xa0, false),
  FETCH_ADD(0x01, true),
  FETCH_OR(0x41, true),
  FETCH_AND(0x51, true),
  FETCH_XOR(0xa1, true),
  XCHG(0xe1, true),
  /** Compares with R0 and leaves the old value there. */
  CMPXCHG(0xf1, true);

  private final int code;
  private final boolean fetches;

  AtomicOp(int code, boolean fetches) {
    this.code = code;
    this.fetches = fetches;
  }

  /** The immediate that encodes the operation. */
  public int code() {
    return code;
  }

  /** True if the old value is returned in a register. */
  public boolean fetches() {
    return fetches;
  }

  /**
   * What memory holds afterwards, given its {@code old} value, the source operand and R0, all at
   * the operation's width and zero-extended. Only the low half of the result means something to a
   * 32-bit operation: a sum may carry out of it.
   */
  public long apply(long old, long src, long r0) {
    return switch (this) {
      case ADD, FETCH_ADD -> old + src;
      case OR, FETCH_OR -> old | src;
      case AND, FETCH_AND -> old & src;
      case XOR, FETCH_XOR -> old ^ src;
      case XCHG -> src;
      case CMPXCHG -> old == r0 ? src : old;
    };
  }

  static AtomicOp decode(int code) {
    for (AtomicOp op : values()) {
      if (op.code == code) {
        return op;
      }
    }
    return null;
  }
}
