package org.gpol.vm.engine;

import java.util.List;
import org.gpol.vm.call.HelperTable;
import org.gpol.vm.map.MapRegistry;

/**
 * What the references of a program stand for in the machine that runs it.
 *
 * @param helpers what its calls call
 * @param maps its maps by index
 * @param functions the addresses of its own functions
 * @param programs the programs of its object, itself among them: where its tail calls go
 * @param variables the addresses of the platform's variables, in the platform's order
 */
public record Linkage(
    HelperTable helpers,
    MapRegistry maps,
    FunctionAddresses functions,
    ProgramTable programs,
    List<Long> variables) {
  /** Keeps its own list. */
  public Linkage {
    variables = List.copyOf(variables);
  }
}
