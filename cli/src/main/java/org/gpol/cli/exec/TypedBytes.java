package org.gpol.cli.exec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.btf.BtfType;

/**
 * Bytes as a value of their type: {@code {x: 1, corners: [{…}, …]}}. What has no form of its own,
 * and what would be very long, is shown in hex.
 */
final class TypedBytes {
  private static final int MAX_ELEMENTS = 64;

  /** No value's text goes on after so many characters. */
  private static final int MAX_TEXT = 1 << 16;

  private final BtfTable types;

  TypedBytes(BtfTable types) {
    this.types = types;
  }

  /** The bytes as a value of type {@code id}; 0 if that is not known. */
  String text(int id, byte[] bytes) {
    StringBuilder out = new StringBuilder();
    value(id, bytes, 0, bytes.length, out);
    return out.toString();
  }

  private void value(int id, byte[] bytes, int at, long size, StringBuilder out) {
    BtfType type = types.resolved(id).orElse(null);
    boolean fits = size == types.bytes(id) && at + size <= bytes.length;
    if (fits && type instanceof BtfType.Struct struct) {
      structure(struct, bytes, at, out);
    } else if (fits && type instanceof BtfType.Array array) {
      array(array, bytes, at, out);
    } else if (fits && size <= 8 && type instanceof BtfType.Int integer) {
      integer(integer, bytes, at, (int) size * 8, out);
    } else if (fits && type instanceof BtfType.Enumeration constants) {
      constant(constants, bits(bytes, at * 8L, (int) size * 8, constants.signed()), out);
    } else if (fits && type instanceof BtfType.Ptr) {
      out.append("0x").append(Long.toHexString(bits(bytes, at * 8L, 64, false)));
    } else {
      HexText.append(out, bytes, at, (int) Math.min(bytes.length, at + size));
    }
  }

  private static void integer(
      BtfType.Int type, byte[] bytes, int at, int count, StringBuilder out) {
    boolean signed = type.encoding() == BtfType.Int.Encoding.SIGNED;
    long value = bits(bytes, at * 8L, count, signed);
    if (type.encoding() == BtfType.Int.Encoding.BOOL) {
      out.append(value != 0);
    } else if (type.name().equals("char") && value > ' ' && value < 127) {
      out.append('\'').append((char) value).append('\'');
    } else {
      number(value, signed, out);
    }
  }

  private void structure(BtfType.Struct struct, byte[] bytes, int at, StringBuilder out) {
    out.append('{');
    String before = "";
    for (BtfType.Member member : struct.members()) {
      if (out.length() > MAX_TEXT) {
        out.append(", …");
        break;
      }
      out.append(before);
      before = ", ";
      if (!member.name().isEmpty()) {
        out.append(member.name()).append(": ");
      }
      if (member.bitSize() > 0) {
        long from = at * 8L + member.bitOffset();
        number(bits(bytes, from, member.bitSize(), false), false, out);
      } else {
        int start = at + member.bitOffset() / 8;
        value(member.type(), bytes, start, types.bytes(member.type()), out);
      }
    }
    out.append('}');
  }

  private void array(BtfType.Array array, byte[] bytes, int at, StringBuilder out) {
    long size = types.bytes(array.element());
    out.append('[');
    for (int i = 0; i < Math.min(array.count(), MAX_ELEMENTS) && out.length() <= MAX_TEXT; i++) {
      out.append(i == 0 ? "" : ", ");
      value(array.element(), bytes, (int) (at + i * size), size, out);
    }
    out.append(array.count() > MAX_ELEMENTS ? ", …]" : "]");
  }

  private static void constant(BtfType.Enumeration constants, long value, StringBuilder out) {
    for (BtfType.Value constant : constants.values()) {
      if (constant.value() == value) {
        out.append(constant.name());
        return;
      }
    }
    number(value, constants.signed(), out);
  }

  private static void number(long value, boolean signed, StringBuilder out) {
    out.append(signed ? Long.toString(value) : Long.toUnsignedString(value));
  }

  /** {@code count} bits from bit {@code from}, little endian; 0 behind the end. */
  private static long bits(byte[] bytes, long from, int count, boolean signed) {
    byte[] window = new byte[16];
    int start = (int) (from / 8);
    for (int i = 0; i < 9 && start + i < bytes.length; i++) {
      window[i] = bytes[start + i];
    }
    ByteBuffer words = ByteBuffer.wrap(window).order(ByteOrder.LITTLE_ENDIAN);
    int shift = (int) (from % 8);
    long low = words.getLong(0) >>> shift;
    long all = shift == 0 ? low : low | (words.getLong(8) << (64 - shift));
    long up = all << (64 - count);
    return signed ? up >> (64 - count) : up >>> (64 - count);
  }
}
