package org.gpol.compiler.editor;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.SourceSpan;
import org.gpol.compiler.editor.Problem.Fix;

/** Makes changes of the text of what diagnostics suggest in words. */
final class Fixes {
  private static final Pattern MEANT = Pattern.compile("did you mean `(\\w+)`\\?$");
  private static final Pattern LOST = Pattern.compile("^`(\\w+)` is lost here");
  private static final Pattern EXIT = Pattern.compile("(return|break|continue)\\b.*|\\}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");

  private Fixes() {}

  static Problem problem(Diagnostic diagnostic) {
    return new Problem(diagnostic, fixes(diagnostic));
  }

  private static List<Fix> fixes(Diagnostic d) {
    Matcher meant = MEANT.matcher(d.message());
    if (meant.find() && NAME.matcher(d.span().text()).matches()) {
      String name = meant.group(1);
      return List.of(new Fix("Change to `" + name + "`", d.span(), name));
    }
    return switch (d.code()) {
      case UNUSED -> unused(d);
      case TASK_LOST -> lost(d);
      default -> List.of();
    };
  }

  private static List<Fix> unused(Diagnostic d) {
    if (!NAME.matcher(d.span().text()).matches()) {
      return List.of();
    }
    String name = "_" + d.span().text();
    return List.of(new Fix("Rename to `" + name + "`", d.span(), name));
  }

  /** Where the path leaves a block by a statement or at its end, the task can be dropped before. */
  private static List<Fix> lost(Diagnostic d) {
    Matcher lost = LOST.matcher(d.message());
    String before = d.span().file().text().substring(0, d.span().start()).stripTrailing();
    boolean statement = before.endsWith("{") || before.endsWith("}") || before.endsWith(";");
    if (!lost.find() || !statement || !EXIT.matcher(d.span().text()).lookingAt()) {
      return List.of();
    }
    String drop = "drop " + lost.group(1) + ";";
    SourceSpan place = d.span().file().span(d.span().start(), d.span().start());
    return List.of(new Fix("Give the task up: `" + drop + "`", place, drop + " "));
  }
}
