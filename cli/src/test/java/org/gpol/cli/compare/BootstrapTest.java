package org.gpol.cli.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.gpol.kernel.sim.SimRandom;
import org.junit.jupiter.api.Test;

/** Intervals are as wide as what they are made of, and hold the truth as often as they say. */
class BootstrapTest {

  private static double[] noisy(SimRandom random, int n, double mean, double spread) {
    double[] values = new double[n];
    Arrays.setAll(values, i -> mean + spread * (random.nextDouble() - 0.5));
    return values;
  }

  @Test
  void difference_clearlyLower_isSignificant() {
    SimRandom random = new SimRandom(1);
    Bootstrap.Difference difference =
        Bootstrap.difference(noisy(random, 30, 100, 10), noisy(random, 30, 80, 10));
    assertEquals(-0.2, difference.change(), 0.02);
    assertTrue(difference.significant() && difference.high() < 0);
    assertTrue(difference.low() <= difference.change() && difference.change() <= difference.high());
  }

  @Test
  void difference_ofPairsThatMoveTogether_isSureDespiteTheNoise() {
    double[] base = noisy(new SimRandom(2), 20, 100, 90);
    double[] other = Arrays.stream(base).map(v -> v * 0.98).toArray();
    Bootstrap.Difference difference = Bootstrap.difference(base, other);
    assertEquals(-0.02, difference.low(), 1e-9);
    assertEquals(-0.02, difference.high(), 1e-9);
  }

  @Test
  void difference_ofNothing_isSignificantAboutOneTimeInTwenty() {
    SimRandom random = new SimRandom(3);
    int sure = 0;
    for (int i = 0; i < 300; i++) {
      double[] base = noisy(random, 25, 100, 20);
      sure += Bootstrap.difference(base, noisy(random, 25, 100, 20)).significant() ? 1 : 0;
    }
    assertTrue(sure >= 3 && sure <= 40, sure + " of 300");
  }

  @Test
  void difference_ofEqualRuns_isNone() {
    double[] same = {5, 5, 5};
    Bootstrap.Difference difference = Bootstrap.difference(same, same);
    assertEquals(new Bootstrap.Difference(0, 0, 0), difference);
    assertFalse(difference.significant());
  }
}
