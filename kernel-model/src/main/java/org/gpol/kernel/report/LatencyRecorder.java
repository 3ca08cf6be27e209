package org.gpol.kernel.report;

import java.util.Arrays;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.PackedHistogram;

/** Collects latencies while a simulation runs. */
public final class LatencyRecorder {
  private static final int SIGNIFICANT_DIGITS = 3;

  /** Most of a million tasks wake up a few times at most: those values are kept as they are. */
  private static final int FEW = 8;

  private static final long[] NONE = {};

  private final boolean sparse;
  private AbstractHistogram histogram;

  /** The values so far while there is no histogram. */
  private long[] few = NONE;

  private int count;

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
    if (sparse && count < FEW) {
      keep(ns);
    } else {
      histogram().recordValue(ns);
    }
    minNs = Math.min(minNs, ns);
    maxNs = Math.max(maxNs, ns);
    sumNs += ns;
  }

  private void keep(long ns) {
    if (count == few.length) {
      few = Arrays.copyOf(few, count == 0 ? 1 : FEW);
    }
    few[count++] = ns;
  }

  private AbstractHistogram histogram() {
    if (histogram == null) {
      histogram = histogram(sparse, few, count);
      few = NONE;
    } else if (shared) {
      histogram = histogram.copy();
      shared = false;
    }
    return histogram;
  }

  static AbstractHistogram histogram(boolean sparse, long[] values, int count) {
    AbstractHistogram made =
        sparse ? new PackedHistogram(SIGNIFICANT_DIGITS) : new Histogram(SIGNIFICANT_DIGITS);
    for (int i = 0; i < count; i++) {
      made.recordValue(values[i]);
    }
    return made;
  }

  /** What was recorded so far. */
  public LatencySummary summary() {
    long least = maxNs < minNs ? 0 : minNs;
    if (histogram == null) {
      return new LatencySummary(Arrays.copyOf(few, count), least, maxNs, sumNs);
    }
    shared = true;
    return new LatencySummary(histogram, least, maxNs, sumNs);
  }
}
