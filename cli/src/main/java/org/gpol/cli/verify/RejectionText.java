package org.gpol.cli.verify;

import org.gpol.bpf.code.SourceLocation;
import org.gpol.bpf.object.ElfReader;
import org.gpol.vm.verifier.Rejection;
import org.gpol.vm.verifier.reason.CausalStep;
import org.gpol.vm.verifier.reason.Explanation;

/** A rejection as a person reads it. */
public final class RejectionText {
  private final StringBuilder out = new StringBuilder();
  private String lastLine = "";

  private RejectionText() {}

  /** The text, several lines long, of a rejection of {@code program} in {@code section}. */
  public static String of(
      String program, String section, Rejection rejection, Explanation explanation) {
    RejectionText text = new RejectionText();
    text.head(rejection, explanation);
    text.path(explanation);
    text.notes(program, section, rejection, explanation);
    return text.out.toString();
  }

  private void head(Rejection rejection, Explanation explanation) {
    line("rejected[" + rejection.check() + "]: " + rejection.message());
    SourceLocation where = rejection.location();
    if (where != null) {
      String number = Integer.toString(where.line());
      String gutter = " ".repeat(number.length());
      line(gutter + "--> " + where);
      line(gutter + " |");
      line(number + " | " + where.text());
      line(gutter + " | " + carets(where));
    }
    line("  at " + rejection.slot() + ": " + explanation.instruction());
    if (!explanation.subject().isEmpty()) {
      line("  which is about to access " + explanation.subject());
    }
  }

  /** Below the expression at the place, as far as its name goes. */
  private static String carets(SourceLocation where) {
    int start = Math.min(Math.max(0, where.column() - 1), where.text().length());
    int end = where.file().endsWith(".s") ? instruction(where.text()) : start;
    while (end < where.text().length() && isName(where.text(), end)) {
      end++;
    }
    StringBuilder before = new StringBuilder();
    for (int i = 0; i < start; i++) {
      before.append(where.text().charAt(i) == '\t' ? '\t' : ' ');
    }
    return before + "^".repeat(Math.max(1, end - start));
  }

  /** The end of an instruction of assembly, without the comment behind it. */
  private static int instruction(String text) {
    String code = text.split(";|//", 2)[0];
    return code.stripTrailing().length();
  }

  private static boolean isName(String text, int at) {
    char c = text.charAt(at);
    boolean arrow = text.startsWith("->", at) || (c == '>' && at > 0 && text.charAt(at - 1) == '-');
    return Character.isJavaIdentifierPart(c) || c == '.' || arrow;
  }

  private void path(Explanation explanation) {
    if (explanation.path().isEmpty()) {
      return;
    }
    line("  how it comes to this:");
    for (CausalStep step : explanation.path()) {
      source(step.location());
      line("    " + step.slot() + ": " + step.instruction() + "  ; " + step.note());
    }
  }

  /** The source line, where it tells more than the instruction and has not just been shown. */
  private void source(SourceLocation where) {
    if (where == null || where.file().endsWith(".s")) {
      return;
    }
    String text = "  " + where.line() + " | " + where.text().strip();
    if (!text.equals(lastLine)) {
      line(text);
      lastLine = text;
    }
  }

  private void notes(String program, String section, Rejection rejection, Explanation explanation) {
    line("  = program `" + program + "` (" + section + "), instruction " + rejection.slot());
    if (rejection.message().endsWith(" " + ElfReader.MISSING_TYPE)) {
      line("  = the object asks here for a type or member that the platform does not have");
    }
    if (!rejection.stateExcerpt().isEmpty()) {
      line("  = known there: " + rejection.stateExcerpt());
    }
    line("  = help: " + explanation.suggestion());
    explanation.code().forEach(code -> line("      " + code));
    line("  = `gpol explain " + rejection.check() + "` says more");
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
