package org.gpol.bpf.isa;

import java.util.function.LongBinaryOperator;

/**
 * The two-operand operations of RFC 9669 section 4.1, one row each: notation, the code and offset
 * that encode it, and its kernels. Everything that needs to know an operation reads it here.
 */
public enum AluOp {
  ADD("+=", 0x00, 0, Alu::add32, Alu::add64),
  SUB("-=", 0x10, 0, Alu::sub32, Alu::sub64),
  MUL("*=", 0x20, 0, Alu::mul32, Alu::mul64),
  DIV("/=", 0x30, 0, Alu::div32, Alu::div64),
  SDIV("s/=", 0x30, 1, Alu::sdiv32, Alu::sdiv64),
  OR("|=", 0x40, 0, Alu::or32, Alu::or64),
  AND("&=", 0x50, 0, Alu::and32, Alu::and64),
  LSH("<<=", 0x60, 0, Alu::lsh32, Alu::lsh64),
  RSH(">>=", 0x70, 0, Alu::rsh32, Alu::rsh64),
  MOD("%=", 0x90, 0, Alu::mod32, Alu::mod64),
  SMOD("s%=", 0x90, 1, Alu::smod32, Alu::smod64),
  XOR("^=", 0xa0, 0, Alu::xor32, Alu::xor64),
  MOV("=", 0xb0, 0, Alu::mov32, Alu::mov64),
  MOVSX8("= (s8)", 0xb0, 8, Alu::movsx8to32, Alu::movsx8to64),
  MOVSX16("= (s16)", 0xb0, 16, Alu::movsx16to32, Alu::movsx16to64),
  /** Exists at 64 bits only; its 32-bit kernel is the plain move that a 32-bit move already is. */
  MOVSX32("= (s32)", 0xb0, 32, Alu::mov32, Alu::movsx32to64),
  ARSH("s>>=", 0xc0, 0, Alu::arsh32, Alu::arsh64);

  private final String symbol;
  private final int code;
  private final int offset;
  private final LongBinaryOperator kernel32;
  private final LongBinaryOperator kernel64;

  AluOp(
      String symbol,
      int code,
      int offset,
      LongBinaryOperator kernel32,
      LongBinaryOperator kernel64) {
    this.symbol = symbol;
    this.code = code;
    this.offset = offset;
    this.kernel32 = kernel32;
    this.kernel64 = kernel64;
  }

  /** The operation in the kernel's assembly notation, as it stands between the operands. */
  public String symbol() {
    return symbol;
  }

  /** The upper four bits of the opcode byte, in place. */
  public int code() {
    return code;
  }

  /** The value of the offset field, which tells operations of one code apart. */
  public int offset() {
    return offset;
  }

  /** The arithmetic at {@code width}. */
  public LongBinaryOperator kernel(Width width) {
    return width == Width.W32 ? kernel32 : kernel64;
  }

  /** True where the result depends on the register's old value; moves only overwrite it. */
  public boolean readsDst() {
    return code != 0xb0;
  }

  /** True for the sign-extending moves. */
  public boolean isSignExtendingMove() {
    return code == 0xb0 && offset != 0;
  }

  /** True for divisions and remainders, whose divisor may be zero. */
  public boolean divides() {
    return code == 0x30 || code == 0x90;
  }

  /** True for shifts, which use only the low five or six bits of their count. */
  public boolean shifts() {
    return code == 0x60 || code == 0x70 || code == 0xc0;
  }

  /** True if the operation exists at this width with this form of operand. */
  public boolean exists(Width width, Operand src) {
    if (!isSignExtendingMove()) {
      return true;
    }
    return src instanceof Reg && (this != MOVSX32 || width == Width.W64);
  }

  /** The operation encoded by {@code code} and {@code offset}, or null if there is none. */
  static AluOp decode(int code, int offset) {
    for (AluOp op : values()) {
      if (op.code == code && op.offset == offset) {
        return op;
      }
    }
    return null;
  }
}
