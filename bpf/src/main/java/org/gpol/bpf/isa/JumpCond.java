package org.gpol.bpf.isa;

/** The conditions of RFC 9669 section 4.3, one row each: notation, code, predicate and negation. */
public enum JumpCond {
  JEQ("==", 0x10) {
    @Override
    public boolean test64(long left, long right) {
      return left == right;
    }
  },
  JGT(">", 0x20) {
    @Override
    public boolean test64(long left, long right) {
      return Long.compareUnsigned(left, right) > 0;
    }
  },
  JGE(">=", 0x30) {
    @Override
    public boolean test64(long left, long right) {
      return Long.compareUnsigned(left, right) >= 0;
    }
  },
  JSET("&", 0x40) {
    @Override
    public boolean test64(long left, long right) {
      return (left & right) != 0;
    }
  },
  JNE("!=", 0x50) {
    @Override
    public boolean test64(long left, long right) {
      return left != right;
    }
  },
  JSGT("s>", 0x60) {
    @Override
    public boolean test64(long left, long right) {
      return left > right;
    }
  },
  JSGE("s>=", 0x70) {
    @Override
    public boolean test64(long left, long right) {
      return left >= right;
    }
  },
  JLT("<", 0xa0) {
    @Override
    public boolean test64(long left, long right) {
      return Long.compareUnsigned(left, right) < 0;
    }
  },
  JLE("<=", 0xb0) {
    @Override
    public boolean test64(long left, long right) {
      return Long.compareUnsigned(left, right) <= 0;
    }
  },
  JSLT("s<", 0xc0) {
    @Override
    public boolean test64(long left, long right) {
      return left < right;
    }
  },
  JSLE("s<=", 0xd0) {
    @Override
    public boolean test64(long left, long right) {
      return left <= right;
    }
  };

  private final String symbol;
  private final int code;

  JumpCond(String symbol, int code) {
    this.symbol = symbol;
    this.code = code;
  }

  /** The predicate on 64-bit values. */
  public abstract boolean test64(long left, long right);

  /**
   * The predicate at {@code width}; at 32 bits on the sign-extended low halves, which orders them
   * both ways right.
   */
  public boolean test(Width width, long left, long right) {
    return width == Width.W64 ? test64(left, right) : test64((int) left, (int) right);
  }

  /** The condition in the kernel's assembly notation. */
  public String symbol() {
    return symbol;
  }

  /** The upper four bits of the opcode byte, in place. */
  public int code() {
    return code;
  }

  /** True if the operands are compared as signed numbers. */
  public boolean signed() {
    return symbol.startsWith("s");
  }

  /** The condition that holds exactly when this one does not; {@link #JSET} has none and throws. */
  public JumpCond negate() {
    return switch (this) {
      case JEQ -> JNE;
      case JNE -> JEQ;
      case JGT -> JLE;
      case JLE -> JGT;
      case JGE -> JLT;
      case JLT -> JGE;
      case JSGT -> JSLE;
      case JSLE -> JSGT;
      case JSGE -> JSLT;
      case JSLT -> JSGE;
      case JSET -> throw new IllegalArgumentException("JSET has no negation");
    };
  }

  static JumpCond decode(int code) {
    for (JumpCond cond : values()) {
      if (cond.code == code) {
        return cond;
      }
    }
    return null;
  }
}
