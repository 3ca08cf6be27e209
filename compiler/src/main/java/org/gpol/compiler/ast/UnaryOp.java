package org.gpol.compiler.ast;

/** Operators with one operand. */
public enum UnaryOp {
  NEGATE("-"),
  /** Logical not of a {@code bool}, bitwise not of an integer. */
  NOT("!");

  private final String symbol;

  UnaryOp(String symbol) {
    this.symbol = symbol;
  }

  /** As it is written. */
  public String symbol() {
    return symbol;
  }
}
