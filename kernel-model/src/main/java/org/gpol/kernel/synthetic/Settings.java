package org.gpol.kernel.synthetic;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gpol.kernel.workload.WorkloadException;

/** What stands behind the name of a workload: {@code NAME:key=value,key=value}. */
final class Settings {
  private static final Pattern TIME =
      Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)(ns|us|ms|s)");

  private final String workload;
  private final List<String> known;
  private final Map<String, String> values = new TreeMap<>();

  Settings(String workload, String text, List<String> known) {
    this.workload = workload;
    this.known = known;
    if (!text.isEmpty()) {
      for (String pair : text.split(",", -1)) {
        put(pair);
      }
    }
  }

  private void put(String pair) {
    int equals = pair.indexOf('=');
    String key = equals < 0 ? pair : pair.substring(0, equals);
    if (equals < 0 || !known.contains(key)) {
      throw new WorkloadException(
          "workload " + workload + ": cannot use `" + pair + "`",
          "known here: " + String.join("=, ", known) + "=");
    }
    if (values.put(key, pair.substring(equals + 1)) != null) {
      throw new WorkloadException("workload " + workload + ": `" + key + "` is given twice", "");
    }
  }

  int number(String key, int byDefault, int least, int most) {
    return (int) real(key, values.getOrDefault(key, Integer.toString(byDefault)), least, most);
  }

  double real(String key, double byDefault, double least, double most) {
    return values.containsKey(key) ? real(key, values.get(key), least, most) : byDefault;
  }

  long time(String key, long byDefaultNs) {
    return values.containsKey(key) ? (long) time(key, values.get(key)) : byDefaultNs;
  }

  Distribution distribution(String key, String byDefault) {
    return Distribution.parse(values.getOrDefault(key, byDefault));
  }

  String word(String key, List<String> words) {
    String word = values.getOrDefault(key, words.get(0));
    if (!words.contains(word)) {
      throw new WorkloadException(
          "`" + key + "` is `" + word + "`", "give " + String.join(" or ", words));
    }
    return word;
  }

  /** A time with its unit, in nanoseconds. */
  static double time(String what, String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      throw new WorkloadException(
          "`" + what + "`: `" + text + "` is not a time", "write a number and ns, us, ms or s");
    }
    double unit =
        switch (matcher.group(2)) {
          case "ns" -> 1;
          case "us" -> 1e3;
          case "ms" -> 1e6;
          default -> 1e9;
        };
    double ns = Double.parseDouble(matcher.group(1)) * unit;
    if (ns > Distribution.MAX_NS) {
      throw new WorkloadException("`" + what + "`: `" + text + "` is too long", "");
    }
    return ns;
  }

  static double real(String what, String text, double least, double most) {
    double value;
    try {
      value = new BigDecimal(text.length() > 20 ? "x" : text).doubleValue();
    } catch (NumberFormatException e) {
      throw new WorkloadException("`" + what + "`: `" + text + "` is not a number", "");
    }
    if (value < least || value > most) {
      throw new WorkloadException(
          "`" + what + "` is " + text + ", which is not in " + least + ".." + most, "");
    }
    return value;
  }
}
