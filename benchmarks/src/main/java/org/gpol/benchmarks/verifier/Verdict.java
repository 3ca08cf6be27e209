package org.gpol.benchmarks.verifier;

/**
 * What a verifier says of a program, and what it took.
 *
 * @param accepted true if the program may run
 * @param processed instructions that it looked at, over all paths; 0 if it does not tell
 * @param millis thread CPU time, the median of several times
 */
record Verdict(boolean accepted, long processed, double millis) {
  String word() {
    return accepted ? "accepts" : "refuses";
  }

  /** Millions of instructions looked at in a second. */
  double rate() {
    return processed / millis / 1000;
  }
}
