package org.gpol.kernel.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * CPUs among which the fair class balances, as {@code struct sched_domain}: those of a core, of a
 * last-level cache, of a node or of the machine. Its groups are the domains one level below.
 */
final class SchedDomain {
  /** In rising order. */
  final int[] cpus;

  /** Each in rising order, by their first CPUs. */
  final int[][] groups;

  private SchedDomain(int[] cpus, int[][] groups) {
    this.cpus = cpus;
    this.groups = groups;
  }

  /** The group of a CPU. */
  int[] groupOf(int cpu) {
    for (int[] group : groups) {
      if (Arrays.binarySearch(group, cpu) >= 0) {
        return group;
      }
    }
    throw new IllegalArgumentException("CPU " + cpu + " is not of this domain");
  }

  /** The domains of each CPU, the smallest first; none has a single group. */
  static SchedDomain[][] of(Topology topology) {
    List<IntUnaryOperator> levels =
        List.of(topology::core, topology::llc, topology::node, cpu -> 0);
    List<List<SchedDomain>> domains = new ArrayList<>();
    int[][] below = new int[topology.cpus()][];
    for (int cpu = 0; cpu < below.length; cpu++) {
      domains.add(new ArrayList<>());
      below[cpu] = new int[] {cpu};
    }
    for (IntUnaryOperator level : levels) {
      int[][] spans = spans(below.length, level);
      for (int[] span : spans) {
        grow(span, below, domains);
      }
    }
    return domains.stream()
        .map(each -> each.toArray(SchedDomain[]::new))
        .toArray(SchedDomain[][]::new);
  }

  private static int[][] spans(int cpus, IntUnaryOperator level) {
    int[][] spans = new int[0][];
    for (int cpu = 0; cpu < cpus; cpu++) {
      int span = level.applyAsInt(cpu);
      if (span >= spans.length) {
        int had = spans.length;
        spans = Arrays.copyOf(spans, span + 1);
        Arrays.fill(spans, had, span + 1, new int[0]);
      }
      spans[span] = Arrays.copyOf(spans[span], spans[span].length + 1);
      spans[span][spans[span].length - 1] = cpu;
    }
    return spans;
  }

  /** A level that adds nothing to the one below is left out, as the kernel does. */
  private static void grow(int[] span, int[][] below, List<List<SchedDomain>> domains) {
    List<int[]> groups = new ArrayList<>();
    int covered = 0;
    for (int cpu : span) {
      if (below[cpu][0] == cpu) {
        groups.add(below[cpu]);
        covered += below[cpu].length;
      }
    }
    // A cache that spans nodes leaves nothing for the nodes to hold together.
    if (groups.size() > 1 && covered == span.length) {
      SchedDomain domain = new SchedDomain(span, groups.toArray(int[][]::new));
      for (int cpu : span) {
        domains.get(cpu).add(domain);
        below[cpu] = span;
      }
    }
  }
}
