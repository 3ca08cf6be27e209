package org.gpol.kernel.synthetic;

import java.util.List;
import java.util.Locale;
import org.gpol.kernel.sim.SimRandom;
import org.gpol.kernel.workload.WorkloadException;

/**
 * How long something takes: a distribution of times in nanoseconds. Computed with {@link
 * StrictMath}, so that every machine draws the same.
 */
public sealed interface Distribution {

  /** No drawn time is longer, about 11 days. */
  long MAX_NS = 1_000_000_000_000_000L;

  /** A time of at least 1 ns. */
  default long draw(SimRandom random) {
    return Math.max(1, (long) Math.min(MAX_NS, value(random)));
  }

  /** The drawn number. */
  double value(SimRandom random);

  /** Always the same. */
  record Fixed(double ns) implements Distribution {
    @Override
    public double value(SimRandom random) {
      return ns;
    }
  }

  /** Exponential. */
  record Exponential(double meanNs) implements Distribution {
    @Override
    public double value(SimRandom random) {
      return -meanNs * StrictMath.log(1 - random.nextDouble());
    }
  }

  /** One of two times, the long one with {@code probability}. */
  record Bimodal(double shortNs, double longNs, double probability) implements Distribution {
    @Override
    public double value(SimRandom random) {
      return random.nextDouble() < probability ? longNs : shortNs;
    }
  }

  /** Log-normal by its median and the deviation of the logarithm. */
  record LogNormal(double medianNs, double sigma) implements Distribution {
    @Override
    public double value(SimRandom random) {
      double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
      double normal = radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
      return medianNs * StrictMath.exp(sigma * normal);
    }
  }

  /** Pareto by its least value and its shape; the mean is infinite for shapes up to 1. */
  record Pareto(double leastNs, double shape) implements Distribution {
    @Override
    public double value(SimRandom random) {
      return leastNs / StrictMath.pow(1 - random.nextDouble(), 1 / shape);
    }
  }

  /**
   * Reads {@code 10us}, {@code exp/10us}, {@code bimodal/10us/5ms/0.005}, {@code
   * lognormal/10us/1.5} or {@code pareto/10us/1.2}.
   *
   * @throws WorkloadException for the user
   */
  static Distribution parse(String text) {
    List<String> parts = List.of(text.split("/", -1));
    String kind = parts.get(0);
    return switch (kind + " " + (parts.size() - 1)) {
      case "exp 1" -> new Exponential(Settings.time(text, parts.get(1)));
      case "bimodal 3" ->
          new Bimodal(
              Settings.time(text, parts.get(1)),
              Settings.time(text, parts.get(2)),
              Settings.real(text, parts.get(3), 0, 1));
      case "lognormal 2" ->
          new LogNormal(
              Settings.time(text, parts.get(1)), Settings.real(text, parts.get(2), 0, 20));
      case "pareto 2" ->
          new Pareto(
              Settings.time(text, parts.get(1)), Settings.real(text, parts.get(2), 0.01, 100));
      default -> {
        if (parts.size() > 1) {
          throw new WorkloadException(
              "unknown distribution `" + text.toLowerCase(Locale.ROOT) + "`",
              "write 10us, exp/MEAN, bimodal/SHORT/LONG/PART, lognormal/MEDIAN/SIGMA or pareto/LEAST/SHAPE");
        }
        yield new Fixed(Settings.time(text, kind));
      }
    };
  }
}
