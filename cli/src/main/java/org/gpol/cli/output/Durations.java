package org.gpol.cli.output;

import java.util.Locale;

/**
 * Times as people read them: three significant digits and the largest unit that keeps the number
 * above one.
 */
public final class Durations {
  private Durations() {}

  /**
   * {@code 0}, {@code 870ns}, {@code 12.3us}, {@code 4.56ms}, {@code 1.23s}; for times of at least
   * 0.
   */
  public static String format(long ns) {
    if (ns == 0) {
      return "0";
    }
    if (ns < 1_000) {
      return ns + "ns";
    }
    if (ns < 999_500) {
      return threeDigits(ns / 1e3) + "us";
    }
    if (ns < 999_500_000L) {
      return threeDigits(ns / 1e6) + "ms";
    }
    return ns < 999_500_000_000L ? threeDigits(ns / 1e9) + "s" : Math.round(ns / 1e9) + "s";
  }

  private static String threeDigits(double value) {
    int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
