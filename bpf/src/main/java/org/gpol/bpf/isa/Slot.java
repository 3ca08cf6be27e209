package org.gpol.bpf.isa;

import java.nio.ByteBuffer;

/**
 * Eight bytes of code, taken apart (RFC 9669 section 3).
 *
 * <pre>
 *   byte    0        1            2..3     4..7
 *        opcode   src &lt;&lt; 4 | dst   offset   imm       little endian
 * </pre>
 */
record Slot(int opcode, int dst, int src, int offset, int imm) {
  /** Bytes that a slot takes. */
  static final int BYTES = 8;

  /** The three class bits of the opcode. */
  static final int LD = 0x00;

  static final int LDX = 0x01;
  static final int ST = 0x02;
  static final int STX = 0x03;
  static final int ALU = 0x04;
  static final int JMP = 0x05;
  static final int JMP32 = 0x06;
  static final int ALU64 = 0x07;

  /** The bit that says that the second operand is a register. */
  static final int SOURCE_REG = 0x08;

  /** The three mode bits of loads and stores. */
  static final int MODE_IMM = 0x00;

  static final int MODE_ABS = 0x20;
  static final int MODE_IND = 0x40;
  static final int MODE_MEM = 0x60;
  static final int MODE_MEMSX = 0x80;
  static final int MODE_ATOMIC = 0xc0;

  static final int CODE_NEG = 0x80;
  static final int CODE_END = 0xd0;
  static final int CODE_JA = 0x00;
  static final int CODE_CALL = 0x80;
  static final int CODE_EXIT = 0x90;

  /** A call by helper number, as the source register field tells it. */
  static final int CALL_HELPER = 0;

  static final int CALL_LOCAL = 1;
  static final int CALL_BTF = 2;

  /** The opcode of the first slot of a 64-bit immediate; that of the second is 0. */
  static final int LDDW = LD | MODE_IMM | 0x18;

  static Slot read(ByteBuffer bytes, int slot) {
    int at = slot * BYTES;
    int registers = bytes.get(at + 1) & 0xff;
    return new Slot(
        bytes.get(at) & 0xff,
        registers & 0xf,
        registers >> 4,
        bytes.getShort(at + 2),
        bytes.getInt(at + 4));
  }

  void write(ByteBuffer bytes) {
    bytes.put((byte) opcode).put((byte) (src << 4 | dst)).putShort((short) offset).putInt(imm);
  }

  int instructionClass() {
    return opcode & 0x07;
  }

  /** The operation of an arithmetic or jump instruction. */
  int code() {
    return opcode & 0xf0;
  }

  boolean sourceIsRegister() {
    return (opcode & SOURCE_REG) != 0;
  }

  /** The addressing mode of a load or store. */
  int mode() {
    return opcode & 0xe0;
  }

  MemSize size() {
    return MemSize.ofCode(opcode);
  }
}
