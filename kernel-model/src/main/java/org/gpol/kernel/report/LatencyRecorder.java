package org.gpol.kernel.report;

import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.PackedHistogram;

/** Collects latencies while a simulation runs. */
public final class LatencyRecorder {
  private static final int SIGNIFICANT_DIGITS = 3;

  private static final AbstractHistogram NOTHING = new PackedHistogram(SIGNIFICANT_DIGITS);

  private final boolean sparse;
  private AbstractHistogram histogram;

  /** A summary has the histogram; it must not change any more. */
  private boolean shared;

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
    } else if (shared) {
      histogram = histogram.copy();
      shared = false;
    }
    return histogram;
  }

  /** What was recorded so far. */
  public LatencySummary summary() {
    if (histogram == null) {
      return new LatencySummary(NOTHING, 0, 0, 0);
    }
    shared = true;
    return new LatencySummary(histogram, minNs, maxNs, sumNs);
  }
}
