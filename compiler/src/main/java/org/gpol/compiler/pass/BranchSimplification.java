package org.gpol.compiler.pass;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.compiler.ir.IrBlock;
import org.gpol.compiler.ir.IrFunction;
import org.gpol.compiler.ir.IrTerminator;
import org.gpol.compiler.ir.IrTerminator.Branch;
import org.gpol.compiler.ir.IrTerminator.Jump;
import org.gpol.compiler.ir.IrTerminator.Switch;
import org.gpol.compiler.ir.IrValue;
import org.gpol.compiler.ir.IrValue.Constant;

/**
 * Decides branches whose outcome is known and goes straight to where a chain of empty blocks leads.
 */
final class BranchSimplification implements Pass {
  @Override
  public String name() {
    return "branches";
  }

  @Override
  public IrFunction run(IrFunction function) {
    Map<String, IrBlock> blocks = function.blocksByLabel();
    List<IrBlock> changed = new ArrayList<>();
    for (IrBlock block : function.blocks()) {
      IrTerminator threaded = block.terminator().mapTargets(target -> thread(target, blocks));
      changed.add(new IrBlock(block.label(), block.insts(), decide(threaded)));
    }
    return function.withBlocks(changed);
  }

  /** Where control ends up that enters {@code label}, past blocks that only jump on. */
  private static String thread(String label, Map<String, IrBlock> blocks) {
    Set<String> seen = new HashSet<>();
    String current = label;
    while (seen.add(current)) {
      IrBlock block = blocks.get(current);
      if (!block.insts().isEmpty() || !(block.terminator() instanceof Jump jump)) {
        return current;
      }
      current = jump.target();
    }
    return label;
  }

  private static IrTerminator decide(IrTerminator terminator) {
    if (terminator instanceof Branch branch) {
      return decideBranch(branch);
    }
    if (terminator instanceof Switch choice) {
      return decideSwitch(choice);
    }
    return terminator;
  }

  private static IrTerminator decideBranch(Branch branch) {
    if (branch.then().equals(branch.otherwise())) {
      return new Jump(branch.then(), branch.location());
    }
    if (branch.left() instanceof Constant l && branch.right() instanceof Constant r) {
      boolean taken = branch.cond().test(branch.width(), l.value(), r.value());
      return new Jump(taken ? branch.then() : branch.otherwise(), branch.location());
    }
    boolean equality = branch.cond() == JumpCond.JEQ || branch.cond() == JumpCond.JNE;
    boolean address =
        branch.left() instanceof IrValue.SlotAddress
            || branch.left() instanceof IrValue.GlobalAddress;
    if (equality && address && branch.right() instanceof Constant) {
      boolean taken = branch.cond() == JumpCond.JNE;
      return new Jump(taken ? branch.then() : branch.otherwise(), branch.location());
    }
    return branch;
  }

  private static IrTerminator decideSwitch(Switch choice) {
    if (choice.cases().isEmpty()) {
      return new Jump(choice.otherwise(), choice.location());
    }
    if (choice.value() instanceof Constant constant) {
      for (Switch.Case c : choice.cases()) {
        if (c.value() == constant.value()) {
          return new Jump(c.target(), choice.location());
        }
      }
      return new Jump(choice.otherwise(), choice.location());
    }
    return choice;
  }
}
