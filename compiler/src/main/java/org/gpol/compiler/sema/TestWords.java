package org.gpol.compiler.sema;

import java.util.List;
import org.gpol.bpf.object.Variable;
import org.gpol.compiler.ast.Name;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.DiagnosticCode;
import org.gpol.compiler.diagnostics.SourceSpan;

/** The words of a test, read from left to right. A mistake ends the statement that it is in. */
final class TestWords {
  private final List<Name> words;
  private final Reporter reporter;
  private final SourceSpan end;
  private int next;

  TestWords(List<Name> words, SourceSpan test, Reporter reporter) {
    this.words = words;
    this.reporter = reporter;
    this.end = test.last();
  }

  /** What was wrong has been reported. */
  static final class Mistake extends Exception {
    private static final long serialVersionUID = 1;
  }

  boolean atEnd() {
    return next == words.size();
  }

  boolean at(String word) {
    return next < words.size() && words.get(next).text().equals(word);
  }

  /** Whether the word after the next one is {@code word}. */
  boolean then(String word) {
    return next + 1 < words.size() && words.get(next + 1).text().equals(word);
  }

  SourceSpan here() {
    return atEnd() ? end : words.get(next).span();
  }

  /** The place of the word that was taken last. */
  SourceSpan last() {
    return words.get(next - 1).span();
  }

  boolean take(String word) {
    boolean there = at(word);
    next += there ? 1 : 0;
    return there;
  }

  void expect(String word) throws Mistake {
    if (!take(word)) {
      throw wrong("`" + word + "`");
    }
  }

  boolean atName() {
    return !atEnd() && Character.isJavaIdentifierStart(words.get(next).text().charAt(0));
  }

  Name name(String what) throws Mistake {
    if (!atName()) {
      throw wrong(what);
    }
    return words.get(next++);
  }

  boolean atNumber() {
    return !atEnd() && Character.isDigit(words.get(next).text().charAt(0));
  }

  /** Whether a number with a unit of time is next. */
  boolean atTime() {
    return atNumber() && !Character.isDigit(lastCharacter());
  }

  private char lastCharacter() {
    String text = words.get(next).text();
    return text.charAt(text.length() - 1);
  }

  /** A time, with its unit, of at most a thousand seconds. */
  long time() throws Mistake {
    if (!atTime()) {
      throw wrong("a time, such as `3ms`");
    }
    Long ns = Variable.Kind.DURATION.parse(words.get(next).text().replace("_", "")).orElse(null);
    if (ns == null || ns < 0 || ns > 1_000_000_000_000L) {
      throw wrong("a time of at most 1000 seconds");
    }
    next++;
    return ns;
  }

  /** A plain number from {@code least} to {@code most}. */
  long number(long least, long most) throws Mistake {
    boolean minus = least < 0 && take("-");
    String text = atNumber() ? words.get(next).text().replace("_", "") : "";
    Long value = text.isEmpty() ? null : Variable.Kind.UNSIGNED.parse(text).orElse(null);
    if (value == null || (minus ? -value : value) < least || (minus ? -value : value) > most) {
      throw wrong("a number from " + least + " to " + most);
    }
    next++;
    return minus ? -value : value;
  }

  Mistake wrong(String expected) {
    String found = atEnd() ? "}" : words.get(next).text();
    reporter.report(
        DiagnosticCode.TEST_STATEMENT, here(), "expected " + expected + ", found `" + found + "`");
    return new Mistake();
  }

  Mistake mistake(Diagnostic diagnostic) {
    reporter.report(diagnostic);
    return new Mistake();
  }

  /** Goes on behind the next semicolon that is in no braces. */
  void recover() {
    int depth = 0;
    while (!atEnd()) {
      String word = words.get(next++).text();
      depth += word.equals("{") ? 1 : word.equals("}") ? -1 : 0;
      if (word.equals(";") && depth <= 0) {
        return;
      }
    }
  }
}
