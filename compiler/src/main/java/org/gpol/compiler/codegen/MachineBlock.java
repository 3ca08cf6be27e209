package org.gpol.compiler.codegen;

import java.util.List;

/** Machine instructions under a label; the last ones leave the block. */
record MachineBlock(String label, List<MachineInsn> insns) {
  MachineBlock {
    insns = List.copyOf(insns);
  }
}
