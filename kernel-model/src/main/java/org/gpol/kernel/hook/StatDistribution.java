package org.gpol.kernel.hook;

import java.util.Arrays;
import org.gpol.bpf.object.HistogramLayout;

/**
 * A histogram that a policy kept. Percentiles and extremes are bounds of buckets, which are at most
 * an eighth wider than exact.
 */
public final class StatDistribution {
  private final boolean duration;
  private final long[] cells;

  /**
   * A distribution.
   *
   * @param duration whether the values are nanoseconds
   * @param cells as {@link HistogramLayout} has them
   */
  public StatDistribution(boolean duration, long[] cells) {
    this.duration = duration;
    this.cells = cells.clone();
  }

  /** Whether the values are nanoseconds. */
  public boolean isDuration() {
    return duration;
  }

  /** Number of values. */
  public long count() {
    return Arrays.stream(cells, 0, HistogramLayout.BUCKETS).sum();
  }

  /** The mean rounded down, 0 if there is no value. */
  public long mean() {
    return count() == 0 ? 0 : Long.divideUnsigned(cells[HistogramLayout.SUM], count());
  }

  /** How many values fell into a bucket. */
  public long count(int bucket) {
    return cells[bucket];
  }

  /**
   * The upper bound of the bucket of the value that {@code percent} of all values do not exceed; 0
   * if there is none.
   *
   * @param percent above 0, at most 100
   */
  public long percentile(double percent) {
    long rank = Math.max(1, (long) Math.ceil(count() * percent / 100));
    for (int bucket = 0; bucket < HistogramLayout.BUCKETS; bucket++) {
      rank -= cells[bucket];
      if (rank <= 0) {
        return HistogramLayout.greatest(bucket);
      }
    }
    return 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StatDistribution that
        && duration == that.duration
        && Arrays.equals(cells, that.cells);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(cells);
  }

  @Override
  public String toString() {
    return "n=" + count() + " mean=" + mean() + " p99<=" + percentile(99);
  }
}
