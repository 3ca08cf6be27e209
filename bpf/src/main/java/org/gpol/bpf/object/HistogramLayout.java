package org.gpol.bpf.object;

/**
 * How a policy's histograms keep their values: exactly below 16, and with eight buckets for each
 * power of two above, so that a bucket is at most an eighth as wide as its values are large. The
 * map has a cell for each bucket, and one more for the sum of all values, which wraps.
 */
public final class HistogramLayout {
  /** Values that have a bucket of their own. */
  private static final int EXACT = 16;

  private static final int PARTS = 8;
  private static final int PART_BITS = 3;

  /** All buckets. */
  public static final int BUCKETS = EXACT + (Long.SIZE - 4) * PARTS;

  /** The cell of the sum. */
  public static final int SUM = BUCKETS;

  /** All cells of the map. */
  public static final int CELLS = BUCKETS + 1;

  private HistogramLayout() {}

  /** The bucket of {@code value}, which is unsigned. */
  public static int bucket(long value) {
    if (Long.compareUnsigned(value, EXACT) < 0) {
      return (int) value;
    }
    int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
    return power * PARTS - EXACT + (int) ((value >>> (power - PART_BITS)) & (PARTS - 1));
  }

  /** The least value of a bucket, unsigned. */
  public static long least(int bucket) {
    if (bucket < EXACT) {
      return bucket;
    }
    int power = (bucket + EXACT) / PARTS;
    return (PARTS | (bucket & (PARTS - 1L))) << (power - PART_BITS);
  }

  /** The greatest value of a bucket, unsigned. */
  public static long greatest(int bucket) {
    return bucket == BUCKETS - 1 ? -1 : least(bucket + 1) - 1;
  }
}
