package org.gpol.vm.agreement;

import java.util.Random;

/** Random numbers that depend on a seed and a number, and on nothing else. */
final class Mix {
  private Mix() {}

  /** The random numbers of {@code number} under {@code seed}. */
  static Random of(long seed, long number) {
    // The finaliser of SplitMix64, so that neighbours have nothing in common.
    long z = seed + 0x9e37_79b9_7f4a_7c15L * (number + 1);
    z = (z ^ z >>> 30) * 0xbf58_476d_1ce4_e5b9L;
    z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
    return new Random(z ^ z >>> 31);
  }
}
