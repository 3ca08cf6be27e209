package org.gpol.compiler.pass;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.Width;
import org.gpol.compiler.ir.IrBlock;
import org.gpol.compiler.ir.IrFunction;
import org.gpol.compiler.ir.IrTerminator;
import org.gpol.compiler.ir.IrTerminator.Switch;
import org.gpol.compiler.ir.IrValue.Constant;

/**
 * Turns a switch of many cases into a tree of comparisons: as many steps as it takes to halve the
 * cases until a few are left, which are tried in turn.
 */
final class SwitchLowering implements Pass {
  /** So many cases are tried one after the other. */
  private static final int FEW = 3;

  @Override
  public String name() {
    return "switches";
  }

  @Override
  public IrFunction run(IrFunction function) {
    List<IrBlock> blocks = new ArrayList<>();
    for (IrBlock block : function.blocks()) {
      if (block.terminator() instanceof Switch choice && choice.cases().size() > FEW) {
        List<Switch.Case> cases = new ArrayList<>(choice.cases());
        // Registers hold narrow numbers with a zero upper half, so this order is that of registers.
        cases.sort(Comparator.comparingLong(c -> c.value() ^ Long.MIN_VALUE));
        List<IrBlock> tree = new ArrayList<>();
        IrTerminator root = decide(choice, cases, block.label(), tree);
        blocks.add(new IrBlock(block.label(), block.insts(), root));
        blocks.addAll(tree);
      } else {
        blocks.add(block);
      }
    }
    return function.withBlocks(blocks);
  }

  private static IrTerminator decide(
      Switch choice, List<Switch.Case> cases, String label, List<IrBlock> tree) {
    if (cases.size() <= FEW) {
      return new Switch(choice.value(), cases, choice.otherwise(), choice.location());
    }
    int middle = cases.size() / 2;
    String low = label + ".low";
    String high = label + ".high";
    tree.add(block(low, choice, cases.subList(0, middle), tree));
    tree.add(block(high, choice, cases.subList(middle, cases.size()), tree));
    Constant least = new Constant(cases.get(middle).value(), choice.value().type());
    return new IrTerminator.Branch(
        JumpCond.JGE, Width.W64, choice.value(), least, high, low, choice.location());
  }

  private static IrBlock block(
      String label, Switch choice, List<Switch.Case> cases, List<IrBlock> tree) {
    return new IrBlock(label, List.of(), decide(choice, cases, label, tree));
  }
}
