package org.gpol.benchmarks.simulator;

/** What is measured: something that does jobs for a simulated time. */
@FunctionalInterface
interface Subject {
  /** Runs from the start to {@code durationNs} and returns how many jobs were begun. */
  long run(Size size, long durationNs);
}
