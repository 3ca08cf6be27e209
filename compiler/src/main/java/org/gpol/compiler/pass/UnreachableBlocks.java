package org.gpol.compiler.pass;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.gpol.compiler.ir.IrBlock;
import org.gpol.compiler.ir.IrFunction;

/** Removes blocks that no path from the entry reaches; verifiers refuse such code. */
final class UnreachableBlocks implements Pass {
  @Override
  public String name() {
    return "unreachable";
  }

  @Override
  public IrFunction run(IrFunction function) {
    Map<String, IrBlock> blocks = function.blocksByLabel();
    Set<String> reached = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    open.add(function.entry().label());
    while (!open.isEmpty()) {
      String label = open.remove();
      if (reached.add(label)) {
        open.addAll(blocks.get(label).terminator().targets());
      }
    }
    return function.withBlocks(
        function.blocks().stream().filter(block -> reached.contains(block.label())).toList());
  }
}
