package org.gpol.kernel.synthetic;

import org.gpol.kernel.sim.SimRandom;

/** The requests of one load generator: a Poisson process whose first request comes at the start. */
final class QueryArrivals {
  private static final double NS_PER_S = 1e9;

  private final SimRandom gaps;
  private final SimRandom kinds;
  private final SimRandom services;
  private final RocksDbSettings settings;
  private final double meanGapNs;
  private double nextNs;

  QueryArrivals(SimRandom random, RocksDbSettings settings, int generators) {
    gaps = random.split("gaps");
    kinds = random.split("kinds");
    services = random.split("services");
    this.settings = settings;
    meanGapNs = NS_PER_S * generators / settings.throughput();
  }

  private static double exponential(SimRandom random, double mean) {
    return -mean * StrictMath.log(1 - random.nextDouble());
  }

  long nextNs() {
    return (long) StrictMath.ceil(nextNs);
  }

  /** The next request if it has come, else null. */
  Query poll(long nowNs) {
    long atNs = nextNs();
    if (nowNs < atNs) {
      return null;
    }
    nextNs += exponential(gaps, meanGapNs);
    boolean range = kinds.nextDouble() < settings.rangeQueryRatio();
    long extra =
        range ? 0 : Math.round(exponential(services, (double) settings.getExponentialMeanNs()));
    Query query =
        new Query(
            atNs, range, (range ? settings.rangeDurationNs() : settings.getDurationNs()) + extra);
    query.receivedNs = nowNs;
    return query;
  }
}
