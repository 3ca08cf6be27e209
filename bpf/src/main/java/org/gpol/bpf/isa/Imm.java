package org.gpol.bpf.isa;

/** A 32-bit immediate, sign-extended to 64 bits wherever it is used (RFC 9669 section 4.1). */
public record Imm(int value) implements Operand {
  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
