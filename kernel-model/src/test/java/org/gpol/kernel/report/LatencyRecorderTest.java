package org.gpol.kernel.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyRecorderTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 10, 20_000})
  void sparse_anyValues_areCountedAsADenseRecorderDoes(int count) {
    Random random = new Random(count);
    LatencyRecorder sparse = LatencyRecorder.sparse();
    LatencyRecorder dense = LatencyRecorder.dense();
    for (int i = 0; i < count; i++) {
      long value = random.nextLong() >>> (22 + random.nextInt(40));
      sparse.record(value);
      dense.record(value);
    }
    assertEquals(dense.summary(), sparse.summary());
    assertEquals(count, sparse.summary().count());
    for (double percent : new double[] {0, 1, 50, 90, 99, 99.9, 100}) {
      assertEquals(dense.summary().percentileNs(percent), sparse.summary().percentileNs(percent));
    }
    assertEquals(dense.summary().histogram(), sparse.summary().histogram());
  }

  @Test
  void buckets_atAllPowersOfTwo_areThoseOfTheHistogram() {
    Histogram histogram = new Histogram(3);
    for (int bits = 0; bits < 62; bits++) {
      for (long value : new long[] {(1L << bits) - 1, 1L << bits, (1L << bits) + 1, 3L << bits}) {
        assertEquals(
            histogram.lowestEquivalentValue(value), SparseCounts.leastOfBucket(value), "" + value);
      }
    }
  }

  @Test
  void summary_isNotChangedByWhatIsRecordedLater() {
    for (LatencyRecorder recorder :
        new LatencyRecorder[] {LatencyRecorder.sparse(), LatencyRecorder.dense()}) {
      recorder.record(5);
      LatencySummary first = recorder.summary();
      recorder.record(5);
      recorder.record(7_000_000);
      assertEquals(1, first.count());
      assertEquals(5, first.percentileNs(100));
      assertEquals(3, recorder.summary().count());
      assertNotEquals(first, recorder.summary());
    }
  }
}
