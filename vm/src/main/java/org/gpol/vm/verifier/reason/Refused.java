package org.gpol.vm.verifier.reason;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  private static final Pattern FOLLOWED = Pattern.compile("(\\w+)\\s*->");
  private static final Pattern INDEXED = Pattern.compile("([\\w.>-]*\\w)\\[(\\w+)\\]");

  /** The first name in the source line that is followed as a pointer, or {@code otherwise}. */
  String pointer(String otherwise) {
    Matcher followed = FOLLOWED.matcher(location == null ? "" : location.text());
    return followed.find() ? followed.group(1) : otherwise;
  }

  /** The C condition that the index in the source line is none of the array's. */
  String outside() {
    Matcher indexed = INDEXED.matcher(location == null ? "" : location.text());
    boolean found = indexed.find();
    String array = found ? indexed.group(1) : "value->items";
    String by = found ? indexed.group(2) : "i";
    return by + " >= sizeof(" + array + ") / sizeof(" + array + "[0])";
  }
}
