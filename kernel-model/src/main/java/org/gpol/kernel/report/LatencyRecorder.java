package org.gpol.kernel.report;

import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.PackedHistogram;

/** Collects latencies while a simulation runs. */
public final class LatencyRecorder {
  private static final int SIGNIFICANT_DIGITS = 3;

  private final boolean sparse;
  private AbstractHistogram histogram;
  private long minNs = Long.MAX_VALUE;
  private long maxNs;
  private long sumNs;

  private LatencyRecorder(boolean sparse) {
    this.sparse = sparse;
  }

  /** For the few that see most values: fastest to record into. */
  public static LatencyRecorder dense() {
    return new LatencyRecorder(false);
  }

  /** For one of possibly a million: memory only for values that occur. */
  public static LatencyRecorder sparse() {
    return new LatencyRecorder(true);
  }

  /**
   * Adds a value.
   *
   * @param ns at least 0
   */
  public void record(long ns) {
    histogram().recordValue(ns);
    minNs = Math.min(minNs, ns);
    maxNs = Math.max(maxNs, ns);
    sumNs += ns;
  }

  private AbstractHistogram histogram() {
    if (histogram == null) {
      histogram =
          sparse ? new PackedHistogram(SIGNIFICANT_DIGITS) : new Histogram(SIGNIFICANT_DIGITS);
    }
    return histogram;
  }

  /** What was recorded so far. */
  public LatencySummary summary() {
    return new LatencySummary(histogram().copy(), maxNs < minNs ? 0 : minNs, maxNs, sumNs);
  }
}
