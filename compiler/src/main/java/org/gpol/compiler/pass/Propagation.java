package org.gpol.compiler.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.gpol.compiler.ir.IrBlock;
import org.gpol.compiler.ir.IrFunction;
import org.gpol.compiler.ir.IrInst;
import org.gpol.compiler.ir.IrValue;
import org.gpol.compiler.ir.IrValue.Register;

/**
 * Replaces reads of a register by what it was copied from. Inside a block every copy is followed
 * until either end is assigned again. Across blocks a register counts that is assigned in one place
 * only, by a copy of a constant or of another such register: its one assignment lies before every
 * read, and the source's before that, so both still hold the same.
 */
final class Propagation implements Pass {
  @Override
  public String name() {
    return "propagate";
  }

  @Override
  public IrFunction run(IrFunction function) {
    Map<Register, IrValue> global = singleCopies(function);
    List<IrBlock> blocks = new ArrayList<>();
    for (IrBlock block : function.blocks()) {
      blocks.add(rewrite(block, global));
    }
    return function.withBlocks(blocks);
  }

  private static Map<Register, IrValue> singleCopies(IrFunction function) {
    Map<Register, Integer> assignments = new HashMap<>();
    function.params().forEach(p -> assignments.merge(p, 1, Integer::sum));
    for (IrBlock block : function.blocks()) {
      for (IrInst inst : block.insts()) {
        if (inst.dst() != null) {
          assignments.merge(inst.dst(), 1, Integer::sum);
        }
      }
    }
    Map<Register, IrValue> copies = new HashMap<>();
    for (IrBlock block : function.blocks()) {
      for (IrInst inst : block.insts()) {
        if (inst instanceof IrInst.Move move
            && propagates(move)
            && assignments.get(move.dst()) == 1
            && (!(move.src() instanceof Register source) || assignments.get(source) == 1)) {
          copies.put(move.dst(), move.src());
        }
      }
    }
    return copies;
  }

  /** References are cheapest loaded once into a register; a null keeps its pointer's type there. */
  private static boolean propagates(IrInst.Move move) {
    boolean plain = move.src() instanceof Register || move.src() instanceof IrValue.Constant;
    return plain && move.src().type() == move.dst().type();
  }

  private static IrBlock rewrite(IrBlock block, Map<Register, IrValue> global) {
    Map<Register, IrValue> local = new HashMap<>();
    UnaryOperator<IrValue> map = value -> resolve(value, local, global);
    List<IrInst> insts = new ArrayList<>();
    for (IrInst inst : block.insts()) {
      IrInst mapped = inst.mapOperands(map);
      insts.add(mapped);
      Register dst = mapped.dst();
      if (dst != null) {
        local.remove(dst);
        local.values().removeIf(dst::equals);
        if (mapped instanceof IrInst.Move move && propagates(move) && !dst.equals(move.src())) {
          local.put(dst, move.src());
        }
      }
    }
    return new IrBlock(block.label(), insts, block.terminator().mapOperands(map));
  }

  private static IrValue resolve(
      IrValue value, Map<Register, IrValue> local, Map<Register, IrValue> global) {
    IrValue current = value;
    while (current instanceof Register register) {
      IrValue source = local.getOrDefault(register, global.get(register));
      if (source == null) {
        break;
      }
      current = source;
    }
    return current;
  }
}
