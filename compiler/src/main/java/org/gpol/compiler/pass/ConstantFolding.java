package org.gpol.compiler.pass;

import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.UnaryOp;
import org.gpol.compiler.ir.IrBlock;
import org.gpol.compiler.ir.IrFunction;
import org.gpol.compiler.ir.IrInst;
import org.gpol.compiler.ir.IrValue;
import org.gpol.compiler.ir.IrValue.Constant;

/**
 * Computes what is known with the machine's own kernels, and drops operations that change nothing.
 */
final class ConstantFolding implements Pass {
  @Override
  public String name() {
    return "fold";
  }

  @Override
  public IrFunction run(IrFunction function) {
    List<IrBlock> blocks = new ArrayList<>();
    for (IrBlock block : function.blocks()) {
      List<IrInst> insts = block.insts().stream().map(ConstantFolding::fold).toList();
      blocks.add(new IrBlock(block.label(), insts, block.terminator()));
    }
    return function.withBlocks(blocks);
  }

  private static IrInst fold(IrInst inst) {
    if (inst instanceof IrInst.Binary binary) {
      return foldBinary(binary);
    }
    if (inst instanceof IrInst.Convert convert && convert.src() instanceof Constant c) {
      long value = convert.op().kernel(convert.width()).applyAsLong(0, c.value());
      return constant(inst, value);
    }
    if (inst instanceof IrInst.Negate negate && negate.src() instanceof Constant c) {
      return constant(inst, UnaryOp.NEG.kernel(negate.width()).applyAsLong(c.value()));
    }
    return inst;
  }

  private static IrInst foldBinary(IrInst.Binary inst) {
    IrValue left = inst.left();
    IrValue right = inst.right();
    if (left instanceof Constant l && right instanceof Constant r) {
      return constant(inst, inst.op().kernel(inst.width()).applyAsLong(l.value(), r.value()));
    }
    if (right instanceof Constant r && isNeutral(inst.op(), r.value())) {
      return same(inst, left);
    }
    if (left instanceof Constant && commutes(inst.op()) && !right.type().isPointer()) {
      // The right side is where the machine takes immediates.
      IrInst.Binary swapped =
          new IrInst.Binary(
              inst.dst(),
              inst.op(),
              inst.width(),
              /* left= */ right,
              /* right= */ left,
              inst.location());
      return foldBinary(swapped);
    }
    return inst;
  }

  private static boolean commutes(AluOp op) {
    return switch (op) {
      case ADD, MUL, OR, AND, XOR -> true;
      case SUB, DIV, SDIV, LSH, RSH, ARSH, MOD, SMOD, MOV, MOVSX8, MOVSX16, MOVSX32 -> false;
    };
  }

  /** True if {@code x op right} is x for all x of the operation's width. */
  private static boolean isNeutral(AluOp op, long right) {
    return switch (op) {
      case ADD, SUB, OR, XOR, LSH, RSH, ARSH -> right == 0;
      case MUL, DIV, SDIV -> right == 1;
      case MOD, SMOD -> right == 0;
      case AND, MOV, MOVSX8, MOVSX16, MOVSX32 -> false;
    };
  }

  private static IrInst same(IrInst.Binary inst, IrValue value) {
    return value.type() == inst.dst().type()
        ? new IrInst.Move(inst.dst(), value, inst.location())
        : inst;
  }

  private static IrInst constant(IrInst inst, long value) {
    return new IrInst.Move(inst.dst(), new Constant(value, inst.dst().type()), inst.location());
  }
}
