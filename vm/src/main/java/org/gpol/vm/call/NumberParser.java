package org.gpol.vm.call;

/**
 * Reads numbers from text as {@code bpf_strtol} does: leading space, a minus, {@code 0x} or {@code
 * 0} where the base is not given, and of the rest at most 63 characters.
 */
final class NumberParser {
  private static final int MOST_DIGITS = 63;
  private static final long BASE_MASK = 0x1f;

  private final byte[] text;
  private final int start;
  private final int end;
  private int at;
  private int limit;
  private int base;
  private long magnitude;
  private boolean negative;

  NumberParser(byte[] text, int start, int length) {
    this.text = text;
    this.start = start;
    this.end = start + length;
    this.at = start;
  }

  /** Reads; returns how many characters that took, or {@code -EINVAL} or {@code -ERANGE}. */
  int read(long flags) {
    base = (int) (flags & BASE_MASK);
    if ((base != 0 && base != 8 && base != 10 && base != 16) || (flags & ~BASE_MASK) != 0) {
      return Errno.EINVAL;
    }
    while (at < end && isSpace(text[at])) {
      at++;
    }
    negative = at < end && text[at] == '-';
    at += negative ? 1 : 0;
    if (at == end) {
      return Errno.EINVAL;
    }
    limit = Math.min(end, at + MOST_DIGITS);
    skipPrefix();
    return digits();
  }

  /** The number without its sign; unsigned. */
  long magnitude() {
    return magnitude;
  }

  boolean negative() {
    return negative;
  }

  private void skipPrefix() {
    boolean hex = peek(0) == '0' && (peek(1) | 0x20) == 'x';
    if (base == 0) {
      boolean octal = peek(0) == '0';
      base = hex && digit(peek(2)) < 16 ? 16 : octal ? 8 : 10;
    }
    if (base == 16 && hex) {
      at += 2;
    }
  }

  private int digits() {
    int first = at;
    boolean overflow = false;
    while (digit(peek(0)) < base) {
      int digit = digit(peek(0));
      overflow |= Long.compareUnsigned(magnitude, Long.divideUnsigned(~(long) digit, base)) > 0;
      magnitude = magnitude * base + digit;
      at++;
    }
    if (overflow) {
      return Errno.ERANGE;
    }
    return at == first ? Errno.EINVAL : at - start;
  }

  private int peek(int ahead) {
    return at + ahead < limit ? text[at + ahead] & 0xff : 0;
  }

  /** The value of a digit of any base up to 16; more than any digit for all else. */
  private static int digit(int c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int letter = c | 0x20;
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : Integer.MAX_VALUE;
  }

  /** The kernel's table of characters has the no-break space of Latin-1 among the spaces. */
  static boolean isSpace(byte c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == (byte) 0xa0;
  }
}
