package org.gpol.compiler.ir;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gpol.bpf.GpolBug;
import org.gpol.compiler.ir.IrValue.Register;

/**
 * A function. Immutable: passes make new ones.
 *
 * @param params at most five registers, assigned on entry
 * @param returns null where it returns nothing
 * @param slots the frame's memory, referred to by index
 * @param blocks the entry first, which nothing jumps to; the others in the order of the source
 */
public record IrFunction(
    String name,
    List<Register> params,
    IrType returns,
    List<StackSlot> slots,
    List<IrBlock> blocks) {
  /** Copies the lists. */
  public IrFunction {
    params = List.copyOf(params);
    slots = List.copyOf(slots);
    blocks = List.copyOf(blocks);
    if (blocks.isEmpty()) {
      throw new GpolBug("function " + name + " has no blocks");
    }
  }

  /** The block that runs first. */
  public IrBlock entry() {
    return blocks.get(0);
  }

  /** Blocks by label, in order. */
  public Map<String, IrBlock> blocksByLabel() {
    Map<String, IrBlock> byLabel = new LinkedHashMap<>();
    blocks.forEach(block -> byLabel.put(block.label(), block));
    return byLabel;
  }

  /** The number of a register from which on none is used. */
  public int freeRegister() {
    int free = 0;
    for (Register param : params) {
      free = Math.max(free, param.id() + 1);
    }
    for (IrBlock block : blocks) {
      for (IrInst inst : block.insts()) {
        free = Math.max(free, inst.dst() == null ? 0 : inst.dst().id() + 1);
      }
    }
    return free;
  }

  /** The same function made of other blocks. */
  public IrFunction withBlocks(List<IrBlock> changed) {
    return new IrFunction(name, params, returns, slots, changed);
  }
}
