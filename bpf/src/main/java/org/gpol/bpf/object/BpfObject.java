package org.gpol.bpf.object;

import java.util.List;
import java.util.Set;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.platform.MapSpec;

/**
 * A compiled policy in memory: the seam below which nothing knows .gpol. Immutable.
 *
 * @param name of the policy
 * @param license as in the ELF section; ghOSt's helpers ask for {@code GPL}
 * @param hooks names of the hooks that the policy handles, e.g. {@code task_tick}: an enclave asks
 *     the kernel only for the messages that somebody wants
 * @param events what the policy can send to whoever watches it
 * @param entries what maps of maps and of programs hold from the start
 * @param btf types of everything; {@link BtfTable#EMPTY} if they are not known
 */
public record BpfObject(
    String name,
    String license,
    List<Program> programs,
    List<MapSpec> maps,
    List<DataSection> data,
    List<Variable> variables,
    List<Statistic> statistics,
    List<EventType> events,
    Set<String> hooks,
    List<MapEntry> entries,
    BtfTable btf) {
  /** Name of the read-only variable, 4 bytes, in which a loader puts the number of CPUs. */
  public static final String NR_CPUS = "__nr_cpus";

  /** Copies the collections. */
  public BpfObject {
    programs = List.copyOf(programs);
    maps = List.copyOf(maps);
    data = List.copyOf(data);
    variables = List.copyOf(variables);
    statistics = List.copyOf(statistics);
    events = List.copyOf(events);
    hooks = Set.copyOf(hooks);
    entries = List.copyOf(entries);
  }

  /** An object without events. */
  public BpfObject(
      String name,
      String license,
      List<Program> programs,
      List<MapSpec> maps,
      List<DataSection> data,
      List<Variable> variables,
      List<Statistic> statistics,
      Set<String> hooks,
      List<MapEntry> entries,
      BtfTable btf) {
    this(
        name, license, programs, maps, data, variables, statistics, List.of(), hooks, entries, btf);
  }

  /** The same with other events. */
  public BpfObject withEvents(List<EventType> other) {
    return new BpfObject(
        name, license, programs, maps, data, variables, statistics, other, hooks, entries, btf);
  }

  /** An object without initial map entries and types. */
  public BpfObject(
      String name,
      String license,
      List<Program> programs,
      List<MapSpec> maps,
      List<DataSection> data,
      List<Variable> variables,
      List<Statistic> statistics,
      Set<String> hooks) {
    this(
        name,
        license,
        programs,
        maps,
        data,
        variables,
        statistics,
        hooks,
        List.of(),
        BtfTable.EMPTY);
  }
}
