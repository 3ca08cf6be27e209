package org.gpol.kernel.check;

import java.util.ArrayList;
import java.util.List;
import org.gpol.kernel.report.CheckResult;

/** Collects the violations of one invariant. */
final class Finding {
  private static final int KEPT = 10;

  private final String check;
  private final boolean info;
  private final List<CheckResult.Violation> first = new ArrayList<>();
  private long count;

  Finding(String check, boolean info) {
    this.check = check;
    this.info = info;
  }

  void add(long timeNs, int task, String what) {
    count++;
    if (first.size() < KEPT) {
      first.add(new CheckResult.Violation(timeNs, task, what));
    }
  }

  CheckResult result() {
    return new CheckResult(check, info, count, first);
  }
}
