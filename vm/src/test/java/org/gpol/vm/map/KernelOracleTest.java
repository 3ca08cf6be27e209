package org.gpol.vm.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.gpol.vm.memory.AddressSpace;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same operations on our maps and on those of the Linux kernel under which the test runs.
 * Skipped where there is no C compiler or no permission for {@code bpf(2)}.
 */
class KernelOracleTest {
  private static final int OPERATIONS = 1500;
  private static final String WRONG_SIZES = "wrong sizes";
  private static final HexFormat HEX = HexFormat.of();

  @TempDir static Path directory;
  private static Path kernel;
  private static int nrCpus;

  private final List<String> commands = new ArrayList<>();
  private final List<String> ours = new ArrayList<>();
  private final MapRegistry registry = new MapRegistry(new AddressSpace(), nrCpus);
  private final List<BpfMap> maps = new ArrayList<>();

  @BeforeAll
  static void compile() throws IOException, InterruptedException {
    Path source = directory.resolve("kernel_maps.c");
    try (var stream = KernelOracleTest.class.getResourceAsStream("/kernel_maps.c")) {
      Files.copy(stream, source);
    }
    kernel = directory.resolve("kernel_maps");
    Path log = directory.resolve("log");
    boolean compiled = false;
    try {
      ProcessBuilder gcc =
          new ProcessBuilder("gcc", "-O1", "-o", kernel.toString(), source.toString());
      compiled = gcc.redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor() == 0;
    } catch (IOException e) {
      assumeTrue(false, "no gcc: " + e.getMessage());
    }
    assumeTrue(compiled, "kernel_maps.c does not compile here");
    List<String> answers = ask(List.of("C 2 4 8 1 0 0 -1"));
    assumeTrue(answers.get(1).startsWith("0 "), "bpf(2) answers " + answers.get(1));
    nrCpus = Integer.parseInt(answers.get(0));
  }

  /** The lines that the kernel's side writes for these commands. */
  private static List<String> ask(List<String> commands) throws IOException, InterruptedException {
    Path in = directory.resolve("in");
    Path out = directory.resolve("out");
    Files.write(in, commands, StandardCharsets.US_ASCII);
    Process process =
        new ProcessBuilder(kernel.toString())
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(directory.resolve("log").toFile())
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the kernel's side does not end");
    return Files.readAllLines(out);
  }

  private void compare(long seed) throws IOException, InterruptedException {
    List<String> answers = ask(commands);
    assertEquals(ours.size() + 1, answers.size());
    for (int i = 0; i < ours.size(); i++) {
      int number = i;
      assertEquals(
          answers.get(i + 1),
          ours.get(i),
          () -> "seed " + seed + ", command " + number + ": " + commands.get(number));
    }
  }

  private BpfMap create(MapSpec spec, int inner) {
    commands.add(
        String.format(
            "C %d %d %d %d %d %d %d",
            spec.type().number(),
            spec.keySize(),
            spec.valueSize(),
            spec.maxEntries(),
            spec.flags(),
            spec.extra(),
            inner));
    ours.add("0 -");
    BpfMap map = registry.add(spec, false);
    maps.add(map);
    return map;
  }

  private static String hex(byte[] bytes) {
    return bytes == null || bytes.length == 0 ? "-" : HEX.formatHex(bytes);
  }

  private void answer(int rc, byte[] read) {
    ours.add(rc + " " + (rc == 0 && read != null ? hex(read) : "-"));
  }

  private void lookup(int number, byte[] key, byte[] value, long flags) {
    BpfMap map = maps.get(number);
    commands.add(
        String.format("L %d %x %s %d %s", number, flags, hex(key), value.length, hex(value)));
    int rc = map.user().lookup(key, value, flags);
    if (rc == 0 && map.spec().type().holdsMaps()) {
      little(value).putInt(0, little(value).getInt(0) - 1);
    }
    answer(rc, value);
  }

  private void update(int number, byte[] key, byte[] value, long flags) {
    commands.add(String.format("U %d %x %s %s", number, flags, hex(key), hex(value)));
    byte[] given = value.clone();
    if (maps.get(number).spec().type().holdsMaps()) {
      little(given).putInt(0, little(given).getInt(0) + 1);
    }
    answer(maps.get(number).user().update(key, given, flags), null);
  }

  private void delete(int number, byte[] key) {
    commands.add(String.format("D %d %s", number, hex(key)));
    answer(maps.get(number).user().delete(key), null);
  }

  private void nextKey(int number, byte[] key) {
    byte[] next = new byte[maps.get(number).spec().keySize()];
    commands.add(String.format("N %d %s %d", number, hex(key), next.length));
    answer(maps.get(number).user().nextKey(key, next), next);
  }

