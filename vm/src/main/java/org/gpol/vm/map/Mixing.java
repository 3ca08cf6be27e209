package org.gpol.vm.map;

/** The hash of keys, eight bytes at a time: multiplications by odd numbers without pattern. */
final class Mixing {
  private static final long FIRST = 0x9e3779b97f4a7c15L;
  private static final long SECOND = 0xd6e8feb86659fd93L;

  private Mixing() {}

  /** Takes another word into a hash that {@link #mix} finishes. */
  static long step(long word, long hash) {
    long x = (word ^ hash) * FIRST;
    return x ^ (x >>> 29);
  }

  /**
   * A hash of one {@code word}, of which only the upper bits count: a multiplication by an odd
   * number that the seed chooses. However keys are picked, under a seed chosen afterwards two of
   * them share a bucket about as seldom as by chance.
   */
  static long multiply(long word, long seed) {
    return word * (FIRST ^ (seed << 1));
  }

  /** A hash of {@code word}; its upper bits depend on all of its bits and of the seed's. */
  static long mix(long word, long seed) {
    long x = (word ^ seed) * FIRST;
    x = (x ^ (x >>> 32)) * SECOND;
    return (x ^ (x >>> 32)) * FIRST;
  }
}
