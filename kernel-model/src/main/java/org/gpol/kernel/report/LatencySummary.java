package org.gpol.kernel.report;

import java.util.Objects;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.PackedHistogram;

/**
 * A distribution of latencies. Percentiles are exact to three significant digits, rounded up within
 * a bucket but never beyond the largest value; count, sum, least and largest are exact.
 */
public final class LatencySummary {
  /** Null if there is a histogram from the start. */
  private final SparseCounts counts;

  /** Made of the counts when it is asked for. */
  private AbstractHistogram histogram;

  private final long minNs;
  private final long maxNs;
  private final long sumNs;

  /** A summary of what {@code histogram} holds, which must not change any more. */
  LatencySummary(AbstractHistogram histogram, long minNs, long maxNs, long sumNs) {
    this.counts = null;
    this.histogram = Objects.requireNonNull(histogram);
    this.minNs = minNs;
    this.maxNs = maxNs;
    this.sumNs = sumNs;
  }

  /** A summary of counts, which must not change any more. */
  LatencySummary(SparseCounts counts, long minNs, long maxNs, long sumNs) {
    this.counts = counts;
    this.minNs = minNs;
    this.maxNs = maxNs;
    this.sumNs = sumNs;
  }

  /** Number of values. */
  public long count() {
    return counts == null ? histogram.getTotalCount() : counts.total();
  }

  private AbstractHistogram distribution() {
    if (histogram == null) {
      histogram = new PackedHistogram(LatencyRecorder.SIGNIFICANT_DIGITS);
      counts.addTo(histogram);
    }
    return histogram;
  }

  /** The least value, 0 if there is none. */
  public long minNs() {
    return minNs;
  }

  /** The largest value, 0 if there is none. */
  public long maxNs() {
    return maxNs;
  }

  /** The sum of all values. */
  public long sumNs() {
    return sumNs;
  }

  /** The mean rounded down, 0 if there is no value. */
  public long meanNs() {
    return count() == 0 ? 0 : sumNs / count();
  }

  /**
   * The value that {@code percent} of all values do not exceed.
   *
   * @param percent 0 to 100
   */
  public long percentileNs(double percent) {
    return count() == 0 ? 0 : Math.min(distribution().getValueAtPercentile(percent), maxNs);
  }

  /** The whole distribution, for output in HdrHistogram's own formats. */
  public AbstractHistogram histogram() {
    return distribution().copy();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LatencySummary summary
        && distribution().equals(summary.distribution())
        && minNs == summary.minNs
        && maxNs == summary.maxNs
        && sumNs == summary.sumNs;
  }

  @Override
  public int hashCode() {
    return Objects.hash(minNs, maxNs, sumNs);
  }

  @Override
  public String toString() {
    return "n=%d min=%d mean=%d p99=%d max=%d"
        .formatted(count(), minNs, meanNs(), percentileNs(99), maxNs);
  }
}
