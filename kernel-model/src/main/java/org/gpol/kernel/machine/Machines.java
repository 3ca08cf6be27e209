package org.gpol.kernel.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.gpol.bpf.text.Spelling;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.model.Topology.Place;

/** Machines that have a name, and how whatever users write becomes a machine. */
public enum Machines {
  /** One CPU. */
  SINGLE("one CPU", 1),
  /** A desktop. */
  DESKTOP("eight cores of two threads behind one cache", 16),
  /** Cores in small groups. */
  CHIPLETS("two nodes of four caches with eight cores of two threads each", 128),
  /** No L3. */
  NO_L3("eight cores without L3: pairs of cores share an L2", 8),
  /** An L3 that is larger than a node. */
  LLC_ACROSS_NODES("one L3 over two nodes of four cores, as sub-NUMA clustering has it", 8),
  /** Fast and slow cores behind one cache. */
  HYBRID("four fast cores of two threads and eight slow ones of one, behind one L3", 16),
  /** Slow cores beside the L3. */
  HYBRID_ISLAND(
      "four fast cores of two threads and four slow behind an L3, two slower without", 14),
  /** Core numbers that come twice. */
  DUPLICATE_CORES("two sockets of four cores that both number their cores 0 to 3", 8),
  /** CPUs that are not there. */
  OFFLINE("eight cores of two threads; the second threads and CPU 3 are offline", 7),
  /** As many CPUs as there can be. */
  LARGEST("eight nodes of two caches with 32 cores of two threads each", 1024);

  private static final int SLOW = 620;
  private static final int SLOWER = 380;

  private final String summary;
  private final int cpus;

  Machines(String summary, int cpus) {
    this.summary = summary;
    this.cpus = cpus;
  }

  /** As typed. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What it is, one line. */
  public String summary() {
    return summary;
  }

  /** The machine. */
  public Topology topology() {
    return Topology.of(word(), IntStream.range(0, cpus).mapToObj(this::place).toList());
  }

  private Place place(int cpu) {
    return switch (this) {
      case SINGLE -> full(cpu, cpu, 0, 0);
      case DESKTOP -> full(cpu, cpu / 2, 0, 0);
      case CHIPLETS -> full(cpu, cpu / 2, cpu / 16, cpu / 64);
      case NO_L3 -> full(cpu, cpu, cpu / 2, 0);
      case LLC_ACROSS_NODES -> full(cpu, cpu, 0, cpu / 4);
      case HYBRID, HYBRID_ISLAND -> hybrid(cpu);
      case DUPLICATE_CORES -> full(cpu, cpu, cpu / 4, cpu / 4);
      case OFFLINE -> full(cpu < 3 ? cpu : cpu + 1, cpu, 0, 0);
      case LARGEST -> full(cpu, cpu / 2, cpu / 64, cpu / 128);
    };
  }

  private static Place full(int number, int core, int llc, int node) {
    return new Place(number, "" + core, "" + llc, node, Topology.FULL_CAPACITY);
  }

  private Place hybrid(int cpu) {
    if (cpu < 8) {
      return full(cpu, cpu / 2, 0, 0);
    }
    boolean island = this == HYBRID_ISLAND && cpu >= 12;
    return new Place(cpu, "" + (cpu - 4), island ? "1" : "0", 0, island ? SLOWER : SLOW);
  }

  /** The one that is called so. */
  public static Optional<Machines> of(String word) {
    return Arrays.stream(values()).filter(machine -> machine.word().equals(word)).findFirst();
  }

  /**
   * Reads what users write for a machine: a short form such as {@code 8} or {@code 2n4l8c2t}, a
   * name of ours, a file with the output of {@code lscpu -p}, or a directory with a copy of {@code
   * /sys/devices/system}. A file that is called as a machine of ours is read as {@code ./NAME}.
   *
   * @throws MachineException if there is nothing of this name or what is there is wrong
   * @throws IllegalArgumentException if a short form is wrong
   * @throws IOException if a file could not be read
   */
  public static Topology read(String spec) throws IOException {
    Optional<Machines> named = of(spec);
    if (named.isPresent()) {
      return named.get().topology();
    }
    Path path = path(spec);
    if (path != null && Files.isDirectory(path)) {
      return SysfsSnapshot.read(path);
    }
    if (path != null && Files.exists(path) && !spec.matches("[0-9]+([nlct0-9]+)?")) {
      return LscpuText.parse(spec, TextFile.read(path));
    }
    try {
      return Topology.parse(spec);
    } catch (IllegalArgumentException e) {
      List<String> words = Arrays.stream(values()).map(Machines::word).toList();
      boolean looksShort = spec.matches("[-0-9].*") || spec.isBlank();
      String near = looksShort ? "" : Spelling.didYouMean(spec, words);
      throw new IllegalArgumentException(
          e.getMessage()
              + (near.isEmpty() ? ", a file, or a machine of `gpol topology list`" : near),
          e);
    }
  }

  private static Path path(String spec) {
    try {
      return spec.isBlank() ? null : Path.of(spec);
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
