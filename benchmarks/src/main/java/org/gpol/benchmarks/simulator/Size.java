package org.gpol.benchmarks.simulator;

import java.util.Locale;

/**
 * A machine and the tasks on it. Each task executes for 10 to 90 us, and sleeps so long that the
 * CPUs are busy for three quarters of the time.
 *
 * @param cpus of one thread behind one cache
 */
record Size(int cpus, int tasks) {
  static final long LEAST_RUN_NS = 10_000;
  static final long RUN_RANGE_NS = 80_000;
  private static final double LOAD = 0.75;

  /** The mean time from one start of a task to its next. */
  long cycleNs() {
    return Math.round((LEAST_RUN_NS + RUN_RANGE_NS / 2.0) * tasks / (LOAD * cpus));
  }

  /** The mean time that a task sleeps. */
  long sleepNs() {
    return cycleNs() - LEAST_RUN_NS - RUN_RANGE_NS / 2;
  }

  /** A simulated time in which about so many jobs are done. */
  long durationNs(long jobs) {
    return Math.max(1, cycleNs() * jobs / tasks);
  }

  String text() {
    return String.format(Locale.ROOT, "%,d CPUs, %,d tasks", cpus, tasks);
  }
}
