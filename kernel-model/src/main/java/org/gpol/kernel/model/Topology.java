package org.gpol.kernel.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gpol.kernel.workload.CpuSet;

/**
 * The CPUs of a machine and how they share hardware. CPUs, cores, last-level caches and nodes are
 * numbered from 0 without gaps, whatever numbers the machine has for them: cores and caches in the
 * order of the first CPU that has them, nodes in the order of the machine's numbers.
 */
public final class Topology {

  /** The most CPUs a machine can have. */
  public static final int MAX_CPUS = CpuSet.MAX_CPUS;

  /** The {@link Place#capacity} of a machine's fastest CPUs, as {@code SCHED_CAPACITY_SCALE}. */
  public static final int FULL_CAPACITY = 1024;

  private static final Pattern FLAT = Pattern.compile("[0-9]{1,9}");
  private static final Pattern PRODUCT =
      Pattern.compile("([0-9]{1,9})n([0-9]{1,9})l([0-9]{1,9})c([0-9]{1,9})t");

  /**
   * Where a CPU is. What is equal in two places is shared.
   *
   * @param number the machine's own for it
   * @param core any name
   * @param llc any name for the last-level cache
   * @param node the machine's number of the NUMA node
   * @param capacity the work it does in a time, of {@link #FULL_CAPACITY}
   */
  public record Place(int number, String core, String llc, int node, int capacity) {
    /** Checks the capacity. */
    public Place {
      if (capacity < 1 || capacity > FULL_CAPACITY) {
        throw new IllegalArgumentException(
            "CPU " + number + ": capacity " + capacity + " is not in 1.." + FULL_CAPACITY);
      }
    }
  }

  private final String spec;
  private final List<Place> places;
  private final int[] core;
  private final int[] llc;
  private final int[] node;
  private final int[][] threads;
  private final int[][] mates;
  private final int nodes;

  private Topology(String spec, List<Place> places) {
    this.spec = spec;
    this.places = List.copyOf(places);
    core = numbered(Place::core);
    llc = numbered(Place::llc);
    TreeMap<Integer, Integer> nodeNumbers = new TreeMap<>();
    places.forEach(place -> nodeNumbers.put(place.node(), 0));
    nodes = nodeNumbers.size();
    List<Integer> ascending = List.copyOf(nodeNumbers.keySet());
    node =
        places.stream()
            .mapToInt(place -> Collections.binarySearch(ascending, place.node()))
            .toArray();
    threads = groups(core);
    mates = groups(llc);
  }

