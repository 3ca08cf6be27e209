package org.gpol.compiler.diagnostics;

import java.util.Arrays;

/**
 * The text of one file and where its lines begin. Two files are the same only if they are the same
 * object.
 */
public final class SourceFile {
  private final String path;
  private final String text;
  private final int[] lineStarts;

  /**
   * A file.
   *
   * @param path as people know it; shown in messages and kept in line info, never opened
   */
  public SourceFile(String path, String text) {
    this.path = path;
    this.text = text;
    this.lineStarts = lineStarts(text);
  }

  private static int[] lineStarts(String text) {
    int[] starts = new int[16];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\n') {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, 2 * count);
        }
        starts[count++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, count);
  }

  public String path() {
    return path;
  }

  public String text() {
    return text;
  }

  public int lineCount() {
    return lineStarts.length;
  }

  /** The 1-based line of a character offset; the offset after the last character is allowed. */
  public int line(int offset) {
    int found = Arrays.binarySearch(lineStarts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** The 1-based column of a character offset, counted in characters: a tab is one. */
  public int column(int offset) {
    int start = lineStarts[line(offset) - 1];
    return text.codePointCount(start, Math.min(offset, text.length())) + 1;
  }

  /** The offset at which the 1-based {@code line} begins. */
  public int lineStart(int line) {
    return lineStarts[line - 1];
  }

  /** The text of the 1-based {@code line} without its end. */
  public String lineText(int line) {
    int start = lineStarts[line - 1];
    int end = line < lineStarts.length ? lineStarts[line] - 1 : text.length();
    if (end > start && text.charAt(end - 1) == '\r') {
      end--;
    }
    return text.substring(start, end);
  }

  /** The span from {@code start} to before {@code end}. */
  public SourceSpan span(int start, int end) {
    return new SourceSpan(this, start, end);
  }

  @Override
  public String toString() {
    return path;
  }
}
