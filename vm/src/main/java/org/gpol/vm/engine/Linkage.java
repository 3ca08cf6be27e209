package org.gpol.vm.engine;

import java.util.List;
import java.util.Locale;
import org.gpol.bpf.isa.Insn;
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

  /**
   * The address that a reference of the program stands for.
   *
   * @throws IllegalArgumentException if it refers to what is not there
   */
  public long address(Insn.LoadRef insn) {
    return switch (insn.kind()) {
      case MAP, MAP_BY_INDEX -> maps.map(known(insn, maps.maps().size())).address();
      case MAP_VALUE, MAP_VALUE_BY_INDEX ->
          maps.values(known(insn, maps.maps().size())).base() + insn.offset();
      case CODE -> functions.address(insn.index());
      case VARIABLE -> variables.get(known(insn, variables.size()));
    };
  }

  private static int known(Insn.LoadRef insn, int count) {
    if (insn.index() < 0 || insn.index() >= count) {
      throw new IllegalArgumentException(
          "a reference to "
              + insn.kind().name().toLowerCase(Locale.ROOT)
              + " number "
              + insn.index()
              + " where there are "
              + count);
    }
    return insn.index();
  }
}
