package org.gpol.compiler.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gpol.compiler.ir.IrBlock;
import org.gpol.compiler.ir.IrFunction;
import org.gpol.compiler.ir.IrInst;
import org.gpol.compiler.ir.IrTerminator;

/** Joins a block to the only one that jumps to it. */
final class BlockMerging implements Pass {
  @Override
  public String name() {
    return "merge";
  }

  @Override
  public IrFunction run(IrFunction function) {
    Map<String, Integer> entries = new HashMap<>();
    Set<String> jumpedTo = new HashSet<>();
    for (IrBlock block : function.blocks()) {
      block.terminator().targets().forEach(target -> entries.merge(target, 1, Integer::sum));
      if (block.terminator() instanceof IrTerminator.Jump jump) {
        jumpedTo.add(jump.target());
      }
    }
    jumpedTo.removeIf(label -> entries.get(label) != 1);
    Map<String, IrBlock> blocks = function.blocksByLabel();
    List<IrBlock> merged = new ArrayList<>();
    for (IrBlock block : function.blocks()) {
      // A ring of blocks that all continue each other is reached from nowhere and goes.
      if (!jumpedTo.contains(block.label())) {
        merged.add(extend(block, blocks, jumpedTo));
      }
    }
    return function.withBlocks(merged);
  }

  private static IrBlock extend(
      IrBlock head, Map<String, IrBlock> blocks, Set<String> continuations) {
    List<IrInst> insts = new ArrayList<>(head.insts());
    IrTerminator terminator = head.terminator();
    while (terminator instanceof IrTerminator.Jump jump && continuations.contains(jump.target())) {
      IrBlock next = blocks.get(jump.target());
      insts.addAll(next.insts());
      terminator = next.terminator();
    }
    return new IrBlock(head.label(), insts, terminator);
  }
}
