package org.gpol.compiler.doc;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.gpol.compiler.ast.Decl;
import org.gpol.compiler.ast.Expr;
import org.gpol.compiler.ast.TypeRef;
import org.gpol.compiler.diagnostics.SourceSpan;

/** A Markdown text that grows; between two of its parts there is one empty line. */
final class Markdown {
  private final StringBuilder out = new StringBuilder();

  void heading(int level, String text) {
    paragraph("#".repeat(level) + " " + text);
  }

  /** Adds nothing if there is no text. */
  void paragraph(String text) {
    if (!text.isBlank()) {
      out.append(out.length() == 0 ? "" : "\n").append(text.strip()).append('\n');
    }
  }

  /** A table under a heading; nothing without rows. */
  void section(String title, List<String> columns, List<List<String>> rows) {
    if (!rows.isEmpty()) {
      heading(2, title);
      table(columns, rows);
    }
  }

  /** Cells are Markdown; a column that has nothing in any row is left out. */
  void table(List<String> columns, List<List<String>> rows) {
    StringBuilder table = new StringBuilder();
    List<Integer> shown =
        IntStream.range(0, columns.size())
            .filter(i -> rows.stream().anyMatch(row -> !row.get(i).isEmpty()))
            .boxed()
            .toList();
    line(table, shown.stream().map(columns::get).toList());
    line(table, shown.stream().map(i -> "---").toList());
    for (List<String> row : rows) {
      line(table, shown.stream().map(i -> cell(row.get(i))).toList());
    }
    paragraph(table.toString());
  }

  private static void line(StringBuilder table, List<String> cells) {
    table.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |"))).append('\n');
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace('\n', ' ').strip();
  }

  /** What was written, on one line, as code; nothing for null. */
  static String code(SourceSpan span) {
    return span == null ? "" : "`" + written(span) + "`";
  }

  static String code(String name) {
    return "`" + name + "`";
  }

  static String code(Expr expr) {
    return expr == null ? "" : code(expr.span());
  }

  static String code(TypeRef type) {
    return type == null ? "" : code(type.span());
  }

  static String written(SourceSpan span) {
    return span.text().replaceAll("\\s+", " ").strip();
  }

  static String parameters(List<Decl.Field> parameters) {
    return parameters.stream()
        .map(p -> p.name() + ": " + written(p.type().span()))
        .collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
