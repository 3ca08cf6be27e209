package org.gpol.kernel.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.gpol.kernel.model.Topology;
import org.gpol.vm.LoadOptions;

/**
 * What policies are told of a machine: read-only arrays that the loader fills in, by the names that
 * the language's prelude has for them.
 */
public final class CpuTables {
  private CpuTables() {}

  /** Options to load a policy for a machine. */
  public static LoadOptions options(Topology topology) {
    return LoadOptions.forCpus(topology.cpus()).withTables(of(topology));
  }

  static Map<String, List<Integer>> of(Topology topology) {
    return Map.of(
        "__cpu_sibling", siblings(topology),
        "__cpu_core", each(topology, topology::core),
        "__cpu_llc", each(topology, topology::llc),
        "__cpu_node", each(topology, topology::node));
  }

  private static List<Integer> each(Topology topology, IntUnaryOperator property) {
    return IntStream.range(0, topology.cpus()).map(property).boxed().toList();
  }

  /** Each CPU's next on the same core; the first follows the last. */
  private static List<Integer> siblings(Topology topology) {
    List<List<Integer>> cores = new ArrayList<>();
    for (int cpu = 0; cpu < topology.cpus(); cpu++) {
      while (cores.size() <= topology.core(cpu)) {
        cores.add(new ArrayList<>());
      }
      cores.get(topology.core(cpu)).add(cpu);
    }
    return each(
        topology,
        cpu -> {
          List<Integer> core = cores.get(topology.core(cpu));
          return core.get((core.indexOf(cpu) + 1) % core.size());
        });
  }
}
