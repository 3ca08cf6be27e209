package org.gpol.kernel.sim;

/**
 * The source of all chance in a simulation: SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). {@link
 * #split} gives streams that do not disturb each other, so one more draw in one place changes
 * nothing elsewhere.
 */
public final class SimRandom {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private final long seed;
  private long state;

  /** The stream of a seed. */
  public SimRandom(long seed) {
    this.seed = seed;
    this.state = seed;
  }

  /** 64 bits. */
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** 32 bits. */
  public int nextInt() {
    return (int) (nextLong() >>> 32);
  }

  /** Uniform in [0, 1). */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  /** An independent stream that depends on the seed and the name, not on draws made so far. */
  public SimRandom split(String name) {
    long hash = seed;
    for (int i = 0; i < name.length(); i++) {
      hash = mix(hash ^ name.charAt(i)) + GOLDEN_GAMMA;
    }
    return new SimRandom(mix(hash));
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
