package org.gpol.kernel.workload.rtapp;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.WorkloadException;

/** Turns JSON values into what a key wants, or says which key wants what. */
final class Values {

  /** The longest single time in a file, about 11 days; sums of thousands still fit a long. */
  static final long MAX_TIME_NS = 1_000_000_000_000_000L;

  static final long NS_PER_US = 1_000;
  static final long NS_PER_S = 1_000_000_000;

  private Values() {}

  static Json.Obj object(String what, Json value) {
    if (value instanceof Json.Obj object) {
      return object;
    }
    throw wrongKind(what, "an object", value);
  }

  static String text(String what, Json value) {
    if (value instanceof Json.Text text) {
      return text.value();
    }
    throw wrongKind(what, "a string", value);
  }

  /** A name to refer to something by: a string that is not empty. */
  static String name(String what, Json value) {
    String name = text(what, value);
    if (name.isEmpty()) {
      throw new WorkloadException(value.at(), what + " is empty", "give it a name");
    }
    return name;
  }

  /** An integer from {@code min} to {@code max}; a fraction is refused, even 1.0. */
  static int integer(String what, Json value, int min, int max) {
    if (!(value instanceof Json.Num number) || !number.integral()) {
      throw wrongKind(what, "an integer", value);
    }
    // More than ten digits cannot be in range, and parsing them would fail on a range of its own.
    long parsed = number.literal().length() > 11 ? Long.MAX_VALUE : longOf(number);
    if (parsed < min || parsed > max) {
      throw new WorkloadException(
          value.at(),
          what + " is " + number.literal() + ", which is not in " + min + ".." + max,
          "");
    }
    return (int) parsed;
  }

  private static long longOf(Json.Num number) {
    return Long.parseLong(number.literal());
  }

  /**
   * A time that is not negative, in nanoseconds. rt-app takes whole microseconds only; a fraction
   * is our extension and is rounded to the nearest nanosecond.
   *
   * @param unitNs nanoseconds in the unit of the file
   */
  static long timeNs(String what, Json value, long unitNs) {
    if (!(value instanceof Json.Num number)) {
      throw wrongKind(what, "a number", value);
    }
    // The double decides the range first: a decimal with a huge exponent must never be expanded.
    double rough = Double.parseDouble(number.literal()) * unitNs;
    if (number.literal().startsWith("-") && rough != 0) {
      throw new WorkloadException(
          value.at(), what + " is " + number.literal(), "a time cannot be negative");
    }
    if (rough > MAX_TIME_NS) {
      throw new WorkloadException(
          value.at(),
          what + " is " + number.literal() + ", longer than the longest time of 1000000 s",
          "times are in microseconds, global duration in seconds");
    }
    if (rough < 0.5) {
      return 0;
    }
    return new BigDecimal(number.literal())
        .multiply(BigDecimal.valueOf(unitNs))
        .setScale(0, RoundingMode.HALF_UP)
        .longValueExact();
  }

  /** {@code cpus}: an array with at least one CPU number. */
  static CpuSet cpus(Json value) {
    if (!(value instanceof Json.Arr array)) {
      throw wrongKind("`cpus`", "an array of CPU numbers", value);
    }
    if (array.items().isEmpty()) {
      throw new WorkloadException(
          value.at(), "`cpus` is empty: the task could never run", "leave it out for all CPUs");
    }
    int[] cpus = new int[array.items().size()];
    for (int i = 0; i < cpus.length; i++) {
      cpus[i] = integer("a CPU of `cpus`", array.items().get(i), 0, CpuSet.MAX_CPUS - 1);
    }
    return CpuSet.of(cpus);
  }

  static WorkloadException wrongKind(String what, String wanted, Json value) {
    return new WorkloadException(
        value.at(), what + " must be " + wanted + ", not " + value.kind(), "");
  }

  /** A key's name as messages show it. */
  static String quoted(String key) {
    return "`" + key + "`";
  }
}
