package org.gpol.vm.call;

import java.util.Arrays;

/** Text that grows and of which only the beginning is kept, as {@code snprintf} does. */
final class LineBuffer {
  private final int limit;
  private byte[] bytes = new byte[64];
  private long length;

  /** A buffer that keeps {@code limit} bytes. */
  LineBuffer(int limit) {
    this.limit = limit;
  }

  void append(int c) {
    if (length < limit) {
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, bytes.length * 2);
      }
      bytes[(int) length] = (byte) c;
    }
    length++;
  }

  void append(String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      append(ascii.charAt(i));
    }
  }

  void append(byte[] text, int count) {
    for (int i = 0; i < count; i++) {
      append(text[i]);
    }
  }

  /** Appends {@code c} until {@code count} of it are there; what is not kept costs nothing. */
  void pad(int c, long count) {
    long kept = Math.min(count, limit - length);
    for (long i = 0; i < kept; i++) {
      append(c);
    }
    length += Math.max(0, count - Math.max(0, kept));
  }

  /** How long the text is, what is not kept included. */
  long length() {
    return length;
  }

  /** How many bytes are kept. */
  int kept() {
    return (int) Math.min(length, limit);
  }

  byte[] bytes() {
    return bytes;
  }
}
