package org.gpol.cli.report;

import java.util.Locale;
import org.gpol.kernel.report.LatencySummary;
import org.gpol.kernel.report.SimulationResult;

/** Wakeup latencies as {@code schbench} prints them. */
public final class SchbenchTable {
  private static final double[] PERCENTS = {50, 90, 99, 99.9};
  private static final double STARRED = 99;
  private static final long NS_PER_US = 1000;
  private static final long NS_PER_S = 1_000_000_000L;

  private SchbenchTable() {}

  /** The table for the run's wakeups. */
  public static String render(SimulationResult result) {
    LatencySummary wakeups = result.latency().get("wakeup");
    StringBuilder page = new StringBuilder();
    page.append(
        String.format(
            Locale.ROOT,
            "Wakeup Latencies percentiles (usec) runtime %d (s) (%d total samples)\n",
            result.durationNs() / NS_PER_S,
            wakeups.count()));
    long below = 0;
    for (double percent : PERCENTS) {
      long valueNs = wakeups.percentileNs(percent);
      long upTo = wakeups.count() == 0 ? 0 : wakeups.histogram().getCountBetweenValues(0, valueNs);
      page.append(
          String.format(
              Locale.ROOT,
              "\t%s%2.1fth: %-10d (%d samples)\n",
              percent == STARRED ? "* " : "  ",
              percent,
              valueNs / NS_PER_US,
              upTo - below));
      below = upTo;
    }
    return page.append(
            String.format(
                Locale.ROOT,
                "\t  min=%d, max=%d\n",
                wakeups.minNs() / NS_PER_US,
                wakeups.maxNs() / NS_PER_US))
        .toString();
  }
}
