package org.gpol.cli.report;

import java.util.Arrays;

/**
 * Sums over time, of which the end is not known beforehand: a fixed number of buckets whose width
 * doubles whenever the time outgrows them.
 */
final class TimeBuckets {
  private static final long FIRST_WIDTH_NS = 1024;

  private final long[] sums;
  private long widthNs = FIRST_WIDTH_NS;

  /**
   * Empty buckets.
   *
   * @param count even
   */
  TimeBuckets(int count) {
    sums = new long[count];
  }

  /** Adds {@code weight} times the length of {@code fromNs..toNs}, spread over the buckets. */
  void add(long fromNs, long toNs, long weight) {
    if (toNs <= fromNs || weight == 0) {
      return;
    }
    while ((toNs - 1) / widthNs >= sums.length) {
      halve();
    }
    long at = fromNs;
    while (at < toNs) {
      int bucket = (int) (at / widthNs);
      long end = Math.min(toNs, (bucket + 1) * widthNs);
      sums[bucket] += (end - at) * weight;
      at = end;
    }
  }

  private void halve() {
    int half = sums.length / 2;
    for (int i = 0; i < half; i++) {
      sums[i] = sums[2 * i] + sums[2 * i + 1];
    }
    Arrays.fill(sums, half, sums.length, 0);
    widthNs *= 2;
  }

  /** The sum of a bucket of {@link #widthNs} after widening to at least {@code minWidthNs}. */
  long sum(int bucket, long minWidthNs) {
    while (widthNs < minWidthNs) {
      halve();
    }
    return bucket < sums.length ? sums[bucket] : 0;
  }

  long widthNs() {
    return widthNs;
  }
}