  private int[] numbered(Function<Place, String> of) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    return places.stream()
        .mapToInt(place -> numbers.computeIfAbsent(of.apply(place), name -> numbers.size()))
        .toArray();
  }

  /** The CPUs of each group, in rising order, by the group's number. */
  private static int[][] groups(int[] groupOf) {
    List<List<Integer>> groups = new ArrayList<>();
    for (int cpu = 0; cpu < groupOf.length; cpu++) {
      if (groupOf[cpu] == groups.size()) {
        groups.add(new ArrayList<>());
      }
      groups.get(groupOf[cpu]).add(cpu);
    }
    return groups.stream()
        .map(group -> group.stream().mapToInt(cpu -> cpu).toArray())
        .toArray(int[][]::new);
  }

  /**
   * The machine whose CPUs are at the given places, in this order.
   *
   * @param spec as the user gave it
   * @throws IllegalArgumentException with a message for the user, if there is none, if there are
   *     more than {@link #MAX_CPUS}, or if threads of a core differ in what cores share
   */
  public static Topology of(String spec, List<Place> places) {
    if (places.isEmpty() || places.size() > MAX_CPUS) {
      throw new IllegalArgumentException(
          "topology `"
              + spec
              + "`: "
              + (places.isEmpty() ? "no CPU" : "more than " + MAX_CPUS + " CPUs"));
    }
    Map<String, Place> first = new LinkedHashMap<>();
    Set<Integer> numbers = new HashSet<>();
    for (Place place : places) {
      Place sibling = first.computeIfAbsent(place.core(), name -> place);
      if (!numbers.add(place.number())) {
        throw new IllegalArgumentException(
            "topology `" + spec + "`: CPU " + place.number() + " is there twice");
      }
      if (!sibling.llc().equals(place.llc())
          || sibling.node() != place.node()
          || sibling.capacity() != place.capacity()) {
        throw new IllegalArgumentException(
            "topology `%s`: CPUs %d and %d are threads of a core, but differ in last-level cache, node or capacity"
                .formatted(spec, sibling.number(), place.number()));
      }
    }
    return new Topology(spec, places);
  }

  /** {@code cpus} cores of one thread behind one cache. */
  public static Topology flat(int cpus) {
    return product(Integer.toString(cpus), 1, 1, cpus, 1);
  }

  /**
   * Reads {@code 8} (CPUs behind one cache) or {@code 2n4l8c2t} (nodes, caches per node, cores per
   * cache, threads per core). Threads of a core are neighbours, then cores of a last-level cache,
   * then caches of a node.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public static Topology parse(String spec) {
    String text = spec.strip();
    if (FLAT.matcher(text).matches()) {
      return product(text, 1, 1, Integer.parseInt(text), 1);
    }
    Matcher product = PRODUCT.matcher(text);
    if (!product.matches()) {
      throw new IllegalArgumentException(
          "topology `"
              + spec
              + "`: want a number of CPUs such as 8, or nodes, caches per node, cores per cache"
              + " and threads per core such as 2n4l8c2t");
    }
    return product(
        text, number(product, 1), number(product, 2), number(product, 3), number(product, 4));
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  private static Topology product(String spec, int... factors) {
    long cpus = 1;
    for (int factor : factors) {
      if (factor < 1) {
        throw new IllegalArgumentException(
            "topology `" + spec + "`: every number must be at least 1");
      }
      cpus = Math.min(cpus * factor, Integer.MAX_VALUE);
    }
    if (cpus > MAX_CPUS) {
      throw new IllegalArgumentException(
          "topology `" + spec + "`: more than " + MAX_CPUS + " CPUs");
    }
    List<Place> places = new ArrayList<>();
    for (int cpu = 0; cpu < cpus; cpu++) {
      int core = cpu / factors[3];
      int llc = core / factors[2];
      places.add(new Place(cpu, "" + core, "" + llc, llc / factors[1], FULL_CAPACITY));
    }
    return new Topology(spec, places);
  }

  /** As the user gave it. */
  public String spec() {
    return spec;
  }

  /** Number of CPUs. */
  public int cpus() {
    return core.length;
  }

  /** Number of cores. */
  public int cores() {
    return threads.length;
  }

  /** Number of last-level caches. */
  public int llcs() {
    return mates.length;
  }

  /** Number of NUMA nodes. */
  public int nodes() {
    return nodes;
  }

  /** The core of a CPU, numbered over the whole machine. */
  public int core(int cpu) {
    return core[cpu];
  }

  /** The last-level cache of a CPU, numbered over the whole machine. */
  public int llc(int cpu) {
    return llc[cpu];
  }

  /** The NUMA node of a CPU. */
  public int node(int cpu) {
    return node[cpu];
  }

  /** Which thread of its core a CPU is. */
  public int thread(int cpu) {
    int thread = 0;
    for (int other : threads[core[cpu]]) {
      thread += other < cpu ? 1 : 0;
    }
    return thread;
  }

  /** How many threads the core of a CPU has. */
  public int threads(int cpu) {
    return threads[core[cpu]].length;
  }

  /** The work that a CPU does in a time, of {@link #FULL_CAPACITY}. */
  public int capacity(int cpu) {
    return places.get(cpu).capacity();
  }

  /** What the machine itself calls a CPU; other than its number here if some are offline. */
  public int machineNumber(int cpu) {
    return places.get(cpu).number();
  }

  /** The CPUs of the core of a CPU, in rising order; not to be changed. */
  int[] siblings(int cpu) {
    return threads[core[cpu]];
  }

  /** The CPUs behind the last-level cache of a CPU, in rising order; not to be changed. */
  int[] cacheMates(int cpu) {
    return mates[llc[cpu]];
  }

  /** Equal machines, whatever they are called. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Topology topology && places.equals(topology.places);
  }

  @Override
  public int hashCode() {
    return places.hashCode();
  }

  @Override
  public String toString() {
    return spec;
  }
}
