package org.gpol.compiler.diagnostics;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects diagnostics, at most {@value #MAX_ERRORS} errors: who made more has learnt enough for
 * one run.
 */
public final class DiagnosticSink {
  /** Errors after this many are only counted. */
  public static final int MAX_ERRORS = 100;

  private final Set<Diagnostic> diagnostics = new LinkedHashSet<>();
  private int errors;

  /** Takes one; the same thing said twice is said once. */
  public void report(Diagnostic diagnostic) {
    if (diagnostic.severity() == Severity.ERROR) {
      errors++;
      if (errors > MAX_ERRORS) {
        return;
      }
    }
    diagnostics.add(diagnostic);
  }

  public boolean hasErrors() {
    return errors > 0;
  }

  /** Errors so far, those beyond the limit included. */
  public int errorCount() {
    return errors;
  }

  /** In the order of the source, within one file; files in the order in which they spoke. */
  public List<Diagnostic> diagnostics() {
    List<SourceFile> files = diagnostics.stream().map(d -> d.span().file()).distinct().toList();
    return diagnostics.stream()
        .sorted(
            Comparator.comparingInt((Diagnostic d) -> files.indexOf(d.span().file()))
                .thenComparingInt(d -> d.span().start()))
        .toList();
  }
}
