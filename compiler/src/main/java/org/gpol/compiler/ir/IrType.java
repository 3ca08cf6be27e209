package org.gpol.compiler.ir;

import org.gpol.bpf.isa.Width;

/** What a virtual register holds. */
public enum IrType {
  U8(8, false),
  U16(16, false),
  U32(32, false),
  U64(64, false),
  S8(8, true),
  S16(16, true),
  S32(32, true),
  S64(64, true),
  /** The context that the program was given. */
  CONTEXT(),
  /** The address of something in the function's frame. */
  STACK(),
  /** The address of a map's value, of a field in it, or of a global; null where a lookup failed. */
  VALUE(),
  /** A map as helpers take it; null where a lookup in a map of maps failed. */
  MAP();

  private final int bits;
  private final boolean signed;
  private final boolean pointer;

  IrType(int bits, boolean signed) {
    this.bits = bits;
    this.signed = signed;
    this.pointer = false;
  }

  IrType() {
    this.bits = 64;
    this.signed = false;
    this.pointer = true;
  }

  /** The integer type with this many bits. */
  public static IrType integer(int bits, boolean signed) {
    for (IrType type : values()) {
      if (!type.pointer && type.bits == bits && type.signed == signed) {
        return type;
      }
    }
    throw new IllegalArgumentException("no integer of " + bits + " bits");
  }

  /** 8, 16, 32 or 64. */
  public int bits() {
    return bits;
  }

  /** The size in memory. */
  public int bytes() {
    return bits / 8;
  }

  /** True for integers with a sign. */
  public boolean signed() {
    return signed;
  }

  /** True for addresses. */
  public boolean isPointer() {
    return pointer;
  }

  /** The width at which values of this type are computed. */
  public Width width() {
    return bits <= 32 ? Width.W32 : Width.W64;
  }

  /** {@code value} wrapped to this type, as the register holds it. */
  public long canonical(long value) {
    return switch (this) {
      case U8 -> value & 0xff;
      case U16 -> value & 0xffff;
      case U32, S32 -> value & 0xffff_ffffL;
      case S8 -> (byte) value & 0xffff_ffffL;
      case S16 -> (short) value & 0xffff_ffffL;
      case U64, S64, CONTEXT, STACK, VALUE, MAP -> value;
    };
  }

  /** The number that a register content of this type stands for. */
  public long number(long register) {
    return signed && bits <= 32 ? (int) register : register;
  }

  @Override
  public String toString() {
    return pointer ? "*" + name().toLowerCase(java.util.Locale.ROOT) : (signed ? "s" : "u") + bits;
  }
}
