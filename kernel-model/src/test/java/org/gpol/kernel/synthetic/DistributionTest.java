package org.gpol.kernel.synthetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.gpol.kernel.sim.SimRandom;
import org.gpol.kernel.workload.WorkloadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is drawn has the mean and the tail that the name promises. */
class DistributionTest {
  private static final int DRAWS = 200_000;

  private static long[] sorted(String text) {
    Distribution distribution = Distribution.parse(text);
    SimRandom random = new SimRandom(7);
    long[] drawn = new long[DRAWS];
    Arrays.setAll(drawn, i -> distribution.draw(random));
    Arrays.sort(drawn);
    return drawn;
  }

  /** Medians are those of the textbooks: m ln 2; m; least 2^(1/shape). */
  @ParameterizedTest
  @CsvSource({
    "10us, 10000, 10000",
    "exp/10us, 6931, 10000",
    "bimodal/10us/1ms/0.01, 10000, 19900",
    "lognormal/10us/0.5, 10000, 11331",
    "pareto/10us/3, 12599, 15000"
  })
  void draw_manyTimes_hasMedianAndMean(String text, double median, double mean) {
    long[] drawn = sorted(text);
    assertEquals(median, (double) drawn[DRAWS / 2], 0.02 * median);
    assertEquals(mean, Arrays.stream(drawn).average().orElseThrow(), 0.03 * mean);
  }

  @Test
  void draw_heaviestTail_staysBelowTheLimit() {
    long[] drawn = sorted("pareto/1us/0.01");
    assertTrue(drawn[0] >= 1 && drawn[DRAWS - 1] == Distribution.MAX_NS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10",
        "us",
        "-1us",
        "exp",
        "exp/",
        "exp/1us/2us",
        "bimodal/1us/2us",
        "pareto/1us/0",
        "normal/1us",
        "lognormal/1us/1e9999999",
        "99999999999s",
        "bimodal/1us/2us/1.5"
      })
  void parse_nonsense_isRefused(String text) {
    assertThrows(WorkloadException.class, () -> Distribution.parse(text));
  }
}
