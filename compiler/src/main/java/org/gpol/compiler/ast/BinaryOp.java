package org.gpol.compiler.ast;

/** Operators with two operands. */
public enum BinaryOp {
  MUL("*", Kind.ARITHMETIC),
  DIV("/", Kind.ARITHMETIC),
  MOD("%", Kind.ARITHMETIC),
  ADD("+", Kind.ARITHMETIC),
  SUB("-", Kind.ARITHMETIC),
  SHL("<<", Kind.SHIFT),
  /** Arithmetic on signed types, logical on unsigned ones. */
  SHR(">>", Kind.SHIFT),
  AND("&", Kind.BITWISE),
  XOR("^", Kind.BITWISE),
  OR("|", Kind.BITWISE),
  EQ("==", Kind.EQUALITY),
  NE("!=", Kind.EQUALITY),
  LT("<", Kind.ORDER),
  LE("<=", Kind.ORDER),
  GT(">", Kind.ORDER),
  GE(">=", Kind.ORDER),
  /** Evaluates its right side only if the left one is true. */
  AND_AND("&&", Kind.LOGIC),
  /** Evaluates its right side only if the left one is false. */
  OR_OR("||", Kind.LOGIC);

  /** What an operator asks of its operands. */
  public enum Kind {
    ARITHMETIC,
    SHIFT,
    BITWISE,
    EQUALITY,
    ORDER,
    LOGIC
  }

  private final String symbol;
  private final Kind kind;

  BinaryOp(String symbol, Kind kind) {
    this.symbol = symbol;
    this.kind = kind;
  }

  /** As it is written. */
  public String symbol() {
    return symbol;
  }

  public Kind kind() {
    return kind;
  }

  /** The operator written {@code symbol}, or null. */
  public static BinaryOp of(String symbol) {
    for (BinaryOp op : values()) {
      if (op.symbol.equals(symbol)) {
        return op;
      }
    }
    return null;
  }
}
