package org.gpol.compiler.pass;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gpol.compiler.ir.IrBlock;
import org.gpol.compiler.ir.IrFunction;
import org.gpol.compiler.ir.IrInst;
import org.gpol.compiler.ir.IrTerminator;

/**
 * Replaces a jump to a few instructions that return or branch by these instructions. That saves the
 * jump; a loop then asks at its end whether to go round again; and where the block knows what the
 * branch asks, the branch goes. Runs once, since a loop could be copied for ever.
 */
final class TailDuplication implements Pass {
  private static final int MOST_INSTRUCTIONS = 2;

  @Override
  public String name() {
    return "tails";
  }

  @Override
  public IrFunction run(IrFunction function) {
    Map<String, IrBlock> blocks = function.blocksByLabel();
    List<IrBlock> changed = new ArrayList<>();
    for (IrBlock block : function.blocks()) {
      IrBlock tail =
          block.terminator() instanceof IrTerminator.Jump jump ? blocks.get(jump.target()) : null;
      changed.add(tail != null && isSmall(tail) ? append(block, tail) : block);
    }
    return function.withBlocks(changed);
  }

  private static boolean isSmall(IrBlock block) {
    boolean ends =
        block.terminator() instanceof IrTerminator.Branch
            || block.terminator() instanceof IrTerminator.Return;
    return ends
        && block.insts().size() <= MOST_INSTRUCTIONS
        && block.insts().stream().noneMatch(inst -> inst instanceof IrInst.Call);
  }

  private static IrBlock append(IrBlock block, IrBlock tail) {
    List<IrInst> insts = new ArrayList<>(block.insts());
    insts.addAll(tail.insts());
    return new IrBlock(block.label(), insts, tail.terminator());
  }
}
