package org.gpol.compiler.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gpol.compiler.ir.IrBlock;
import org.gpol.compiler.ir.IrFunction;
import org.gpol.compiler.ir.IrInst;
import org.gpol.compiler.ir.IrType;
import org.gpol.compiler.ir.IrValue;
import org.gpol.compiler.ir.IrValue.Register;

/**
 * Computes and loads once what a block computes or loads several times. A value counts until one of
 * the registers that it was made of, or the one that holds it, is assigned again; a load moreover
 * until the next store or call, for any of them may change any memory.
 *
 * <p>It stops at the block's end on purpose. A branch teaches the verifier something about the
 * registers that it compares, not about what was computed from them before: an index scaled before
 * its bounds check would come out unbounded where one scaled after it is accepted.
 */
final class CommonSubexpressions implements Pass {
  @Override
  public String name() {
    return "common-subexpressions";
  }

  @Override
  public IrFunction run(IrFunction function) {
    List<IrBlock> blocks = new ArrayList<>();
    for (IrBlock block : function.blocks()) {
      blocks.add(rewrite(block));
    }
    return function.withBlocks(blocks);
  }

  private static IrBlock rewrite(IrBlock block) {
    Table table = new Table();
    List<IrInst> insts = new ArrayList<>();
    for (IrInst inst : block.insts()) {
      Expression expression = expression(inst);
      Register known = expression == null ? null : table.holders.get(expression);
      insts.add(known == null ? inst : new IrInst.Move(inst.dst(), known, inst.location()));
      if (inst.hasEffect()) {
        table.forgetLoads();
      }
      // A register that takes what it already holds keeps everything made of it valid.
      if (inst.dst() != null && !inst.dst().equals(known)) {
        table.forget(inst.dst());
        if (known == null && expression != null && !expression.operands().contains(inst.dst())) {
          table.put(expression, inst.dst());
        }
      }
    }
    return new IrBlock(block.label(), insts, block.terminator());
  }

  /** What {@code inst} computes, or null where doing it twice is not the same as doing it once. */
  private static Expression expression(IrInst inst) {
    if (inst instanceof IrInst.Binary b) {
      return new Expression(b.dst().type(), List.of("binary", b.op(), b.width()), b.operands());
    }
    if (inst instanceof IrInst.Negate n) {
      return new Expression(n.dst().type(), List.of("negate", n.width()), n.operands());
    }
    if (inst instanceof IrInst.Convert c) {
      return new Expression(c.dst().type(), List.of("convert", c.op(), c.width()), c.operands());
    }
    if (inst instanceof IrInst.Load l) {
      return new Expression(l.dst().type(), List.of("load", l.size(), l.offset()), l.operands());
    }
    return null;
  }

  /** A computation without its result; equal ones give equal results. */
  private record Expression(IrType type, List<Object> operation, List<IrValue> operands) {
    boolean isLoad() {
      return operation.get(0).equals("load");
    }
  }

  /** The expressions whose value some register holds, found by any register involved. */
  private static final class Table {
    private final Map<Expression, Register> holders = new HashMap<>();
    private final Map<Register, List<Expression>> users = new HashMap<>();
    private final List<Expression> loads = new ArrayList<>();

    void put(Expression expression, Register holder) {
      holders.put(expression, holder);
      use(holder, expression);
      for (IrValue operand : expression.operands()) {
        if (operand instanceof Register register) {
          use(register, expression);
        }
      }
      if (expression.isLoad()) {
        loads.add(expression);
      }
    }

    private void use(Register register, Expression expression) {
      users.computeIfAbsent(register, r -> new ArrayList<>()).add(expression);
    }

    /** {@code register} is assigned. */
    void forget(Register register) {
      List<Expression> gone = users.remove(register);
      if (gone != null) {
        gone.forEach(holders::remove);
      }
    }

    /** Memory may have changed. */
    void forgetLoads() {
      loads.forEach(holders::remove);
      loads.clear();
    }
  }
}
