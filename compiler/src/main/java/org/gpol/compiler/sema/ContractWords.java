package org.gpol.compiler.sema;

import java.util.List;
import java.util.Optional;
import org.gpol.bpf.object.Variable;
import org.gpol.compiler.ast.Name;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.SourceSpan;

/** The words of a contract, read from left to right. The first mistake ends the reading. */
final class ContractWords {
  private final List<Name> words;
  private final Reporter reporter;
  private int next;

  ContractWords(List<Name> words, Reporter reporter) {
    this.words = words;
    this.reporter = reporter;
  }

  /** What was wrong has been reported. */
  static final class Mistake extends Exception {
    private static final long serialVersionUID = 1;
  }

  boolean at(String word) {
    return next < words.size() && words.get(next).text().equals(word);
  }

  boolean atEnd() {
    return next == words.size();
  }

  /** The place of the next word, or the one after the last. */
  SourceSpan here() {
    return atEnd() ? words.get(words.size() - 1).span().after() : words.get(next).span();
  }

  Name take() {
    return words.get(next++);
  }

  /** Takes each word of {@code phrase}, which are separated by blanks. */
  void expect(String phrase) throws Mistake {
    for (String word : phrase.split(" ")) {
      if (!at(word)) {
        throw wrong("`" + word + "`");
      }
      next++;
    }
  }

  /** A name of the author's choice in parentheses. */
  String variable() throws Mistake {
    expect("(");
    if (atEnd() || !Character.isJavaIdentifierStart(words.get(next).text().charAt(0))) {
      throw wrong("a name, as in `runnable(t)`");
    }
    String name = take().text();
    expect(")");
    return name;
  }

  /** The name that was chosen before. */
  void same(String name) throws Mistake {
    if (!at(name)) {
      throw mistake(
          DiagnosticCode.CONTRACT_VARIABLE,
          "this contract speaks of `" + name + "`, not of `" + found() + "`");
    }
    next++;
  }

  /** A time, if one is next. */
  Optional<Long> time() {
    return atEnd() || !Character.isDigit(words.get(next).text().charAt(0)) || number(next)
        ? Optional.empty()
        : Variable.Kind.DURATION.parse(words.get(next).text().replace("_", ""));
  }

  private boolean number(int index) {
    return words.get(index).text().chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** A whole number of at most nine digits, if one is next. */
  Optional<Long> whole() {
    return atEnd() || !number(next) || words.get(next).text().length() > 9
        ? Optional.empty()
        : Optional.of(Long.parseLong(words.get(next).text()));
  }

  /** A number with or without a fraction. */
  double decimal() throws Mistake {
    Optional<Long> whole = whole();
    if (whole.isEmpty()) {
      throw wrong("a number");
    }
    StringBuilder text = new StringBuilder(take().text());
    if (at(".")) {
      next++;
      if (atEnd() || !number(next) || words.get(next).text().length() > 9) {
        throw wrong("digits after the point");
      }
      text.append('.').append(take().text());
    }
    return Double.parseDouble(text.toString());
  }

  private String found() {
    return atEnd() ? ";" : words.get(next).text();
  }

  Mistake wrong(String expected) {
    return mistake(
        DiagnosticCode.CONTRACT_FORM, "expected " + expected + ", found `" + found() + "`");
  }

  /** A mistake in the word that was taken last. */
  Mistake mistaken(DiagnosticCode code, String message) {
    next--;
    return mistake(code, message);
  }

  Mistake mistake(DiagnosticCode code, String message) {
    reporter.report(code, here(), message);
    return new Mistake();
  }
}
