package org.gpol.kernel.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.model.Topology.Place;
import org.gpol.kernel.workload.CpuSet;

/**
 * A copy of {@code /sys/devices/system} of a machine (Documentation/ABI/stable/sysfs-devices-
 * system-cpu): {@code cpu/online}, of each CPU {@code topology/core_cpus_list} (or {@code
 * thread_siblings_list}, its older name), {@code cache/index*} and {@code cpu_capacity}, and {@code
 * node/node*}{@code /cpulist}. The last-level cache is the one of the highest level; caches are the
 * same if the same CPUs share them, whatever their ids. Distances of nodes are not read.
 */
final class SysfsSnapshot {
  private static final Pattern DIRECTORY = Pattern.compile("(?:cpu|node|index)([0-9]{1,6})");

  private final Path base;

  private SysfsSnapshot(Path base) {
    this.base = base;
  }

  /** Reads a directory that is, or has in it, {@code sys/devices/system} or {@code sys}. */
  static Topology read(Path directory) throws IOException {
    for (String inside : new String[] {"", "sys/devices/system", "devices/system"}) {
      Path base = directory.resolve(inside);
      if (Files.isDirectory(base.resolve("cpu"))) {
        return new SysfsSnapshot(base).topology(directory.toString());
      }
    }
    throw new MachineException(
        directory + ": no sys/devices/system/cpu in it, so this is no snapshot of sysfs");
  }

  private Topology topology(String spec) throws IOException {
    SortedMap<Integer, Path> cpus = numbered(base.resolve("cpu"), "cpu");
    Path online = base.resolve("cpu/online");
    CpuSet running = Files.exists(online) ? cpuList(online) : null;
    if (running != null) {
      running.forEach(cpu -> requireDirectory(online, cpus, cpu));
    }
    SortedMap<Integer, Integer> nodes = nodes();
    List<Place> places = new ArrayList<>();
    for (int cpu : cpus.keySet()) {
      if (running == null ? isThere(cpus.get(cpu)) : running.contains(cpu)) {
        places.add(place(cpu, cpus.get(cpu), nodes.getOrDefault(cpu, 0)));
      }
    }
    try {
      return Topology.of(spec, places);
    } catch (IllegalArgumentException e) {
      throw new MachineException(e.getMessage());
    }
  }

  /** A CPU that is offline keeps its directory and loses what is in {@code topology}. */
  private static boolean isThere(Path cpu) {
    return Files.isDirectory(cpu.resolve("topology"));
  }

  private static void requireDirectory(Path online, Map<Integer, Path> cpus, int cpu) {
    if (!cpus.containsKey(cpu)) {
      throw new MachineException(
          online.toString(), 1, 1, "CPU " + cpu + " is online but has no directory");
    }
  }

  private static SortedMap<Integer, Path> numbered(Path directory, String prefix)
      throws IOException {
    TreeMap<Integer, Path> found = new TreeMap<>();
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path entry : entries.toList()) {
        Matcher name = DIRECTORY.matcher(entry.getFileName().toString());
        if (name.matches() && entry.getFileName().toString().startsWith(prefix)) {
          found.put(Integer.parseInt(name.group(1)), entry);
        }
      }
    }
    return found;
  }

  private SortedMap<Integer, Integer> nodes() throws IOException {
    TreeMap<Integer, Integer> nodeOf = new TreeMap<>();
    Path directory = base.resolve("node");
    if (Files.isDirectory(directory)) {
      for (var node : numbered(directory, "node").entrySet()) {
        Path list = node.getValue().resolve("cpulist");
        cpuList(list)
            .forEach(
                cpu -> {
                  Integer before = nodeOf.put(cpu, node.getKey());
                  if (before != null) {
                    throw new MachineException(
                        list.toString(), 1, 1, "CPU " + cpu + " is in node " + before + " too");
                  }
                });
      }
    }
    return nodeOf;
  }

  private Place place(int cpu, Path directory, int node) throws IOException {
    Path newer = directory.resolve("topology/core_cpus_list");
    Path siblings =
        Files.exists(newer) ? newer : directory.resolve("topology/thread_siblings_list");
    Path capacity = directory.resolve("cpu_capacity");
    return new Place(
        cpu,
        withItself(cpu, siblings).toString(),
        lastLevel(cpu, directory),
        node,
        Files.exists(capacity)
            ? number(capacity, 1, Topology.FULL_CAPACITY)
            : Topology.FULL_CAPACITY);
  }

  private static CpuSet withItself(int cpu, Path list) throws IOException {
    CpuSet set = cpuList(list);
    if (!set.contains(cpu)) {
      throw new MachineException(list.toString(), 1, 1, "CPU " + cpu + " itself is not in it");
    }
    return set;
  }

  private static String lastLevel(int cpu, Path directory) throws IOException {
    Path caches = directory.resolve("cache");
    int highest = 0;
    String name = "";
    if (Files.isDirectory(caches)) {
      for (Path index : numbered(caches, "index").values()) {
        int level = number(index.resolve("level"), 1, 9);
        if (level > highest) {
          highest = level;
          name = "L" + level + " of " + withItself(cpu, index.resolve("shared_cpu_list"));
        }
      }
    }
    if (highest == 0) {
      Path packageId = directory.resolve("topology/physical_package_id");
      return "package " + (Files.exists(packageId) ? number(packageId, -1, 1 << 20) : 0);
    }
    return name;
  }

  private static CpuSet cpuList(Path file) throws IOException {
    String text = TextFile.read(file).strip();
    try {
      return CpuSet.parse(text);
    } catch (IllegalArgumentException e) {
      throw new MachineException(file.toString(), 1, faultyPart(text), e.getMessage());
    }
  }

  /** The column of the first part of a list that is wrong by itself. */
  private static int faultyPart(String text) {
    int column = 1;
    for (String part : text.split(",", -1)) {
      try {
        // Blank text is an empty list, and a blank part is none.
        CpuSet.parse(part.isBlank() ? "?" : part);
      } catch (IllegalArgumentException e) {
        return column;
      }
      column += part.length() + 1;
    }
    return 1;
  }

  private static int number(Path file, int least, int most) throws IOException {
    String text = TextFile.read(file).strip();
    int value = text.matches("-?[0-9]{1,9}") ? Integer.parseInt(text) : Integer.MIN_VALUE;
    if (value < least || value > most) {
      throw new MachineException(
          file.toString(), 1, 1, "`" + text + "` is not a number from " + least + " to " + most);
    }
    return value;
  }
}
