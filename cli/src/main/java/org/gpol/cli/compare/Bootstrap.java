package org.gpol.cli.compare;

import java.util.Arrays;
import org.gpol.kernel.sim.SimRandom;

/**
 * How sure a difference is: the runs are drawn again and again with replacement, and the middle 95%
 * of what comes out is the interval (percentile bootstrap of Efron). Runs stay paired by their
 * seed, since both policies saw the same workload.
 */
final class Bootstrap {
  private static final int RESAMPLES = 2000;
  private static final double LOW = 0.025;
  private static final double HIGH = 0.975;

  private Bootstrap() {}

  /**
   * A relative difference.
   *
   * @param change of the mean, as a part of the base's: -0.12 is 12% lower
   * @param low end of the interval
   * @param high end of the interval
   */
  record Difference(double change, double low, double high) {
    /** Whether the interval leaves out zero. */
    boolean significant() {
      return low > 0 || high < 0;
    }
  }

  /** The difference of {@code other} from {@code base}, of equal lengths, at least one. */
  static Difference difference(double[] base, double[] other) {
    int n = base.length;
    double[] changes = new double[RESAMPLES];
    // The draws depend on nothing but the number of runs, so a comparison can be repeated.
    SimRandom random = new SimRandom(n);
    for (int i = 0; i < RESAMPLES; i++) {
      double sumBase = 0;
      double sumOther = 0;
      for (int k = 0; k < n; k++) {
        int drawn = (int) (random.nextDouble() * n);
        sumBase += base[drawn];
        sumOther += other[drawn];
      }
      changes[i] = change(sumBase, sumOther);
    }
    Arrays.sort(changes);
    return new Difference(
        change(Arrays.stream(base).sum(), Arrays.stream(other).sum()),
        changes[(int) (LOW * RESAMPLES)],
        changes[(int) (HIGH * RESAMPLES)]);
  }

  private static double change(double base, double other) {
    return base == 0 ? (other == 0 ? 0 : Double.POSITIVE_INFINITY) : other / base - 1;
  }
}
