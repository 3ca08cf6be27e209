package org.gpol.benchmarks.vm;

import static org.gpol.benchmarks.vm.Bytes.s32;
import static org.gpol.benchmarks.vm.Bytes.s64;
import static org.gpol.benchmarks.vm.Bytes.u32;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * The programs in ordinary Java: fields and arrays instead of bytes, signed arithmetic where the
 * numbers allow it, the JDK's collections and bit operations. Each can still say what its memory
 * would be.
 */
final class Plain {
  private Plain() {}

  static JvmEngine.Subject of(Workload workload) {
    byte[] memory = workload.memory().clone();
    return switch (workload.name()) {
      case "prime" -> new Prime(memory);
      case "pick" -> new Pick(memory);
      case "ewma" -> new Ewma(memory);
      case "cksum" -> new Cksum(memory);
      case "bitmap" -> new PlainBitmap(memory);
      case "mapq" -> new Mapq(memory);
      default -> new Empty(memory);
    };
  }

  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Empty(byte[] memory) implements JvmEngine.Subject {
    @Override
    public long run() {
      return 0;
    }
  }

  private static final class Prime implements JvmEngine.Subject {
    private final byte[] memory;
    private final long limit;
    private long found;
    private long runs;

    Prime(byte[] memory) {
      this.memory = memory;
      limit = Math.min(s64(memory, 0), 1000);
    }

    @Override
    public long run() {
      long count = 0;
      for (long n = 2; n <= limit; n++) {
        if (isPrime(n)) {
          count++;
        }
      }
      found = count;
      runs++;
      return count;
    }

    private static boolean isPrime(long n) {
      for (long d = 2; d * d <= n; d++) {
        if (n % d == 0) {
          return false;
        }
      }
      return true;
    }

    @Override
    public byte[] memory() {
      s64(memory, 8, found);
      s64(memory, 16, runs);
      return memory;
    }
  }

  private static final class Pick implements JvmEngine.Subject {
    private final byte[] memory;
    private final int cpu;
    private final long slice;
    private final long[] vtime = new long[16];
    private final int[] weight = new int[16];
    private final int[] flags = new int[16];
    private long floor;
    private long picked;
    private long idle;
    private int last;

    Pick(byte[] memory) {
      this.memory = memory;
      cpu = s32(memory, 12);
      floor = s64(memory, 16);
      slice = s64(memory, 24);
      for (int i = 0; i < 16; i++) {
        vtime[i] = s64(memory, 64 + 16 * i);
        weight[i] = s32(memory, 72 + 16 * i);
        flags[i] = s32(memory, 76 + 16 * i);
      }
    }

    @Override
    public long run() {
      int chosen = -1;
      long least = Long.MAX_VALUE;
      for (int i = 0; i < flags.length; i++) {
        int f = flags[i];
        if ((f & 1) == 0 || ((f & 2) != 0 && f >>> 16 != cpu)) {
          continue;
        }
        long key = Math.max(vtime[i], floor - slice);
        if ((f & 4) != 0) {
          key -= slice / 4;
        }
        if (key < least) {
          chosen = i;
          least = key;
        }
      }
      if (chosen < 0) {
        idle++;
        return -1;
      }
      vtime[chosen] += slice * 1024 / (weight[chosen] | 1);
      floor = Math.max(floor, least);
      picked++;
      last = chosen;
      return chosen;
    }

    @Override
    public byte[] memory() {
      s64(memory, 16, floor);
      s64(memory, 32, picked);
      s64(memory, 40, idle);
      s32(memory, 48, last);
      for (int i = 0; i < 16; i++) {
        s64(memory, 64 + 16 * i, vtime[i]);
      }
      return memory;
    }
  }

  private static final class Ewma implements JvmEngine.Subject {
    private final byte[] memory;
    private final long slice;
    private final long[] delta = new long[32];
    private final int[] weight = new int[32];
    private long average;
    private long vtime;
    private long lag;
    private long runs;

    Ewma(byte[] memory) {
      this.memory = memory;
      slice = s64(memory, 16);
      for (int i = 0; i < 32; i++) {
        delta[i] = s64(memory, 64 + 16 * i);
        weight[i] = s32(memory, 72 + 16 * i);
      }
    }

    @Override
    public long run() {
      long average = this.average;
      long vtime = this.vtime;
      long lag = this.lag;
      long earliest = Long.MAX_VALUE;
      for (int i = 0; i < delta.length; i++) {
        int w = weight[i] | 1;
        average += (delta[i] >> 3) - (average >> 3);
        vtime += delta[i] * 1024 / w;
        lag += (average * 717) >> 10;
        if (lag > 100_000_000) {
          lag >>= 1;
        }
        earliest = Math.min(earliest, vtime + slice * 1024 / w);
      }
      this.average = average;
      this.vtime = vtime;
      this.lag = lag;
      runs++;
      return earliest ^ average ^ lag;
    }

    @Override
    public byte[] memory() {
      s64(memory, 0, average);
      s64(memory, 8, vtime);
      s64(memory, 24, runs);
      s64(memory, 32, lag);
      return memory;
    }
  }

  private static final class Cksum implements JvmEngine.Subject {
    private final byte[] memory;
    private final byte[] packet = new byte[1500];
    private int seed;
    private int runs;

    Cksum(byte[] memory) {
      this.memory = memory;
      seed = s32(memory, 0);
      System.arraycopy(memory, 8, packet, 0, packet.length);
    }

    @Override
    public long run() {
      long low = seed & 0xffff;
      long high = 0;
      for (byte b : packet) {
        low += b & 0xff;
        high += low;
      }
      runs++;
      seed = (int) (low + high);
      return high << 32 ^ low;
    }

    @Override
    public byte[] memory() {
      s32(memory, 0, seed);
      s32(memory, 4, runs);
      return memory;
    }
  }

  private static final class Mapq implements JvmEngine.Subject {
    private static final class Task {
      private long vtime;
      private long last;
      private final int weight;
      private int runs;

      Task(long vtime, long last, int weight, int runs) {
        this.vtime = vtime;
        this.last = last;
        this.weight = weight;
        this.runs = runs;
      }
    }

    private final byte[] memory;
    private final Map<Integer, Task> tasks = new HashMap<>();
    private final ArrayDeque<Long> queue = new ArrayDeque<>();
    private int counter;
    private long now;
    private long sum;
    private long created;

    Mapq(byte[] memory) {
      this.memory = memory;
      counter = (int) u32(memory, 0);
      for (long i = 0; i < Workload.QUEUED; i++) {
        queue.add(i);
      }
    }

    @Override
    public long run() {
      int key = counter++ * 7 & 1023;
      long time = now;
      now += 1000;
      Task task = tasks.get(key);
      if (task == null) {
        tasks.put(key, new Task(time, time, 512 + key, 0));
        created++;
        return -1;
      }
      task.vtime += Math.min(time - task.last, 100_000) * 1024 / (task.weight | 1);
      task.last = time;
      task.runs++;
      tasks.put(key + 512 & 1023, new Task(task.vtime, time, task.weight ^ 1, task.runs));
      queue.add((long) key << 32 | task.runs);
      long item = queue.remove();
      sum += item;
      return item;
    }

    @Override
    public byte[] memory() {
      s32(memory, 0, counter);
      s64(memory, 8, now);
      s64(memory, 16, sum);
      s64(memory, 24, created);
      return memory;
    }
  }
}
