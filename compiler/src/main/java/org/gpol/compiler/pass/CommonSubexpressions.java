package org.gpol.compiler.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gpol.compiler.ir.IrBlock;
import org.gpol.compiler.ir.IrFunction;
import org.gpol.compiler.ir.IrInst;
import org.gpol.compiler.ir.IrType;
import org.gpol.compiler.ir.IrValue;
import org.gpol.compiler.ir.IrValue.Register;

/**
 * Computes and loads once what is computed or loaded several times. A value counts until one of the
 * registers that it was made of, or the one that holds it, is assigned again; a load moreover until
 * the next store or call, for any of them may change any memory. It counts in the block and in
 * those that this block alone leads to.
 *
 * <p>A branch teaches the verifier something about the registers that it compares, not about what
 * was computed from them before: an index scaled before its bounds check would come out unbounded
 * where one scaled after it is accepted. So what was computed from a register that a branch
 * compares does not count beyond the branch.
 */
final class CommonSubexpressions implements Pass {
  @Override
  public String name() {
    return "common-subexpressions";
  }

  @Override
  public IrFunction run(IrFunction function) {
    SinglePredecessors predecessors = new SinglePredecessors(function);
    Map<String, Table> after = new HashMap<>();
    Map<String, IrBlock> changed = new HashMap<>();
    for (IrBlock block : predecessors.parentsFirst()) {
      IrBlock parent = predecessors.of(block.label());
      Table table = parent == null ? new Table() : new Table(after.get(parent.label()));
      changed.put(block.label(), rewrite(block, table));
      for (IrValue compared : block.terminator().operands()) {
        if (compared instanceof Register) {
          table.forgetComputed(compared);
        }
      }
      after.put(block.label(), table);
    }
    return function.withBlocks(
        function.blocks().stream().map(block -> changed.get(block.label())).toList());
  }

  private static IrBlock rewrite(IrBlock block, Table table) {
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

  /** The expressions whose value some register holds. */
  private static final class Table {
    /**
     * Blocks behind many branches could else make the work grow with the square of their number.
     */
    private static final int MOST = 64;

    private final Map<Expression, Register> holders = new LinkedHashMap<>();

    Table() {}

    Table(Table before) {
      holders.putAll(before.holders);
    }

    void put(Expression expression, Register holder) {
      if (holders.size() >= MOST) {
        holders.remove(holders.keySet().iterator().next());
      }
      holders.put(expression, holder);
    }

    /** {@code register} is assigned. */
    void forget(Register register) {
      holders
          .entrySet()
          .removeIf(e -> e.getValue().equals(register) || e.getKey().operands().contains(register));
    }

    /** Memory may have changed. */
    void forgetLoads() {
      holders.keySet().removeIf(Expression::isLoad);
    }

    /** A branch compares {@code value}: what was computed from it has not learned from that. */
    void forgetComputed(IrValue value) {
      List<Register> made = new ArrayList<>();
      holders
          .entrySet()
          .removeIf(
              e -> {
                boolean computed = !e.getKey().isLoad() && e.getKey().operands().contains(value);
                if (computed && !e.getValue().equals(value)) {
                  made.add(e.getValue());
                }
                return computed;
              });
      made.forEach(this::forgetComputed);
    }
  }
}
