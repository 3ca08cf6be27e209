package org.gpol.compiler.editor;

import java.util.List;
import org.gpol.compiler.diagnostics.Diagnostic;
import org.gpol.compiler.diagnostics.SourceSpan;

/**
 * A diagnostic and what can be done about it without thinking.
 *
 * @param fixes best one first; each makes this problem go away
 */
public record Problem(Diagnostic diagnostic, List<Fix> fixes) {
  /** Copies the list. */
  public Problem {
    fixes = List.copyOf(fixes);
  }

  /**
   * A change of the text.
   *
   * @param title as it stands in a menu
   * @param place what is replaced; empty for an insertion
   */
  public record Fix(String title, SourceSpan place, String replacement) {
    /** The text with the change made. */
    public String apply(String text) {
      return text.substring(0, place.start()) + replacement + text.substring(place.end());
    }
  }
}
