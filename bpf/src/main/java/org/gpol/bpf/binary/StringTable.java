package org.gpol.bpf.binary;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A section of strings that each end with a zero byte. Strings may be tails of others; how much
 * text that makes is limited by the section's size, so that a small file does not become a large
 * heap.
 */
public final class StringTable {
  private static final int SHARING = 16;

  private final ByteView view;
  private final byte[] bytes;
  private final Map<Integer, String> known = new HashMap<>();
  private long budget;

  /** The strings of {@code view}. */
  public StringTable(ByteView view) {
    this.view = view;
    this.bytes = view.copy();
    this.budget = 1024 + (long) SHARING * bytes.length;
  }

  /** The string at {@code at}, which is unsigned. */
  public String get(int at) throws ObjectFormatException {
    String seen = known.get(at);
    if (seen != null) {
      return seen;
    }
    if (at < 0 || at >= bytes.length) {
      throw view.fail(
          bytes.length,
          "expected a string at " + Integer.toUnsignedString(at) + " of " + bytes.length);
    }
    int end = at;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    if (end == bytes.length) {
      throw view.fail(at, "expected a zero byte behind the string that begins here");
    }
    budget -= end - at;
    if (budget < 0) {
      throw view.fail(at, "strings overlap too much");
    }
    String text = new String(Arrays.copyOfRange(bytes, at, end), StandardCharsets.UTF_8);
    known.put(at, text);
    return text;
  }
}
