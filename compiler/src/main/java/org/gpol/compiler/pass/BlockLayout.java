package org.gpol.compiler.pass;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gpol.compiler.ir.IrBlock;
import org.gpol.compiler.ir.IrFunction;
import org.gpol.compiler.ir.IrTerminator;

/**
 * Orders blocks so that few jumps are left: only a jump to the block that comes next costs nothing.
 * After a branch comes the side that fewer other blocks lead to, because the branch reaches the
 * other one at no cost and a jump does not.
 */
final class BlockLayout implements Pass {
  @Override
  public String name() {
    return "layout";
  }

  @Override
  public IrFunction run(IrFunction function) {
    return new Placing(function).run();
  }

  private static final class Placing {
    private final IrFunction function;
    private final Map<String, IrBlock> blocks;
    private final Map<String, Integer> waiting = new HashMap<>();
    private final Map<String, IrBlock> placed = new LinkedHashMap<>();

    Placing(IrFunction function) {
      this.function = function;
      blocks = function.blocksByLabel();
      for (IrBlock block : function.blocks()) {
        block.terminator().targets().forEach(target -> waiting.merge(target, 1, Integer::sum));
      }
    }

    IrFunction run() {
      Deque<String> open = new ArrayDeque<>();
      open.push(function.entry().label());
      while (!open.isEmpty()) {
        String next = open.pop();
        while (next != null && !placed.containsKey(next)) {
          IrBlock block = blocks.get(next);
          placed.put(next, block);
          List<String> targets = targets(block.terminator());
          targets.forEach(target -> waiting.merge(target, -1, Integer::sum));
          next = choose(targets);
          for (int i = targets.size() - 1; i >= 0; i--) {
            open.push(targets.get(i));
          }
        }
      }
      return function.withBlocks(List.copyOf(placed.values()));
    }

    /** In the order in which they are wanted next. */
    private static List<String> targets(IrTerminator terminator) {
      if (terminator instanceof IrTerminator.Branch branch) {
        return List.of(branch.otherwise(), branch.then());
      }
      List<String> targets = new ArrayList<>(terminator.targets());
      if (terminator instanceof IrTerminator.Switch) {
        targets.add(0, targets.remove(targets.size() - 1));
      }
      return targets;
    }

    private String choose(List<String> targets) {
      String best = null;
      for (String target : targets) {
        boolean free = !placed.containsKey(target);
        if (free && (best == null || waiting.get(target) < waiting.get(best))) {
          best = target;
        }
      }
      return best;
    }
  }
}
