package org.gpol.compiler.pass;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gpol.compiler.ir.IrBlock;
import org.gpol.compiler.ir.IrFunction;

/** Blocks that one other block alone leads to, by one way: what held there holds here. */
final class SinglePredecessors {
  private final IrFunction function;
  private final Map<String, IrBlock> single = new HashMap<>();

  SinglePredecessors(IrFunction function) {
    this.function = function;
    Set<String> several = new HashSet<>();
    several.add(function.entry().label());
    for (IrBlock block : function.blocks()) {
      for (String target : block.terminator().targets()) {
        if (single.put(target, block) != null) {
          several.add(target);
        }
      }
    }
    several.forEach(single::remove);
  }

  /** The block that leads to {@code label}, or null if there is none or several. */
  IrBlock of(String label) {
    return single.get(label);
  }

  /** All blocks, each after the one that leads to it; a ring of blocks that nothing enters too. */
  List<IrBlock> parentsFirst() {
    Map<String, List<IrBlock>> children = new HashMap<>();
    Deque<IrBlock> open = new ArrayDeque<>();
    for (IrBlock block : function.blocks()) {
      IrBlock parent = single.get(block.label());
      if (parent == null) {
        open.add(block);
      } else {
        children.computeIfAbsent(parent.label(), label -> new ArrayList<>()).add(block);
      }
    }
    Set<String> seen = new HashSet<>();
    List<IrBlock> order = new ArrayList<>();
    while (!open.isEmpty()) {
      IrBlock block = open.remove();
      seen.add(block.label());
      order.add(block);
      open.addAll(children.getOrDefault(block.label(), List.of()));
    }
    for (IrBlock block : function.blocks()) {
      if (!seen.contains(block.label())) {
        single.remove(block.label());
        order.add(block);
      }
    }
    return order;
  }
}
