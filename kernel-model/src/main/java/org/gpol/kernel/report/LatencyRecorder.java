package org.gpol.kernel.report;

import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;

/** Collects latencies while a simulation runs. */
public final class LatencyRecorder {
  static final int SIGNIFICANT_DIGITS = 3;

  /** One of the two is null. */
  private AbstractHistogram dense;

  private final SparseCounts sparse;

  /** A summary has the histogram; it must not change any more. */
  private boolean shared;

  private long minNs = Long.MAX_VALUE;
  private long maxNs;
  private long sumNs;

  private LatencyRecorder(AbstractHistogram dense, SparseCounts sparse) {
    this.dense = dense;
    this.sparse = sparse;
  }

  /** For the few that see most values: fastest to record into. */
  public static LatencyRecorder dense() {
    return new LatencyRecorder(new Histogram(SIGNIFICANT_DIGITS), null);
  }

  /** For one of possibly a million: memory only for values that occur. */
  public static LatencyRecorder sparse() {
    return new LatencyRecorder(null, new SparseCounts());
  }

  /**
   * Adds a value.
   *
   * @param ns at least 0
   */
  public void record(long ns) {
    if (sparse != null) {
      sparse.add(ns);
    } else {
      if (shared) {
        dense = dense.copy();
        shared = false;
      }
      dense.recordValue(ns);
    }
    minNs = Math.min(minNs, ns);
    maxNs = Math.max(maxNs, ns);
    sumNs += ns;
  }

  /** What was recorded so far. */
  public LatencySummary summary() {
    long least = maxNs < minNs ? 0 : minNs;
    if (sparse != null) {
      return new LatencySummary(sparse.copy(), least, maxNs, sumNs);
    }
    shared = true;
    return new LatencySummary(dense, least, maxNs, sumNs);
  }
}
