package org.gpol.compiler.ir;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gpol.bpf.object.DataSection;
import org.gpol.bpf.object.Statistic;
import org.gpol.bpf.object.Variable;
import org.gpol.bpf.platform.MapSpec;

/**
 * A policy in the intermediate representation.
 *
 * @param maps in the order that {@link IrValue.MapReference} counts
 * @param hooks names of the hooks that the policy handles
 */
public record IrModule(
    String name,
    List<MapSpec> maps,
    List<DataSection> data,
    List<Variable> variables,
    List<Statistic> statistics,
    Set<String> hooks,
    List<IrFunction> functions,
    List<IrProgram> programs) {
  /**
   * A program of the object.
   *
   * @param section decides the program type
   * @param entry name of the function that it starts with, whose parameter is the context
   */
  public record IrProgram(String name, String section, String entry) {}

  /** Copies the collections. */
  public IrModule {
    maps = List.copyOf(maps);
    data = List.copyOf(data);
    variables = List.copyOf(variables);
    statistics = List.copyOf(statistics);
    hooks = Set.copyOf(hooks);
    functions = List.copyOf(functions);
    programs = List.copyOf(programs);
  }

  /** The function called {@code name}. */
  public Optional<IrFunction> function(String name) {
    return functions.stream().filter(f -> f.name().equals(name)).findFirst();
  }

  /** The same module made of other functions. */
  public IrModule withFunctions(List<IrFunction> changed) {
    return new IrModule(name, maps, data, variables, statistics, hooks, changed, programs);
  }
}
