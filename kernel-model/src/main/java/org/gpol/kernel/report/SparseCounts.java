package org.gpol.kernel.report;

import java.util.Arrays;
import org.HdrHistogram.AbstractHistogram;

/**
 * How often each bucket of an HdrHistogram of three digits was met: an open hash table on primitive
 * arrays, for the million recorders that see few different values. HdrHistogram's own sparse form
 * takes many times as long to count.
 */
final class SparseCounts {
  /** Values below have a bucket each; above, 1024 buckets for each power of two. */
  private static final int EXACT = 2_048;

  private static final int EXACT_BITS = 11;
  private static final int LEAST_CAPACITY = 4;
  private static final long SPREAD = 0x9e3779b97f4a7c15L;

  /** The least value of a bucket and 1, so that 0 is an empty slot. */
  private long[] keys = {};

  private long[] counts = {};
  private int used;
  private long total;

  SparseCounts() {}

  private SparseCounts(SparseCounts other) {
    keys = Arrays.copyOf(other.keys, other.keys.length);
    counts = Arrays.copyOf(other.counts, other.counts.length);
    used = other.used;
    total = other.total;
  }

  SparseCounts copy() {
    return new SparseCounts(this);
  }

  long total() {
    return total;
  }

  void add(long value) {
    total++;
    add(leastOfBucket(value) + 1, 1);
  }

  private void add(long key, long count) {
    if (2 * used >= keys.length) {
      grow();
    }
    int mask = keys.length - 1;
    int slot = (int) ((key * SPREAD) >>> 40) & mask;
    while (keys[slot] != key && keys[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    if (keys[slot] == 0) {
      keys[slot] = key;
      used++;
    }
    counts[slot] += count;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldCounts = counts;
    keys = new long[Math.max(LEAST_CAPACITY, 2 * oldKeys.length)];
    counts = new long[keys.length];
    used = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        add(oldKeys[i], oldCounts[i]);
      }
    }
  }

  static long leastOfBucket(long value) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(value | (EXACT - 1)) - EXACT_BITS;
    return (value >>> bits) << bits;
  }

  /** Counts everything in a histogram, too. */
  void addTo(AbstractHistogram histogram) {
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != 0) {
        histogram.recordValueWithCount(keys[i] - 1, counts[i]);
      }
    }
  }
}
