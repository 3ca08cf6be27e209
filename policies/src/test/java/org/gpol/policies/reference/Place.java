package org.gpol.policies.reference;

import org.gpol.compiler.checked.ScalarType;

/**
 * Some bytes that a policy can name: a global, an entry of a map, a struct of a function, a part.
 */
final class Place {
  private final byte[] bytes;
  private final int offset;

  Place(byte[] bytes, int offset) {
    this.bytes = bytes;
    this.offset = offset;
  }

  static Place ofSize(int size) {
    return new Place(new byte[size], 0);
  }

  Place plus(int distance) {
    return new Place(bytes, offset + distance);
  }

  long load(ScalarType type) {
    long value = 0;
    for (int i = type.size() - 1; i >= 0; i--) {
      value = (value << 8) | (bytes[offset + i] & 0xff);
    }
    return Numbers.wrap(value, type);
  }

  void store(ScalarType type, long value) {
    for (int i = 0; i < type.size(); i++) {
      bytes[offset + i] = (byte) (value >> (8 * i));
    }
  }

  void copyFrom(Place other, int size) {
    System.arraycopy(other.bytes, other.offset, bytes, offset, size);
  }

  byte[] copy(int size) {
    byte[] result = new byte[size];
    System.arraycopy(bytes, offset, result, 0, size);
    return result;
  }

  byte[] bytes() {
    return bytes;
  }
}
