package org.gpol.bpf.contract;

/** A bounded temporal statement about every run of a policy. */
public sealed interface Contract {
  /** As the policy calls it; unique within the policy. */
  String name();

  /** What the policy says, as it was written. */
  String text();

  /** The first allowed or forbidden amount of time. */
  Bound bound();

  /**
   * {@code runnable(t) leads to running(t) within BOUND}.
   *
   * @param onlyWoken whether only the wait after a wake-up counts: {@code woken(t)}
   */
  record LeadsTo(String name, String text, boolean onlyWoken, Bound bound) implements Contract {}

  /** {@code never idle(c) while exists runnable(t) allowed on c for more than BOUND}. */
  record NeverIdle(String name, String text, Bound bound) implements Contract {}

  /** {@code for equal weights, lag(t) stays below BOUND}. */
  record LagBelow(String name, String text, Bound bound) implements Contract {}

  /**
   * {@code percentile(wakeup_latency, P) < BOUND when load < L}.
   *
   * @param percentile above 0, at most 100
   * @param load the contract speaks of runs whose machine is busy for a lesser part of the time;
   *     infinite if it speaks of all
   */
  record PercentileBelow(String name, String text, double percentile, Bound bound, double load)
      implements Contract {}
}
