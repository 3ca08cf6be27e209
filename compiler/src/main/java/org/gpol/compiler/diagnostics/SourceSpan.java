package org.gpol.compiler.diagnostics;

/**
 * A piece of a source file.
 *
 * @param start offset of the first character
 * @param end offset after the last one; equal to {@code start} for a place between characters
 */
public record SourceSpan(SourceFile file, int start, int end) {
  /** The span from the start of this one to the end of {@code last}, which must not precede it. */
  public SourceSpan to(SourceSpan last) {
    return new SourceSpan(file, start, Math.max(end, last.end));
  }

  /** The place after the last character. */
  public SourceSpan after() {
    return new SourceSpan(file, end, end);
  }

  /** The last character alone, where a block closes. */
  public SourceSpan last() {
    return new SourceSpan(file, Math.max(start, end - 1), end);
  }

  /** The 1-based line on which it begins. */
  public int line() {
    return file.line(start);
  }

  /** The 1-based column at which it begins. */
  public int column() {
    return file.column(start);
  }

  /** The text it covers. */
  public String text() {
    return file.text().substring(start, end);
  }

  @Override
  public String toString() {
    return file + ":" + line() + ":" + column();
  }
}