  private void lookupAndDelete(int number, byte[] key) {
    byte[] value = new byte[maps.get(number).user().valueSize()];
    commands.add(String.format("P %d 0 %s %d", number, hex(key), value.length));
    answer(maps.get(number).user().lookupAndDelete(key, value), value);
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static long someFlags(Random random) {
    long[] flags = {0, 0, 0, 1, 2, 2, 3, 4, 5, 8, 1L << 32, -1};
    return flags[random.nextInt(flags.length)];
  }

  /** A value; those of a CPU are padded with zeroes, which is how they are read back. */
  private static byte[] someValue(Random random, BpfMap map) {
    byte[] value = new byte[map.user().valueSize()];
    random.nextBytes(value);
    for (int i = 0; i < value.length && map.perCpu(); i++) {
      value[i] = i % map.stride() < map.spec().valueSize() ? value[i] : 0;
    }
    return value;
  }

  private void operate(Random random, int number, byte[] key, boolean ordered) {
    BpfMap map = maps.get(number);
    switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> update(number, key, someValue(random, map), someFlags(random));
      case 4, 5, 6 -> {
        long flags = random.nextInt(8) == 0 ? someFlags(random) : 0;
        lookup(number, key, new byte[map.user().valueSize()], flags);
      }
      case 7 -> delete(number, key);
      case 8 -> lookupAndDelete(number, key);
      default -> {
        if (ordered) {
          nextKey(number, random.nextInt(8) == 0 ? null : key);
        }
      }
    }
  }

