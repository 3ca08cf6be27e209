package org.gpol.kernel.trace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A Protocol Buffers message under construction: tags, varints and length-delimited fields as the
 * encoding's specification has them. Nested messages are built in a writer of their own.
 */
final class ProtoWriter {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;

  private byte[] bytes = new byte[256];
  private int size;

  /** A field of type int32, int64, uint64, bool or enum; negative numbers take ten bytes. */
  ProtoWriter number(int field, long value) {
    varint(((long) field << 3) | VARINT);
    varint(value);
    return this;
  }

  /** A field of type fixed64. */
  ProtoWriter fixed(int field, long value) {
    varint(((long) field << 3) | FIXED64);
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      put((byte) (value >>> shift));
    }
    return this;
  }

  /** A field of type string. */
  ProtoWriter text(int field, String value) {
    byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
    return bytes(field, encoded, encoded.length);
  }

  /** A field that is a message. */
  ProtoWriter message(int field, ProtoWriter message) {
    return bytes(field, message.bytes, message.size);
  }

  private ProtoWriter bytes(int field, byte[] value, int length) {
    varint(((long) field << 3) | BYTES);
    varint(length);
    reserve(length);
    System.arraycopy(value, 0, bytes, size, length);
    size += length;
    return this;
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      put((byte) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    put((byte) rest);
  }

  private void put(byte value) {
    reserve(1);
    bytes[size++] = value;
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }

  int size() {
    return size;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  void clear() {
    size = 0;
  }
}
