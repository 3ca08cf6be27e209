package org.gpol.benchmarks.vm;

/**
 * How much to measure.
 *
 * @param checkedRuns runs from the initial memory after which all engines must agree
 * @param warmUpMillis for what compiles while it runs
 * @param windowMillis length of each of the windows whose median counts
 */
record Plan(int checkedRuns, int warmUpMillis, int windowMillis) {
  /** How many windows. */
  static final int WINDOWS = 11;

  static final Plan FULL = new Plan(5_000, 1_500, 60);
  static final Plan QUICK = new Plan(5_000, 400, 10);
}
