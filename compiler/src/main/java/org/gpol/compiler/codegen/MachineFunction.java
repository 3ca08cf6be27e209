package org.gpol.compiler.codegen;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A function in machine instructions.
 *
 * @param frameBytes how much of the stack its frame takes; may be more than a program is allowed
 */
public record MachineFunction(String name, int frameBytes, List<MachineBlock> blocks) {
  /** Copies the list. */
  public MachineFunction {
    blocks = List.copyOf(blocks);
  }

  /** Names of the functions that it calls, in the order of their first calls. */
  public Set<String> callees() {
    Set<String> callees = new LinkedHashSet<>();
    for (MachineInsn insn : insns()) {
      if (insn instanceof MachineInsn.Call call && call.function() != null) {
        callees.add(call.function());
      }
    }
    return callees;
  }

  List<MachineInsn> insns() {
    List<MachineInsn> all = new ArrayList<>();
    blocks.forEach(block -> all.addAll(block.insns()));
    return all;
  }
}
