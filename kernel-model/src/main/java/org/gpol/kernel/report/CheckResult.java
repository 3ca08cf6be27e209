package org.gpol.kernel.report;

import java.util.List;

/**
 * The verdict of one invariant.
 *
 * @param check its name
 * @param info true if a violation is worth knowing but no failure of the run
 * @param violations how many
 * @param first the earliest of them, at most ten
 */
public record CheckResult(String check, boolean info, long violations, List<Violation> first) {

  /**
   * One violation.
   *
   * @param task index, or -1 where none is to blame
   */
  public record Violation(long timeNs, int task, String what) {}

  /** Copies the list. */
  public CheckResult {
    first = List.copyOf(first);
  }

  /** Whether nothing was found. */
  public boolean ok() {
    return violations == 0;
  }
}
