package org.gpol.benchmarks.vm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;
import org.gpol.bpf.platform.MapSpec;

/**
 * A program and the memory it begins with.
 *
 * @param code bare BPF: R1 is the memory, R2 its length
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record Workload(String name, byte[] code, byte[] memory) {
  /** Every engine starts a run with this many items in the queue, 0 upwards. */
  static final int QUEUED = 64;

  /** The maps that the bare code may name. */
  public static final List<MapSpec> MAPS =
      List.of(MapSpec.hash("tasks", 4, 32, 4096), MapSpec.queue("queue", 8, 1024));

  private static final long SEED = 14;

  /** All of them; the first does nothing. */
  public static List<Workload> all() {
    return List.of(
        of("empty", 64),
        of("prime", 64),
        of("pick", 320),
        of("ewma", 576),
        of("cksum", 1512),
        of("bitmap", 192),
        of("mapq", 64));
  }

  private static Workload of(String name, int size) {
    ByteBuffer memory = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    SplittableRandom random = new SplittableRandom(SEED);
    switch (name) {
      case "prime" -> memory.putLong(0, 300);
      case "pick" -> pick(memory, random);
      case "ewma" -> ewma(memory, random);
      case "cksum" -> {
        for (int i = 0; i < 1500; i++) {
          memory.put(8 + i, (byte) random.nextInt());
        }
      }
      case "bitmap" -> {
        for (int word = 0; word < 8; word++) {
          // One CPU in eight is idle, one word of them is forbidden.
          long idle = random.nextLong();
          idle &= random.nextLong();
          idle &= random.nextLong();
          memory.putLong(64 + 8 * word, idle);
          memory.putLong(128 + 8 * word, word == 6 ? 0 : -1);
        }
      }
      default -> {}
    }
    return new Workload(name, read(name + ".bin"), memory.array());
  }

  private static void pick(ByteBuffer memory, SplittableRandom random) {
    long floor = 1_000_000_000;
    memory.putInt(8, 16).putInt(12, 3).putLong(16, floor).putLong(24, 3_000_000);
    for (int i = 0; i < 16; i++) {
      int flags = i % 5 == 4 ? 0 : 1;
      if (i % 4 == 1) {
        flags |= 2 | (i % 8 == 1 ? 3 : 5) << 16;
      }
      if (i % 3 == 0) {
        flags |= 4;
      }
      memory.putLong(64 + 16 * i, floor + random.nextInt(6_000_000));
      memory.putInt(72 + 16 * i, 256 + random.nextInt(3072)).putInt(76 + 16 * i, flags);
    }
  }

  private static void ewma(ByteBuffer memory, SplittableRandom random) {
    memory.putLong(16, 3_000_000);
    for (int i = 0; i < 32; i++) {
      memory.putLong(64 + 16 * i, random.nextInt(4_000_000));
      memory.putInt(72 + 16 * i, 256 + random.nextInt(3072));
    }
  }

  private static byte[] read(String resource) {
    try (InputStream in = Workload.class.getResourceAsStream(resource)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
