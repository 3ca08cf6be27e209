package org.gpol.benchmarks.vm;

import java.util.Arrays;

/** Two engines that ran the same program to different ends: then no figure means anything. */
final class Disagreement extends Exception {
  private static final long serialVersionUID = 1L;

  private Disagreement(String message) {
    super(message);
  }

  static void check(Workload workload, Engine engine, Measurement wanted, Measurement found)
      throws Disagreement {
    int bits = Math.min(wanted.resultBits(), found.resultBits());
    long mask = bits == 64 ? -1 : (1L << bits) - 1;
    if (((wanted.result() ^ found.result()) & mask) != 0) {
      throw new Disagreement(
          workload.name()
              + ": "
              + engine.name()
              + " ends with 0x"
              + Long.toHexString(found.result())
              + ", not 0x"
              + Long.toHexString(wanted.result()));
    }
    int at = Arrays.mismatch(wanted.memory(), found.memory());
    if (at >= 0) {
      throw new Disagreement(
          workload.name() + ": " + engine.name() + " leaves other memory from byte " + at);
    }
  }
}