  private static byte[] someKey(Random random, MapSpec spec) {
    byte[] key = new byte[spec.keySize()];
    if (spec.type() == MapType.LPM_TRIE) {
      random.nextBytes(key);
      int bits = random.nextInt((key.length - 4) * 8 + 2);
      little(key).putInt(0, random.nextInt(50) == 0 ? random.nextInt() : bits);
      key[4] &= (byte) 0xc3;
    } else {
      little(key).put(0, (byte) random.nextInt(7));
    }
    return key;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ARRAY 4 8 5 0", "ARRAY 4 5 1 0", "ARRAY 4 1 6 4096", "PERCPU_ARRAY 4 8 5 0",
        "PERCPU_ARRAY 4 3 5 0", "LPM_TRIE 5 8 9 1", "LPM_TRIE 8 3 40 1", "LPM_TRIE 12 8 30 1"
      })
  void maps_withAnOrder_answerAsTheKernel(String description)
      throws IOException, InterruptedException {
    MapSpec spec = spec(description);
    Random random = new Random(description.hashCode());
    create(spec, -1);
    for (int i = 0; i < OPERATIONS; i++) {
      operate(random, 0, someKey(random, spec), true);
    }
    compare(description.hashCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HASH 4 8 5 0",
        "HASH 8 16 5 1",
        "HASH 1 1 3 0",
        "HASH 3 40 5 0",
        "HASH 17 9 5 0",
        "PERCPU_HASH 4 8 5 0",
        "PERCPU_HASH 8 3 5 1",
        "LRU_HASH 4 8 4096 0",
        "LRU_PERCPU_HASH 4 12 4096 0",
        "LRU_HASH 8 8 4096 2"
      })
  void hashes_answerAsTheKernel_andHoldTheSameKeys(String description)
      throws IOException, InterruptedException {
    MapSpec spec = spec(description);
    Random random = new Random(description.hashCode());
    create(spec, -1);
    for (int i = 0; i < OPERATIONS; i++) {
      operate(random, 0, someKey(random, spec), false);
    }
    for (int i = 0; i < 7; i++) {
      byte[] key = new byte[spec.keySize()];
      key[0] = (byte) i;
      lookup(0, key, new byte[maps.get(0).user().valueSize()], 0);
    }
    compare(description.hashCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"QUEUE 0 8 5 0", "QUEUE 0 3 1 0", "STACK 0 8 5 0", "STACK 0 5 2 0"})
  void queuesAndStacks_answerAsTheKernel(String description)
      throws IOException, InterruptedException {
    Random random = new Random(description.hashCode());
    create(spec(description), -1);
    for (int i = 0; i < OPERATIONS; i++) {
      operate(random, 0, null, true);
    }
    compare(description.hashCode());
  }

  @Test
  void bloomFilter_neverForgets_andAnswersAsTheKernel() throws IOException, InterruptedException {
    Random random = new Random(30);
    create(spec("BLOOM_FILTER 0 8 100 0"), -1);
    for (int i = 0; i < 200; i++) {
      byte[] value = someValue(random, maps.get(0));
      update(0, null, value, random.nextInt(4) == 0 ? someFlags(random) : 0);
      if (ours.get(ours.size() - 1).startsWith("0")) {
        lookup(0, null, value, 0);
      }
      lookup(0, null, value.clone(), 1);
    }
    delete(0, null);
    nextKey(0, null);
    lookupAndDelete(0, null);
    compare(30);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ARRAY_OF_MAPS", "HASH_OF_MAPS"})
  void mapsOfMaps_answerAsTheKernel(String type) throws IOException, InterruptedException {
    Random random = new Random(type.hashCode());
    MapSpec inner = MapSpec.array("i", 8, 3);
    create(inner, -1);
    create(inner, -1);
    create(MapSpec.array("i", 8, 4), -1);
    create(inner.withFlags(1 << 12), -1);
    create(MapSpec.hash("i", 4, 8, 3), -1);
    create(new MapSpec("o", MapType.valueOf(type), 4, 4, 5, inner), 0);
    for (int i = 0; i < 250; i++) { // after each change the kernel waits for its readers
      byte[] key = MapBench.key(random.nextInt(7));
      switch (random.nextInt(4)) {
        case 0 -> update(5, key, MapBench.key(random.nextInt(5)), random.nextInt(3) == 0 ? 1 : 0);
        case 1 -> lookup(5, key, new byte[4], 0);
        case 2 -> delete(5, key);
        default -> update(5, key, MapBench.key(random.nextInt(2)), someFlags(random));
      }
    }
    compare(type.hashCode());
  }

  /**
   * Sizes and flags at random; what one side creates, the other creates too. Where sizes are wrong
   * already, the kernel may complain of something else first.
   */
  @Test
  void creation_isRefusedWhereTheKernelRefuses() throws IOException, InterruptedException {
    Random random = new Random(1);
    int[] sizes = {0, 1, 4, 4, 4, 5, 8, 8, 300, 40_000};
    int[] entries = {0, 1, 3, 3, 4096, 5000};
    MapType[] types = {
      MapType.ARRAY, MapType.PERCPU_ARRAY, MapType.HASH, MapType.PERCPU_HASH, MapType.LRU_HASH,
      MapType.LRU_PERCPU_HASH, MapType.QUEUE, MapType.STACK, MapType.RINGBUF, MapType.LPM_TRIE,
      MapType.BLOOM_FILTER, MapType.PROG_ARRAY, MapType.PERF_EVENT_ARRAY
    };
    TreeSet<String> created = new TreeSet<>();
    for (int i = 0; i < 500; i++) {
      MapType type = types[random.nextInt(types.length)];
      int key = usualKey(type, sizes[random.nextInt(sizes.length)], random);
      int value = type == MapType.RINGBUF ? 0 : sizes[random.nextInt(sizes.length)];
      int max = entries[random.nextInt(entries.length)];
      int flags = random.nextInt(3) == 0 ? 0 : 1 << random.nextInt(13);
      flags |= random.nextInt(3) == 0 ? 1 << random.nextInt(13) : 0;
      flags |= type == MapType.LPM_TRIE && random.nextInt(4) != 0 ? 1 : 0;
      int extra = random.nextInt(8) == 0 ? random.nextInt(40) : 0;
      commands.add(
          String.format("C %d %d %d %d %d %d -1", type.number(), key, value, max, flags, extra));
      ours.add(creates(type, key, value, max, flags, extra));
      if (ours.get(ours.size() - 1).startsWith("0")) {
        created.add(type.name());
      }
    }
    List<String> answers = ask(commands);
    for (int i = 0; i < ours.size(); i++) {
      String kernels = answers.get(i + 1);
      boolean same = kernels.equals(ours.get(i));
      boolean wrong = ours.get(i).equals(WRONG_SIZES) && kernels.startsWith("-");
      assertTrue(same || wrong, commands.get(i) + ": " + kernels + ", not " + ours.get(i));
    }
    assertEquals(types.length, created.size(), "some type was never created: " + created);
  }

  private static int usualKey(MapType type, int size, Random random) {
    if (random.nextInt(4) == 0) {
      return size;
    }
    return switch (type) {
      case QUEUE, STACK, RINGBUF, BLOOM_FILTER -> 0;
      case HASH, PERCPU_HASH, LRU_HASH, LRU_PERCPU_HASH, LPM_TRIE -> size;
      default -> 4;
    };
  }

  private String creates(MapType type, int key, int value, int max, int flags, int extra) {
    try {
      registry.add(
          new MapSpec("m", type, key, value, max, flags, extra, null, List.of(), 0, 0), false);
      return "0 -";
    } catch (MapCreationException e) {
      return e.errno() + " -";
    } catch (IllegalArgumentException e) {
      return WRONG_SIZES;
    }
  }

  private static MapSpec spec(String description) {
    String[] words = description.split(" ");
    return new MapSpec(
            "m",
            MapType.valueOf(words[0]),
            Integer.parseInt(words[1]),
            Integer.parseInt(words[2]),
            Integer.parseInt(words[3]),
            null)
        .withFlags(Integer.parseInt(words[4]));
  }
}
