package org.gpol.vm.verifier.reason;

import org.gpol.bpf.code.SourceLocation;
import org.gpol.vm.verifier.check.SafetyCheck;

/**
 * What was refused, as far as suggestions depend on it.
 *
 * @param message what is said of it
 * @param reg the register at fault, as in assembly
 * @param index the register whose range is too wide, or null if none moved a pointer
 * @param limit the greatest number in {@code index} for which the access is right; less than 0 if
 *     there is none
 */
record Refused(
    SafetyCheck check,
    String message,
    SourceLocation location,
    String reg,
    String index,
    long limit) {
  /** The name at the place that the line info tells, or {@code otherwise} if there is none. */
  String word(String otherwise) {
    if (location == null || location.column() < 1 || location.column() > location.text().length()) {
      return otherwise;
    }
    String text = location.text().substring(location.column() - 1);
    int end = 0;
    while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
      end++;
    }
    boolean followed = text.startsWith("->", end) || text.startsWith("[", end);
    return followed && end > 0 ? text.substring(0, end) : otherwise;
  }
}
