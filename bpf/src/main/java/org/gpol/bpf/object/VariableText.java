package org.gpol.bpf.object;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The values of variables as people write them: {@code 50us}, {@code 1_000}, {@code 0xff}, {@code
 * true}.
 */
final class VariableText {
  private static final Map<String, Long> UNITS =
      Map.of("ns", 1L, "us", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L);

  private VariableText() {}

  static Optional<Long> parse(Variable.Kind kind, String text) {
    String plain = text.replace("_", "").toLowerCase(Locale.ROOT);
    try {
      return switch (kind) {
        case BOOL -> bool(plain);
        case DURATION -> duration(plain);
        case SIGNED, ENUM -> Optional.of(Long.decode(plain));
        case CHAR -> character(text, plain);
        case COMPOSITE -> Optional.empty();
        case UNSIGNED ->
            Optional.of(
                plain.startsWith("0x")
                    ? Long.parseUnsignedLong(plain.substring(2), 16)
                    : Long.parseUnsignedLong(plain));
      };
    } catch (ArithmeticException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  static String format(Variable.Kind kind, long value) {
    return switch (kind) {
      case BOOL -> value == 0 ? "false" : "true";
      case SIGNED, ENUM -> Long.toString(value);
      case CHAR -> value > ' ' && value < 127 ? "'" + (char) value + "'" : Long.toString(value);
      case COMPOSITE -> "?";
      case UNSIGNED -> Long.toUnsignedString(value);
      case DURATION -> duration(value);
    };
  }

  private static Optional<Long> character(String text, String plain) {
    boolean quoted = text.length() == 3 && text.charAt(0) == '\'' && text.charAt(2) == '\'';
    return Optional.of(quoted ? (byte) text.charAt(1) : Long.decode(plain));
  }

  private static Optional<Long> bool(String text) {
    return switch (text) {
      case "true", "1" -> Optional.of(1L);
      case "false", "0" -> Optional.of(0L);
      default -> Optional.empty();
    };
  }

  /**
   * A number with a unit, which only zero can do without; a fraction must come out in whole
   * nanoseconds.
   */
  private static Optional<Long> duration(String text) {
    int end = text.length();
    while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
      end--;
    }
    BigDecimal number = new BigDecimal(text.substring(0, end));
    Long unit = UNITS.get(text.substring(end));
    if (unit == null) {
      return number.signum() == 0 && end == text.length() ? Optional.of(0L) : Optional.empty();
    }
    return Optional.of(number.multiply(BigDecimal.valueOf(unit)).longValueExact());
  }

  /** With the largest unit that leaves a whole number. */
  private static String duration(long ns) {
    if (ns == 0) {
      return "0s";
    }
    String best = ns + "ns";
    for (String unit : new String[] {"us", "ms", "s"}) {
      if (ns % UNITS.get(unit) == 0) {
        best = ns / UNITS.get(unit) + unit;
      }
    }
    return best;
  }
}
