package org.gpol.compiler.fmt;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines of output. Comments at the ends of neighbouring lines of one indentation begin in one
 * column, and so do the bodies of neighbouring handlers that take a line each.
 */
final class Lines {
  /** What is wider is left out of columns, else a long line would widen all its neighbours. */
  private static final int MAX_COLUMN = 100;

  /**
   * One line.
   *
   * @param body where the body of a handler begins, or -1
   * @param comment empty where the line has none at its end
   * @param wanted the column at which the author put the comment, or 0 for no particular one
   */
  private record Line(String code, int body, String comment, int wanted) {
    private static final Line BLANK = new Line("", -1, "", 0);

    int indent() {
      return code.length() - code.stripLeading().length();
    }

    boolean alignsWith(Line other) {
      return !comment.isEmpty() && indent() == other.indent() && width() <= MAX_COLUMN;
    }

    boolean hasBody() {
      return body >= 0 && body <= MAX_COLUMN && code.indexOf('\n') < 0;
    }

    int width() {
      return code.codePointCount(code.lastIndexOf('\n') + 1, code.length());
    }

    Line bodyAt(int column) {
      String head = code.substring(0, body);
      String moved = head + " ".repeat(column - body) + code.substring(body);
      return new Line(moved, column, comment, wanted);
    }
  }

  private final List<Line> lines = new ArrayList<>();
  private final StringBuilder code = new StringBuilder();
  private String comment = "";
  private int wanted;
  private int body = -1;

  void append(String text) {
    code.append(text);
  }

  /** What comes next is the body of a handler, all on this line. */
  void bodyBegins() {
    body = code.length();
  }

  /**
   * Puts a comment at the end of this line, at {@code column} if that can be; {@link #end} must
   * follow.
   */
  void trailing(String text, int column) {
    comment = text;
    wanted = column <= MAX_COLUMN ? column : 0;
  }

  /** Ends this line. */
  void end(boolean blankAfter) {
    lines.add(new Line(code.toString().stripTrailing(), body, comment, wanted));
    if (blankAfter) {
      lines.add(Line.BLANK);
    }
    code.setLength(0);
    comment = "";
    wanted = 0;
    body = -1;
  }

  String text() {
    if (code.length() > 0) {
      end(false);
    }
    alignBodies();
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < lines.size()) {
      int end = i;
      while (end < lines.size() && lines.get(end).alignsWith(lines.get(i))) {
        end++;
      }
      if (end == i) {
        Line line = lines.get(i++);
        out.append(line.code()).append(line.comment().isEmpty() ? "" : "  ");
        out.append(line.comment()).append('\n');
        continue;
      }
      int column = commentColumn(lines.subList(i, end));
      for (; i < end; i++) {
        Line line = lines.get(i);
        out.append(line.code()).append(" ".repeat(column - line.width()));
        out.append(line.comment()).append('\n');
      }
    }
    return out.toString();
  }

  private static int commentColumn(List<Line> group) {
    int least = group.stream().mapToInt(line -> line.width() + 2).max().orElse(0);
    return Math.max(
        least, group.stream().mapToInt(Line::wanted).filter(w -> w > 0).min().orElse(0));
  }

  private void alignBodies() {
    int i = 0;
    while (i < lines.size()) {
      int end = i;
      int column = 0;
      while (end < lines.size() && lines.get(end).hasBody()) {
        column = Math.max(column, lines.get(end++).body());
      }
      for (; i < end; i++) {
        lines.set(i, lines.get(i).bodyAt(column));
      }
      i++;
    }
  }
}
