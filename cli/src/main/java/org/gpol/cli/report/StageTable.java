package org.gpol.cli.report;

import java.util.Locale;
import java.util.Map;
import org.gpol.kernel.report.LatencySummary;

/**
 * The table of latencies by stage that ghOSt's experiments print: a row a stage, times in whole
 * microseconds, throughput over the measured time.
 */
public final class StageTable {
  private static final long NS_PER_US = 1000;
  private static final long NS_PER_MS = 1_000_000;
  private static final int MS_PER_S = 1000;
  private static final int WIDTH = 148;

  private StageTable() {}

  /**
   * The table.
   *
   * @param stages latencies by the stage's name, in order
   * @param measuredNs the time over which requests were counted
   */
  public static String render(Map<String, LatencySummary> stages, long measuredNs) {
    StringBuilder page = new StringBuilder();
    page.append(
        row(
            "Stage",
            "Total Requests",
            "Throughput (req/s)",
            "Min (us)",
            "50% (us)",
            "99% (us)",
            "99.5% (us)",
            "99.9% (us)",
            "Max (us)"));
    page.append("-".repeat(WIDTH)).append('\n');
    stages.forEach((name, latency) -> page.append(stage(name, latency, measuredNs)));
    return page.toString();
  }

  private static String stage(String name, LatencySummary latency, long measuredNs) {
    if (latency.count() == 0) {
      return row(name, "-", "-", "-", "-", "-", "-", "-", "-");
    }
    double perMs = (double) latency.count() / Math.max(1, measuredNs / NS_PER_MS);
    return row(
        name,
        Long.toString(latency.count()),
        Long.toString((long) Math.floor(perMs * MS_PER_S)),
        us(latency.minNs()),
        us(latency.percentileNs(50)),
        us(latency.percentileNs(99)),
        us(latency.percentileNs(99.5)),
        us(latency.percentileNs(99.9)),
        us(latency.maxNs()));
  }

  private static String us(long ns) {
    return Long.toString(ns / NS_PER_US);
  }

  private static String row(Object... cells) {
    return String.format(
            Locale.ROOT, "%-28s %-18s %-22s %-12s %-12s %-12s %-12s %-12s %-12s", cells)
        + "\n";
  }
}
