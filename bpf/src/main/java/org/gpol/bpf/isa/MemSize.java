package org.gpol.bpf.isa;

/** The size of a memory access (RFC 9669 section 5, "size modifier"). */
public enum MemSize {
  B1(1, 0x10, "8"),
  B2(2, 0x08, "16"),
  B4(4, 0x00, "32"),
  B8(8, 0x18, "64");

  private final int bytes;
  private final int code;
  private final String bits;

  MemSize(int bytes, int code, String bits) {
    this.bytes = bytes;
    this.code = code;
    this.bits = bits;
  }

  /** 1, 2, 4 or 8. */
  public int bytes() {
    return bytes;
  }

  /** The two size bits of the opcode byte, in place. */
  public int code() {
    return code;
  }

  /**
   * The C name of an unsigned integer of this size, for the disassembly: {@code u8} to {@code u64}.
   */
  public String typeName() {
    return "u" + bits;
  }

  /** The C name of a signed integer of this size. */
  public String signedTypeName() {
    return "s" + bits;
  }

  /** The size whose opcode bits are {@code code}. */
  public static MemSize ofCode(int code) {
    return switch (code & 0x18) {
      case 0x10 -> B1;
      case 0x08 -> B2;
      case 0x00 -> B4;
      default -> B8;
    };
  }

  /**
   * The size of {@code bytes} bytes; throws {@link IllegalArgumentException} unless 1, 2, 4 or 8.
   */
  public static MemSize ofBytes(int bytes) {
    return switch (bytes) {
      case 1 -> B1;
      case 2 -> B2;
      case 4 -> B4;
      case 8 -> B8;
      default -> throw new IllegalArgumentException("no access of " + bytes + " bytes");
    };
  }
}
