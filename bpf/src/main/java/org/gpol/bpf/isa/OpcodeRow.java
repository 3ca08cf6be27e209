package org.gpol.bpf.isa;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One row of the table of instructions: an opcode byte and what the other fields must hold for it
 * to mean this.
 *
 * @param opcode the first byte, 0 to 255
 * @param src what the source register field must hold
 * @param offset what the offset field must hold
 * @param imm what the immediate must hold
 * @param group the conformance group that the row belongs to
 * @param example an instruction of the row; jumps and calls go to the instruction itself
 */
public record OpcodeRow(
    int opcode, Field src, Field offset, Field imm, ConformanceGroup group, Insn example) {

  /**
   * What a field of the encoding must hold.
   *
   * @param any true if every value will do
   * @param value the one value that will do, if not
   */
  public record Field(boolean any, int value) {
    /** A field that is an operand. */
    public static final Field ANY = new Field(true, 0);

    /** A field that means nothing. */
    public static final Field ZERO = new Field(false, 0);

    /** A field that tells rows of one opcode apart. */
    public static Field of(int value) {
      return new Field(false, value);
    }

    boolean allows(int found) {
      return any || found == value;
    }
  }

  /** True if the slot that begins at {@code at} in {@code code} is of this row. */
  public boolean matches(byte[] code, int at) {
    Slot slot =
        Slot.read(ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN), at / InsnCodec.SLOT_BYTES);
    return slot.opcode() == opcode
        && src.allows(slot.src())
        && offset.allows(slot.offset())
        && imm.allows(slot.imm());
  }
}
