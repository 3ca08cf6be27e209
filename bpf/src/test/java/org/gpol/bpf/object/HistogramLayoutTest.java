package org.gpol.bpf.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HistogramLayoutTest {
  @Test
  void buckets_together_haveEveryValueOnce() {
    assertEquals(0, HistogramLayout.least(0));
    for (int bucket = 1; bucket < HistogramLayout.BUCKETS; bucket++) {
      assertEquals(HistogramLayout.greatest(bucket - 1) + 1, HistogramLayout.least(bucket));
    }
    assertEquals(-1, HistogramLayout.greatest(HistogramLayout.BUCKETS - 1));
  }

  @Test
  void bounds_ofEveryBucket_areInIt() {
    for (int bucket = 0; bucket < HistogramLayout.BUCKETS; bucket++) {
      assertEquals(bucket, HistogramLayout.bucket(HistogramLayout.least(bucket)));
      assertEquals(bucket, HistogramLayout.bucket(HistogramLayout.greatest(bucket)));
    }
  }

  @Test
  void width_ofEveryBucket_isAtMostAnEighthOfItsValues() {
    for (int bucket = 16; bucket < HistogramLayout.BUCKETS; bucket++) {
      long least = HistogramLayout.least(bucket);
      long width = HistogramLayout.greatest(bucket) - least + 1;
      assertTrue(Long.compareUnsigned(width, least >>> 3) <= 0, "bucket " + bucket);
    }
  }
}
