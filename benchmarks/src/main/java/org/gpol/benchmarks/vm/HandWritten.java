package org.gpol.benchmarks.vm;

import static org.gpol.benchmarks.vm.Bytes.increment64;
import static org.gpol.benchmarks.vm.Bytes.s32;
import static org.gpol.benchmarks.vm.Bytes.s64;
import static org.gpol.benchmarks.vm.Bytes.u32;

/**
 * The programs as a person would write them in Java against the same bytes, with BPF's semantics:
 * unsigned comparison and division, wrapping, 64-bit registers. What a compiler from BPF to
 * bytecode could hope to reach.
 */
final class HandWritten {
  private HandWritten() {}

  static JvmEngine.Subject of(Workload workload) {
    byte[] memory = workload.memory().clone();
    return switch (workload.name()) {
      case "prime" -> new Subject(memory, HandWritten::prime);
      case "pick" -> new Subject(memory, HandWritten::pick);
      case "ewma" -> new Subject(memory, HandWritten::ewma);
      case "cksum" -> new Subject(memory, HandWritten::cksum);
      case "bitmap" -> new Subject(memory, HandWritten::bitmap);
      case "mapq" -> new Subject(memory, new HandWrittenMaps()::run);
      default -> new Subject(memory, m -> 0);
    };
  }

  /** A program on an array. */
  @FunctionalInterface
  interface Body {
    long run(byte[] memory);
  }

  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Subject(byte[] memory, Body body) implements JvmEngine.Subject {
    @Override
    public long run() {
      return body.run(memory);
    }
  }

  private static long prime(byte[] m) {
    long limit = s64(m, 0);
    long found = 0;
    if (Long.compareUnsigned(limit, 1000) > 0) {
      limit = 1000;
    }
    for (long n = 2; n <= limit; n++) {
      long isPrime = 1;
      for (long d = 2; d * d <= n; d++) {
        if (Long.remainderUnsigned(n, d) == 0) {
          isPrime = 0;
          break;
        }
      }
      found += isPrime;
    }
    s64(m, 8, found);
    increment64(m, 16);
    return found;
  }

  private static long pick(byte[] m) {
    long length = Math.min(u32(m, 8), 16);
    int cpu = s32(m, 12);
    long floor = s64(m, 16);
    long slice = s64(m, 24);
    long chosen = 16;
    long least = 0;
    for (int i = 0; i < length; i++) {
      int flags = s32(m, 76 + 16 * i);
      if ((flags & 1) == 0 || ((flags & 2) != 0 && flags >>> 16 != cpu)) {
        continue;
      }
      long key = s64(m, 64 + 16 * i);
      if (key - floor < -slice) {
        key = floor - slice;
      }
      if ((flags & 4) != 0) {
        key -= slice >>> 2;
      }
      if (chosen == 16 || key - least < 0) {
        chosen = i;
        least = key;
      }
    }
    if (chosen > 15) {
      increment64(m, 40);
      return -1;
    }
    int at = 64 + 16 * (int) chosen;
    s64(m, at, s64(m, at) + Long.divideUnsigned(slice * 1024, u32(m, at + 8) | 1));
    if (least - floor > 0) {
      s64(m, 16, least);
    }
    increment64(m, 32);
    s32(m, 48, (int) chosen);
    return chosen;
  }

  private static long ewma(byte[] m) {
    long average = s64(m, 0);
    long vtime = s64(m, 8);
    long slice = s64(m, 16);
    long lag = s64(m, 32);
    long earliest = -1;
    for (int at = 64; at < 576; at += 16) {
      long delta = s64(m, at);
      long weight = u32(m, at + 8) | 1;
      average += (delta >>> 3) - (average >>> 3);
      vtime += Long.divideUnsigned(delta * 1024, weight);
      long deadline = vtime + Long.divideUnsigned(slice * 1024, weight);
      lag += (average * 717) >>> 10;
      if (Long.compareUnsigned(lag, 100_000_000) > 0) {
        lag >>>= 1;
      }
      if (Long.compareUnsigned(deadline, earliest) < 0) {
        earliest = deadline;
      }
    }
    s64(m, 0, average);
    s64(m, 8, vtime);
    s64(m, 32, lag);
    increment64(m, 24);
    return earliest ^ average ^ lag;
  }

  private static long cksum(byte[] m) {
    long low = u32(m, 0) & 0xffff;
    long high = 0;
    for (int at = 8; at < 1508; at++) {
      low += m[at] & 0xff;
      high += low;
    }
    s32(m, 4, s32(m, 4) + 1);
    s32(m, 0, (int) (low + high));
    return high << 32 ^ low;
  }

  private static long bitmap(byte[] m) {
    long previous = u32(m, 0) & 511;
    long first = previous >>> 6;
    long pair = 3L << (previous & 62);
    long cpu = (free(m, first) & pair) == pair ? previous : 512;
    if (cpu == 512) {
      cpu = find(m, first, 0x5555_5555_5555_5555L);
      if (cpu == 512) {
        cpu = find(m, first, 0);
        if (cpu != 512) {
          increment64(m, 16);
        }
      }
    }
    if (cpu == 512) {
      increment64(m, 24);
    } else {
      int at = 64 + 8 * (int) (cpu >>> 6);
      s64(m, at, s64(m, at) & ~(1L << (cpu & 63)));
      increment64(m, 8);
      s32(m, 0, (int) cpu + 7);
    }
    int counter = s32(m, 4);
    s32(m, 4, counter + 1);
    long other = (counter & 0xffff_ffffL) * 37 & 511;
    int at = 64 + 8 * (int) (other >>> 6);
    s64(m, at, s64(m, at) | 1L << (other & 63));
    return cpu;
  }

  private static long free(byte[] m, long word) {
    int at = 8 * (int) word;
    return s64(m, 64 + at) & s64(m, 128 + at);
  }

  private static long find(byte[] m, long first, long cores) {
    for (long i = 0; i < 8; i++) {
      long at = (first + i) & 7;
      long free = free(m, at);
      if (cores != 0) {
        free &= free >>> 1 & cores;
      }
      if (free != 0) {
        return (at << 6) + lowestBit(free);
      }
    }
    return 512;
  }

  /** As the BPF program has to do it. */
  private static long lowestBit(long bits) {
    long word = bits;
    long n = 0;
    if ((word & 0xffff_ffffL) == 0) {
      n = 32;
      word >>>= 32;
    }
    if ((word & 0xffff) == 0) {
      n += 16;
      word >>>= 16;
    }
    if ((word & 0xff) == 0) {
      n += 8;
      word >>>= 8;
    }
    if ((word & 0xf) == 0) {
      n += 4;
      word >>>= 4;
    }
    if ((word & 0x3) == 0) {
      n += 2;
      word >>>= 2;
    }
    return (word & 1) == 0 ? n + 1 : n;
  }
}
