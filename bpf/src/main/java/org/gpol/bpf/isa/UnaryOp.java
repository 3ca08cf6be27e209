package org.gpol.bpf.isa;

import java.util.function.LongUnaryOperator;

/** The one-operand operations: negation and the byte-order conversions of RFC 9669 section 4.2. */
public enum UnaryOp {
  NEG(0, Alu::neg64),
  LE16(16, Alu::le16),
  LE32(32, Alu::le32),
  LE64(64, Alu::le64),
  BE16(16, Alu::swap16),
  BE32(32, Alu::swap32),
  BE64(64, Alu::swap64),
  BSWAP16(16, Alu::swap16),
  BSWAP32(32, Alu::swap32),
  BSWAP64(64, Alu::swap64);

  private final int bits;
  private final LongUnaryOperator kernel;

  UnaryOp(int bits, LongUnaryOperator kernel) {
    this.bits = bits;
    this.kernel = kernel;
  }

  /** How many low bits a byte-order conversion converts; 0 for negation. */
  public int bits() {
    return bits;
  }

  /** The arithmetic; only negation differs by {@code width}. */
  public LongUnaryOperator kernel(Width width) {
    return this == NEG && width == Width.W32 ? Alu::neg32 : kernel;
  }

  static UnaryOp conversion(String family, int bits) {
    for (UnaryOp op : values()) {
      if (op.bits == bits && op.name().startsWith(family)) {
        return op;
      }
    }
    return null;
  }
}
