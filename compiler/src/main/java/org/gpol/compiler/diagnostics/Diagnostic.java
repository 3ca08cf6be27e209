package org.gpol.compiler.diagnostics;

import java.util.List;
import java.util.stream.Stream;

/**
 * One thing to tell the author of a policy.
 *
 * @param message one line, without a full stop at its end; what the user wrote stands in backticks
 * @param label what to write at the carets; may be empty
 * @param related other places that explain it
 * @param notes reasons
 * @param hints fixes, best ones first, each of which can be followed as it stands
 */
public record Diagnostic(
    DiagnosticCode code,
    SourceSpan span,
    String message,
    String label,
    List<Related> related,
    List<String> notes,
    List<String> hints) {

  /** Keeps the lists as they are. */
  public Diagnostic {
    related = List.copyOf(related);
    notes = List.copyOf(notes);
    hints = List.copyOf(hints);
  }

  /** A diagnostic with its place and message only. */
  public static Diagnostic of(DiagnosticCode code, SourceSpan span, String message) {
    return new Diagnostic(code, span, message, "", List.of(), List.of(), List.of());
  }

  /** Another place and what it has to do with this. */
  public record Related(SourceSpan span, String label) {}

  public Severity severity() {
    return code.severity();
  }

  /** The same with a text at the carets. */
  public Diagnostic label(String text) {
    return new Diagnostic(code, span, message, text, related, notes, hints);
  }

  /** The same with another place. */
  public Diagnostic related(SourceSpan place, String text) {
    return new Diagnostic(
        code, span, message, label, plus(related, new Related(place, text)), notes, hints);
  }

  /** The same with a reason. */
  public Diagnostic note(String text) {
    return new Diagnostic(code, span, message, label, related, plus(notes, text), hints);
  }

  /** The same with a fix. */
  public Diagnostic hint(String text) {
    return new Diagnostic(code, span, message, label, related, notes, plus(hints, text));
  }

  private static <T> List<T> plus(List<T> list, T item) {
    return Stream.concat(list.stream(), Stream.of(item)).toList();
  }
}
