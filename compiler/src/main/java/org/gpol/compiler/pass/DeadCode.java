package org.gpol.compiler.pass;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gpol.compiler.ir.IrBlock;
import org.gpol.compiler.ir.IrFunction;
import org.gpol.compiler.ir.IrInst;
import org.gpol.compiler.ir.IrValue;
import org.gpol.compiler.ir.IrValue.Register;

/** Removes instructions that only assign a register which nobody reads afterwards. */
final class DeadCode implements Pass {
  @Override
  public String name() {
    return "dead-code";
  }

  @Override
  public IrFunction run(IrFunction function) {
    Map<String, Set<Register>> liveIn = new HashMap<>();
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = function.blocks().size() - 1; i >= 0; i--) {
        IrBlock block = function.blocks().get(i);
        Set<Register> live = liveOut(block, liveIn);
        sweep(block, live);
        changed |= !live.equals(liveIn.put(block.label(), live));
      }
    }
    List<IrBlock> blocks = new ArrayList<>();
    for (IrBlock block : function.blocks()) {
      List<IrInst> kept = sweep(block, liveOut(block, liveIn));
      blocks.add(new IrBlock(block.label(), kept, block.terminator()));
    }
    return function.withBlocks(blocks);
  }

  private static Set<Register> liveOut(IrBlock block, Map<String, Set<Register>> liveIn) {
    Set<Register> live = new HashSet<>();
    for (String target : block.terminator().targets()) {
      live.addAll(liveIn.getOrDefault(target, Set.of()));
    }
    return live;
  }

  /** The instructions worth keeping; turns {@code live} from after the block to before it. */
  private static List<IrInst> sweep(IrBlock block, Set<Register> live) {
    addReads(block.terminator().operands(), live);
    List<IrInst> kept = new ArrayList<>();
    for (int i = block.insts().size() - 1; i >= 0; i--) {
      IrInst inst = block.insts().get(i);
      if (inst.hasEffect() || live.contains(inst.dst())) {
        kept.add(inst);
        live.remove(inst.dst());
        addReads(inst.operands(), live);
      }
    }
    Collections.reverse(kept);
    return kept;
  }

  private static void addReads(List<IrValue> values, Set<Register> live) {
    for (IrValue value : values) {
      if (value instanceof Register register) {
        live.add(register);
      }
    }
  }
}
