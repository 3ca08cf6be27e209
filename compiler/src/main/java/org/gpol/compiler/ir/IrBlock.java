package org.gpol.compiler.ir;

import java.util.List;

/**
 * Instructions that run one after the other, and where control goes from there.
 *
 * @param label unique in the function
 */
public record IrBlock(String label, List<IrInst> insts, IrTerminator terminator) {
  /** Copies the list. */
  public IrBlock {
    insts = List.copyOf(insts);
  }
}
