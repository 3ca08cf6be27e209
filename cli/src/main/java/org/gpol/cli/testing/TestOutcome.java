package org.gpol.cli.testing;

import java.util.List;
import org.gpol.compiler.checked.PolicyTest;
import org.gpol.compiler.diagnostics.SourceSpan;

/**
 * How a test went.
 *
 * @param failures none if it passed
 * @param wallNs how long it took
 */
public record TestOutcome(PolicyTest test, List<Failure> failures, long wallNs) {
  /** Copies the list. */
  public TestOutcome {
    failures = List.copyOf(failures);
  }

  /** What was not as expected, and where that is written. */
  public record Failure(SourceSpan span, String message) {}

  /** Whether all was as expected. */
  public boolean passed() {
    return failures.isEmpty();
  }
}
