package org.gpol.compiler.fmt;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines of output; comments at the ends of neighbouring lines of one indentation begin in one
 * column.
 */
final class Lines {
  /** {@code comment} is empty where the line has none at its end. */
  private record Line(String code, String comment) {
    int indent() {
      return code.length() - code.stripLeading().length();
    }

    boolean alignsWith(Line other) {
      return !comment.isEmpty() && indent() == other.indent();
    }

    int width() {
      return code.codePointCount(code.lastIndexOf('\n') + 1, code.length());
    }
  }

  private final List<Line> lines = new ArrayList<>();
  private final StringBuilder code = new StringBuilder();
  private String comment = "";

  void append(String text) {
    code.append(text);
  }

  /** Puts a comment at the end of this line; {@link #end} must follow. */
  void trailing(String text) {
    comment = text;
  }

  /** Ends this line. */
  void end(boolean blankAfter) {
    lines.add(new Line(code.toString().stripTrailing(), comment));
    if (blankAfter) {
      lines.add(new Line("", ""));
    }
    code.setLength(0);
    comment = "";
  }

  String text() {
    if (code.length() > 0) {
      end(false);
    }
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < lines.size()) {
      int end = i;
      int column = 0;
      while (end < lines.size() && lines.get(end).alignsWith(lines.get(i))) {
        column = Math.max(column, lines.get(end).width() + 2);
        end++;
      }
      for (; i < end; i++) {
        Line line = lines.get(i);
        out.append(line.code()).append(" ".repeat(column - line.width()));
        out.append(line.comment()).append('\n');
      }
      if (column == 0) {
        out.append(lines.get(i++).code()).append('\n');
      }
    }
    return out.toString();
  }
}
