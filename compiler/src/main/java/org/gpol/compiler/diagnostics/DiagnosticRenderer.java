package org.gpol.compiler.diagnostics;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Turns diagnostics into text, with the source and carets. The only place that formats. */
public final class DiagnosticRenderer {
  private static final int TAB_WIDTH = 4;
  private static final String RED = "\u001b[1;31m";
  private static final String YELLOW = "\u001b[1;33m";
  private static final String BLUE = "\u001b[1;34m";
  private static final String CYAN = "\u001b[1;36m";
  private static final String BOLD = "\u001b[1m";
  private static final String RESET = "\u001b[0m";

  private final boolean colour;

  /**
   * A renderer.
   *
   * @param colour whether to use ANSI escapes
   */
  public DiagnosticRenderer(boolean colour) {
    this.colour = colour;
  }

  private record Mark(SourceSpan span, String label, char caret) {}

  /** All of them, each followed by an empty line. */
  public String render(List<Diagnostic> diagnostics) {
    StringBuilder out = new StringBuilder();
    for (Diagnostic diagnostic : diagnostics) {
      out.append(render(diagnostic)).append('\n');
    }
    return out.toString();
  }

  /** One diagnostic; ends with a line end. */
  public String render(Diagnostic d) {
    StringBuilder out = new StringBuilder();
    String accent = d.severity() == Severity.ERROR ? RED : YELLOW;
    String title = d.severity().word() + "[" + d.code().id() + "]";
    out.append(paint(accent, title))
        .append(paint(BOLD, ": " + printable(d.message())))
        .append('\n');
    List<Mark> here = new ArrayList<>(List.of(new Mark(d.span(), d.label(), '^')));
    List<Diagnostic.Related> elsewhere = new ArrayList<>();
    for (Diagnostic.Related related : d.related()) {
      if (related.span().file() == d.span().file()) {
        here.add(new Mark(related.span(), related.label(), '-'));
      } else {
        elsewhere.add(related);
      }
    }
    int gutter = gutterWidth(here, elsewhere);
    excerpt(out, d.span(), here, "-->", accent, gutter);
    for (Diagnostic.Related related : elsewhere) {
      Mark mark = new Mark(related.span(), related.label(), '-');
      excerpt(out, related.span(), List.of(mark), ":::", accent, gutter);
    }
    for (String note : d.notes()) {
      tail(out, gutter, "note", note);
    }
    for (String hint : d.hints()) {
      tail(out, gutter, "help", hint);
    }
    return out.toString();
  }

  private static int gutterWidth(List<Mark> marks, List<Diagnostic.Related> elsewhere) {
    int last = 1;
    for (Mark mark : marks) {
      last = Math.max(last, mark.span.line());
    }
    for (Diagnostic.Related related : elsewhere) {
      last = Math.max(last, related.span().line());
    }
    return Integer.toString(last).length();
  }

  private void excerpt(
      StringBuilder out,
      SourceSpan head,
      List<Mark> marks,
      String arrow,
      String accent,
      int gutter) {
    String place = head.file().path() + ":" + head.line() + ":" + head.column();
    out.append(" ".repeat(gutter))
        .append(paint(BLUE, arrow))
        .append(' ')
        .append(place)
        .append('\n');
    TreeMap<Integer, List<Mark>> byLine = new TreeMap<>();
    for (Mark mark : marks) {
      byLine.computeIfAbsent(mark.span.line(), line -> new ArrayList<>()).add(mark);
    }
    bar(out, gutter);
    int previous = -1;
    for (var entry : byLine.entrySet()) {
      int line = entry.getKey();
      if (previous >= 0 && line > previous + 1) {
        out.append(paint(BLUE, "...")).append('\n');
      }
      previous = line;
      String number = Integer.toString(line);
      String padded = " ".repeat(gutter - number.length()) + number + " |";
      String text = printable(expandTabs(head.file().lineText(line)));
      out.append(paint(BLUE, padded)).append(text.isEmpty() ? "" : " " + text).append('\n');
      for (Mark mark : entry.getValue()) {
        carets(out, mark, accent, gutter);
      }
    }
  }

  private void carets(StringBuilder out, Mark mark, String accent, int gutter) {
    SourceFile file = mark.span.file();
    int line = mark.span.line();
    String text = file.lineText(line);
    int from = Math.min(mark.span.start() - file.lineStart(line), text.length());
    int to = Math.min(Math.max(mark.span.end() - file.lineStart(line), from), text.length());
    int indent = width(text.substring(0, from));
    int length = Math.max(1, width(text.substring(0, to)) - indent);
    String underline = String.valueOf(mark.caret).repeat(length);
    String label = mark.label.isEmpty() ? "" : " " + printable(mark.label);
    String painted = paint(mark.caret == '^' ? accent : BLUE, underline + label);
    out.append(paint(BLUE, " ".repeat(gutter) + " |"));
    out.append(' ').append(" ".repeat(indent)).append(painted).append('\n');
  }

  private void bar(StringBuilder out, int gutter) {
    out.append(paint(BLUE, " ".repeat(gutter) + " |")).append('\n');
  }

  private void tail(StringBuilder out, int gutter, String kind, String text) {
    out.append(paint(BLUE, " ".repeat(gutter) + " =")).append(' ');
    out.append(paint(CYAN, kind)).append(": ").append(printable(text)).append('\n');
  }

  private String paint(String escape, String text) {
    return colour ? escape + text + RESET : text;
  }

  private static int width(String text) {
    String expanded = expandTabs(text);
    return expanded.codePointCount(0, expanded.length());
  }

  private static String expandTabs(String text) {
    if (text.indexOf('\t') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\t') {
        out.append(" ".repeat(TAB_WIDTH - out.length() % TAB_WIDTH));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** Control characters would let a source file write escapes to the terminal. */
  private static String printable(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.appendCodePoint(Character.isISOControl(c) ? '\ufffd' : c));
    return out.toString();
  }
}
