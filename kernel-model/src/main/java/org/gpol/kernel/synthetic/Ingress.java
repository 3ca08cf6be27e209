package org.gpol.kernel.synthetic;

import org.gpol.kernel.sim.SimRandom;

/**
 * Requests that come whether or not anybody is ready for them. With a burst factor the rate is that
 * of a Markov-modulated Poisson process of two states, in each of which it stays for an exponential
 * time: so many times the mean in one, and as much less in the other that the mean is kept.
 */
final class Ingress {
  private static final double NS_PER_S = 1e9;

  private final SimRandom arrivals;
  private final SimRandom services;
  private final Distribution service;
  private final double burst;
  private final double meanGapNs;
  private final double dwellNs;
  private boolean high = true;
  private double stateEndsNs;
  private double nextNs;
  private long nextServiceNs;

  /**
   * @param perSecond mean rate
   * @param burst 1 for a plain Poisson process, up to 2
   * @param dwellNs mean time in a state
   */
  Ingress(SimRandom random, Distribution service, double perSecond, double burst, long dwellNs) {
    arrivals = random.split("arrivals");
    services = random.split("services");
    this.service = service;
    this.burst = burst;
    this.dwellNs = (double) dwellNs;
    meanGapNs = NS_PER_S / perSecond;
    stateEndsNs = exponential(this.dwellNs);
    advance();
  }

  private double exponential(double mean) {
    return -mean * StrictMath.log(1 - arrivals.nextDouble());
  }

  /** Exponential gaps have no memory, so one that outlasts its state begins anew in the next. */
  private void advance() {
    double gap = exponential(meanGapNs / rate());
    while (burst > 1 && nextNs + gap > stateEndsNs) {
      nextNs = stateEndsNs;
      high = !high;
      stateEndsNs += exponential(dwellNs);
      gap = rate() == 0 ? Double.POSITIVE_INFINITY : exponential(meanGapNs / rate());
    }
    nextNs += gap;
    nextServiceNs = service.draw(services);
  }

  private double rate() {
    return high ? burst : 2 - burst;
  }

  /** When the next request comes. */
  long nextNs() {
    return (long) StrictMath.ceil(nextNs);
  }

  /** The next request if it has come, else null. */
  Request poll(long nowNs) {
    if (nowNs < nextNs()) {
      return null;
    }
    Request request = new Request(nextNs(), nextServiceNs);
    request.receivedNs = nowNs;
    advance();
    return request;
  }
}
