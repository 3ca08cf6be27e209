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
import org.gpol.compiler.ir.IrValue;
import org.gpol.compiler.ir.IrValue.Register;

/**
 * Computes straight into a variable what would be computed into a register of its own and copied:
 * {@code t = i + 1; i = t} becomes {@code i = i + 1; t = i}. Only for a {@code t} that the block
 * alone uses and a {@code i} that is assigned in several places, so that it cannot go to and fro.
 */
final class DirectAssignment implements Pass {
  @Override
  public String name() {
    return "direct";
  }

  @Override
  public IrFunction run(IrFunction function) {
    Uses uses = new Uses(function);
    List<IrBlock> blocks = new ArrayList<>();
    for (IrBlock block : function.blocks()) {
      List<IrInst> insts = new ArrayList<>(block.insts());
      for (int i = 0; i + 1 < insts.size(); i++) {
        Register temporary = insts.get(i).dst();
        if (insts.get(i + 1) instanceof IrInst.Move move
            && temporary != null
            && move.src().equals(temporary)
            && move.dst().type() == temporary.type()
            && uses.isTemporary(temporary)
            && !uses.isSingle(move.dst())) {
          insts.set(i, InstructionDestinations.to(insts.get(i), move.dst()));
          insts.set(i + 1, new IrInst.Move(temporary, move.dst(), move.location()));
        }
      }
      blocks.add(new IrBlock(block.label(), insts, block.terminator()));
    }
    return function.withBlocks(blocks);
  }

  /** How often registers are assigned, and which only one block reads. */
  private static final class Uses {
    private final Map<Register, Integer> assigned = new HashMap<>();
    private final Map<Register, String> definers = new HashMap<>();
    private final Set<Register> elsewhere = new HashSet<>();

    Uses(IrFunction function) {
      function.params().forEach(p -> assigned.merge(p, 2, Integer::sum));
      for (IrBlock block : function.blocks()) {
        for (IrInst inst : block.insts()) {
          if (inst.dst() != null) {
            assigned.merge(inst.dst(), 1, Integer::sum);
            definers.put(inst.dst(), block.label());
          }
        }
      }
      for (IrBlock block : function.blocks()) {
        block.insts().forEach(inst -> read(inst.operands(), block.label()));
        IrTerminator terminator = block.terminator();
        read(terminator.operands(), block.label());
      }
    }

    private void read(List<IrValue> values, String label) {
      for (IrValue value : values) {
        if (value instanceof Register register && !label.equals(definers.get(register))) {
          elsewhere.add(register);
        }
      }
    }

    boolean isSingle(Register register) {
      return assigned.getOrDefault(register, 0) == 1;
    }

    boolean isTemporary(Register register) {
      return isSingle(register) && !elsewhere.contains(register);
    }
  }
}
