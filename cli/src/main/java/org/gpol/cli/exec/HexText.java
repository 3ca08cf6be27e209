package org.gpol.cli.exec;

import java.util.Arrays;

/** Bytes as text: two hexadecimal digits each, with or without blanks between them. */
public final class HexText {
  private HexText() {}

  /**
   * The bytes of {@code text}. Blanks separate bytes, so that a digit alone between two of them is
   * a byte too.
   *
   * @throws BadProgram at the first character that is neither a digit nor blank
   */
  public static byte[] bytes(String text) throws BadProgram {
    byte[] bytes = new byte[text.length()];
    int count = 0;
    int pending = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int digit = Character.digit(c, 16);
      boolean blank = c == ' ' || (c >= '\t' && c <= '\r');
      if ((digit < 0 || c > 'f') && !blank) {
        throw new BadProgram("`" + c + "` at character " + (i + 1) + " is not hexadecimal");
      }
      if (pending >= 0) {
        bytes[count++] = (byte) (blank ? pending : pending << 4 | digit);
        pending = -1;
      } else if (!blank) {
        pending = digit;
      }
    }
    if (pending >= 0) {
      bytes[count++] = (byte) pending;
    }
    return Arrays.copyOf(bytes, count);
  }

  /** True if {@code content} holds nothing but digits and blanks. */
  public static boolean looksLikeHex(byte[] content) {
    for (byte b : content) {
      boolean blank = b == ' ' || (b >= '\t' && b <= '\r');
      if (!blank && (b < 0 || b > 'f' || Character.digit(b, 16) < 0)) {
        return false;
      }
    }
    return true;
  }

  /** Appends {@code bytes[from]} to {@code bytes[to - 1]} with blanks between them. */
  public static void append(StringBuilder out, byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      out.append(i == from ? "" : " ");
      out.append(Character.forDigit(bytes[i] >> 4 & 0xf, 16));
      out.append(Character.forDigit(bytes[i] & 0xf, 16));
    }
  }
}
