package org.gpol.kernel.model;

import java.util.BitSet;
import org.gpol.kernel.hook.Errno;

/** Sets of CPUs as Linux writes and reads them: {@code 0,2-3} and {@code 1,ffffffff}. */
final class CpuText {
  private static final int GROUP_BITS = 32;
  private static final int DIGIT_BITS = 4;
  private static final int MAX_DIGITS = 6;

  private CpuText() {}

  static String list(BitSet cpus) {
    StringBuilder text = new StringBuilder();
    for (int from = cpus.nextSetBit(0); from >= 0; ) {
      int end = cpus.nextClearBit(from);
      text.append(text.length() == 0 ? "" : ",").append(from);
      if (end - from > 1) {
        text.append('-').append(end - 1);
      }
      from = cpus.nextSetBit(end);
    }
    return text.toString();
  }

  static String mask(BitSet cpus, int cpuCount) {
    StringBuilder text = new StringBuilder();
    int groups = (cpuCount + GROUP_BITS - 1) / GROUP_BITS;
    for (int group = groups - 1; group >= 0; group--) {
      long word = 0;
      for (int bit = 0; bit < GROUP_BITS; bit++) {
        word |= cpus.get(group * GROUP_BITS + bit) ? 1L << bit : 0;
      }
      int digits = Math.min(GROUP_BITS, cpuCount - group * GROUP_BITS);
      int width = (digits + DIGIT_BITS - 1) / DIGIT_BITS;
      String hex = Long.toHexString(word);
      text.append("0".repeat(Math.max(0, width - hex.length()))).append(hex);
      text.append(group > 0 ? "," : "");
    }
    return text.toString();
  }

  /** Reads a list into {@code into}: 0 or an errno. */
  static int parseList(String text, int cpuCount, BitSet into) {
    if (text.isEmpty()) {
      return 0;
    }
    for (String part : text.split(",", -1)) {
      int dash = part.indexOf('-');
      int from = number(dash < 0 ? part : part.substring(0, dash));
      int to = dash < 0 ? from : number(part.substring(dash + 1));
      if (from < 0 || to < from) {
        return Errno.EINVAL;
      }
      if (to >= cpuCount) {
        return Errno.ERANGE;
      }
      into.set(from, to + 1);
    }
    return 0;
  }

  private static int number(String text) {
    if (text.isEmpty() || text.length() > MAX_DIGITS) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        return -1;
      }
      value = 10 * value + digit - '0';
    }
    return value;
  }

  /** Reads a mask into {@code into}: 0 or an errno. */
  static int parseMask(String text, int cpuCount, BitSet into) {
    String[] groups = text.split(",", -1);
    for (int i = 0; i < groups.length; i++) {
      String group = groups[groups.length - 1 - i];
      if (group.isEmpty() || group.length() > GROUP_BITS / DIGIT_BITS) {
        return group.isEmpty() && groups.length == 1 ? 0 : Errno.EINVAL;
      }
      for (int digit = 0; digit < group.length(); digit++) {
        int value = Character.digit(group.charAt(group.length() - 1 - digit), 16);
        if (value < 0) {
          return Errno.EINVAL;
        }
        setBits(into, i * GROUP_BITS + digit * DIGIT_BITS, value);
      }
    }
    return into.length() > cpuCount ? Errno.EOVERFLOW : 0;
  }

  private static void setBits(BitSet into, int base, int value) {
    for (int bit = 0; bit < DIGIT_BITS; bit++) {
      if ((value >> bit & 1) != 0) {
        into.set(base + bit);
      }
    }
  }
}
