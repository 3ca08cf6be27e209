package org.gpol.bpf.isa;

import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** Numbers that arithmetic goes wrong on, and random ones of every magnitude. */
public final class Numbers {
  private Numbers() {}

  /** Zero, the ends of all integer types and their neighbours, and single bits. */
  public static long[] edges() {
    LongStream powers =
        LongStream.of(0, 1, 4, 5, 7, 8, 15, 16, 31, 32, 33, 62, 63)
            .map(bit -> 1L << bit)
            .flatMap(power -> LongStream.of(power - 1, power, power + 1, -power, ~power));
    return LongStream.concat(
            powers, LongStream.of(0, 0x1234_5678_9abc_def0L, 0x8000_0000_ffff_ffffL))
        .distinct()
        .toArray();
  }

  /** {@code count} numbers whose number of significant bits is uniformly distributed. */
  public static long[] random(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    return LongStream.generate(
            () -> {
              long magnitude = random.nextLong() >>> random.nextInt(64);
              return random.nextBoolean() ? magnitude : -magnitude;
            })
        .limit(count)
        .toArray();
  }
}
