package org.gpol.bpf.isa;

/** The eleven registers of RFC 9669 section 2.1; R10 is the read-only frame pointer. */
public enum Reg implements Operand {
  R0(0),
  R1(1),
  R2(2),
  R3(3),
  R4(4),
  R5(5),
  R6(6),
  R7(7),
  R8(8),
  R9(9),
  R10(10);

  private final int number;

  Reg(int number) {
    this.number = number;
  }

  /** 0 to 10, as encoded. */
  public int number() {
    return number;
  }

  private static final Reg[] ALL = values();

  /** The number of registers. */
  public static final int COUNT = 11;

  /** The frame pointer, which no instruction may write. */
  public static final Reg FP = R10;

  /**
   * The register with {@code number} 0 to 10; throws {@link IllegalArgumentException} for any
   * other.
   */
  public static Reg of(int number) {
    if (number < 0 || number >= COUNT) {
      throw new IllegalArgumentException("no register r" + number);
    }
    return ALL[number];
  }

  /** The register in assembly notation, {@code r0} to {@code r10}. */
  @Override
  public String toString() {
    return "r" + number;
  }
}
