package org.gpol.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.gpol.bpf.object.HistogramLayout;
import org.gpol.kernel.hook.MessageType;
import org.gpol.kernel.hook.StatDistribution;
import org.junit.jupiter.api.Test;

/** What a policy counts into a histogram falls into the buckets that its readers know. */
class HistogramTest {
  private static final int VALUES = 3_000;

  private static MessagePolicy histogram(String type) {
    return MessagePolicy.of(
        """
        policy counts;
        stat seen: histogram<%s>;
        var value: u64;
        on task_blocked(m) { seen.add(value as %s); }
        """
            .formatted(type, type));
  }

  private static void add(MessagePolicy policy, long value) {
    policy.set("value", value);
    policy.send(MessageType.TASK_BLOCKED, 1, 1);
  }

  @Test
  void add_valuesOfAllSizes_countsEachInItsBucket() {
    Random random = new Random(1);
    MessagePolicy policy = histogram("u64");
    long[] expected = new long[HistogramLayout.CELLS];
    for (int i = 0; i < VALUES; i++) {
      long value = random.nextLong() >>> random.nextInt(64);
      add(policy, value);
      expected[HistogramLayout.bucket(value)]++;
      expected[HistogramLayout.SUM] += value;
    }
    assertEquals(new StatDistribution(false, expected), policy.histogram("seen"));
  }

  @Test
  void add_boundsOfBuckets_countsThemOnTheirSide() {
    MessagePolicy policy = histogram("u64");
    for (int bucket = 0; bucket < HistogramLayout.BUCKETS; bucket++) {
      add(policy, HistogramLayout.least(bucket));
      add(policy, HistogramLayout.greatest(bucket));
    }
    for (int bucket = 0; bucket < HistogramLayout.BUCKETS; bucket++) {
      assertEquals(2, policy.histogram("seen").count(bucket), "bucket " + bucket);
    }
  }

  @Test
  void add_negativeDuration_countsAsZero() {
    MessagePolicy policy = histogram("duration");
    add(policy, -5);
    assertEquals(1, policy.histogram("seen").count(0));
    assertEquals(0, policy.histogram("seen").mean());
  }

  @Test
  void percentiles_ofKnownValues_areTheUpperBoundsOfTheirBuckets() {
    MessagePolicy policy = histogram("u32");
    for (int i = 1; i <= 100; i++) {
      add(policy, i);
    }
    StatDistribution seen = policy.histogram("seen");
    assertEquals(100, seen.count());
    assertEquals(50, seen.mean());
    assertEquals(51, seen.percentile(50));
    assertEquals(103, seen.percentile(99));
    assertEquals(1, seen.percentile(1));
  }
}
