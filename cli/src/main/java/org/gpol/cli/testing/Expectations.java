package org.gpol.cli.testing;

import org.gpol.cli.output.Durations;
import org.gpol.compiler.checked.PolicyTest.Expectation;
import org.gpol.compiler.checked.PolicyTest.Value;

/** Compares what a test expects with what there is. */
abstract class Expectations {
  /** What is asked for does not exist, for the reason that the message says. */
  static final class Missing extends RuntimeException {
    private static final long serialVersionUID = 1;

    Missing(String why) {
      super(why);
    }
  }

  /** The number of a value that is neither a constant nor combined. */
  abstract long measured(Value value);

  /** Null if it is so, else what is there instead. */
  abstract String other(Expectation expectation);

  /** Null if it is so, else what is there instead. */
  String check(Expectation expectation) {
    try {
      return expectation instanceof Expectation.Compares compares
          ? compare(compares)
          : other(expectation);
    } catch (Missing missing) {
      return missing.getMessage();
    }
  }

  private String compare(Expectation.Compares expected) {
    long left = number(expected.left());
    long right = number(expected.right());
    boolean holds =
        switch (expected.operator()) {
          case "==" -> left == right;
          case "!=" -> left != right;
          case "<" -> left < right;
          case "<=" -> left <= right;
          case ">" -> left > right;
          default -> left >= right;
        };
    if (holds) {
      return null;
    }
    boolean time = expected.left().time() || expected.right().time();
    return "it is "
        + shown(left, time)
        + " "
        + opposite(expected.operator())
        + " "
        + shown(right, time);
  }

  private static String opposite(String operator) {
    return switch (operator) {
      case "==" -> "!=";
      case "!=" -> "==";
      case "<" -> ">=";
      case "<=" -> ">";
      case ">" -> "<=";
      default -> "<";
    };
  }

  private static String shown(long number, boolean time) {
    return time ? Durations.format(number) : Long.toString(number);
  }

  private long number(Value value) {
    if (value instanceof Value.Constant constant) {
      return constant.number();
    }
    if (value instanceof Value.Combined combined) {
      long left = number(combined.left());
      long right = number(combined.right());
      return switch (combined.operator()) {
        case '+' -> left + right;
        case '-' -> left - right;
        default -> left * right;
      };
    }
    return measured(value);
  }
}
