package org.gpol.benchmarks.vm;

import static org.gpol.benchmarks.vm.Bytes.s32;
import static org.gpol.benchmarks.vm.Bytes.s64;

/** The search for an idle CPU in ordinary Java, which has an intrinsic for the lowest bit. */
final class PlainBitmap implements JvmEngine.Subject {
  private static final long EVEN = 0x5555_5555_5555_5555L;

  private final byte[] memory;
  private final long[] idle = new long[8];
  private final long[] allowed = new long[8];
  private int previous;
  private int counter;
  private long hits;
  private long halves;
  private long misses;

  PlainBitmap(byte[] memory) {
    this.memory = memory;
    for (int i = 0; i < 8; i++) {
      idle[i] = s64(memory, 64 + 8 * i);
      allowed[i] = s64(memory, 128 + 8 * i);
    }
  }

  @Override
  public long run() {
    int first = (previous & 511) >> 6;
    long pair = 3L << (previous & 62);
    int cpu = (idle[first] & allowed[first] & pair) == pair ? previous & 511 : find(first, true);
    if (cpu < 0) {
      cpu = find(first, false);
      if (cpu >= 0) {
        halves++;
      }
    }
    if (cpu >= 0) {
      idle[cpu >> 6] &= ~(1L << cpu);
      hits++;
      previous = cpu + 7;
    } else {
      misses++;
    }
    int other = counter++ * 37 & 511;
    idle[other >> 6] |= 1L << other;
    return cpu < 0 ? 512 : cpu;
  }

  private int find(int first, boolean cores) {
    for (int i = 0; i < 8; i++) {
      int at = (first + i) & 7;
      long free = idle[at] & allowed[at];
      if (cores) {
        free &= free >>> 1 & EVEN;
      }
      if (free != 0) {
        return at * 64 + Long.numberOfTrailingZeros(free);
      }
    }
    return -1;
  }

  @Override
  public byte[] memory() {
    s32(memory, 0, previous);
    s32(memory, 4, counter);
    s64(memory, 8, hits);
    s64(memory, 16, halves);
    s64(memory, 24, misses);
    for (int i = 0; i < 8; i++) {
      s64(memory, 64 + 8 * i, idle[i]);
    }
    return memory;
  }
}
