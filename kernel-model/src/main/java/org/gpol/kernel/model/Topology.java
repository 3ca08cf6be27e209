package org.gpol.kernel.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gpol.kernel.workload.CpuSet;

/**
 * The CPUs of a machine and how they share hardware. CPUs are numbered as a product: threads of a
 * core are neighbours, then cores of a last-level cache, then caches of a NUMA node.
 *
 * @param spec as the user gave it
 * @param nodes NUMA nodes
 * @param llcsPerNode last-level caches in each node
 * @param coresPerLlc cores that share a last-level cache
 * @param threadsPerCore hardware threads of a core
 */
public record Topology(
    String spec, int nodes, int llcsPerNode, int coresPerLlc, int threadsPerCore) {

  /** The most CPUs a machine can have. */
  public static final int MAX_CPUS = CpuSet.MAX_CPUS;

  private static final Pattern FLAT = Pattern.compile("[0-9]{1,9}");
  private static final Pattern PRODUCT =
      Pattern.compile("([0-9]{1,9})n([0-9]{1,9})l([0-9]{1,9})c([0-9]{1,9})t");

  /** Checks that there is a CPU and not more than {@link #MAX_CPUS}. */
  public Topology {
    if (nodes < 1 || llcsPerNode < 1 || coresPerLlc < 1 || threadsPerCore < 1) {
      throw new IllegalArgumentException(
          "topology `" + spec + "`: every number must be at least 1");
    }
    long product = 1;
    for (int factor : new int[] {nodes, llcsPerNode, coresPerLlc, threadsPerCore}) {
      product = Math.min(product * factor, Integer.MAX_VALUE);
    }
    if (product > MAX_CPUS) {
      throw new IllegalArgumentException(
          "topology `" + spec + "`: more than " + MAX_CPUS + " CPUs");
    }
  }

  /** {@code cpus} cores of one thread behind one cache. */
  public static Topology flat(int cpus) {
    return new Topology(Integer.toString(cpus), 1, 1, cpus, 1);
  }

  /**
   * Reads {@code 8} (CPUs behind one cache) or {@code 2n4l8c2t} (nodes, caches per node, cores per
   * cache, threads per core).
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public static Topology parse(String spec) {
    String text = spec.strip();
    if (FLAT.matcher(text).matches()) {
      return new Topology(text, 1, 1, Integer.parseInt(text), 1);
    }
    Matcher product = PRODUCT.matcher(text);
    if (!product.matches()) {
      throw new IllegalArgumentException(
          "topology `"
              + spec
              + "`: want a number of CPUs such as 8, or nodes, caches per node, cores per cache"
              + " and threads per core such as 2n4l8c2t");
    }
    return new Topology(
        text, number(product, 1), number(product, 2), number(product, 3), number(product, 4));
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  /** Number of CPUs. */
  public int cpus() {
    return cores() * threadsPerCore;
  }

  /** Number of cores. */
  public int cores() {
    return llcs() * coresPerLlc;
  }

  /** Number of last-level caches. */
  public int llcs() {
    return nodes * llcsPerNode;
  }

  /** The core of a CPU, numbered over the whole machine. */
  public int core(int cpu) {
    return cpu / threadsPerCore;
  }

  /** The last-level cache of a CPU, numbered over the whole machine. */
  public int llc(int cpu) {
    return core(cpu) / coresPerLlc;
  }

  /** The NUMA node of a CPU. */
  public int node(int cpu) {
    return llc(cpu) / llcsPerNode;
  }

  /** Which thread of its core a CPU is. */
  public int thread(int cpu) {
    return cpu % threadsPerCore;
  }
}
