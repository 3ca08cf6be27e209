package org.gpol.compiler.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.compiler.ir.IrBlock;
import org.gpol.compiler.ir.IrFunction;
import org.gpol.compiler.ir.IrInst;
import org.gpol.compiler.ir.IrTerminator;
import org.gpol.compiler.ir.IrTerminator.Branch;
import org.gpol.compiler.ir.IrTerminator.Jump;
import org.gpol.compiler.ir.IrValue.Constant;
import org.gpol.compiler.ir.IrValue.Register;

/**
 * Decides branches by those before them: a bounds check or a comparison with null that an earlier
 * one on the same register has settled. What is known goes along to blocks that only one block
 * leads to, so whatever verifies the program has come by the same comparison and knows it too.
 */
final class KnownConditions implements Pass {
  @Override
  public String name() {
    return "known-conditions";
  }

  @Override
  public IrFunction run(IrFunction function) {
    SinglePredecessors predecessors = new SinglePredecessors(function);
    Map<String, Map<Register, Range>> after = new HashMap<>();
    Map<String, IrBlock> changed = new HashMap<>();
    for (IrBlock block : predecessors.parentsFirst()) {
      IrBlock parent = predecessors.of(block.label());
      Map<Register, Range> known = new HashMap<>();
      if (parent != null) {
        known.putAll(after.get(parent.label()));
        learn(parent.terminator(), block.label(), known);
      }
      for (IrInst inst : block.insts()) {
        if (inst.dst() != null) {
          known.remove(inst.dst());
        }
      }
      after.put(block.label(), known);
      changed.put(
          block.label(),
          new IrBlock(block.label(), block.insts(), decide(block.terminator(), known)));
    }
    List<IrBlock> blocks = new ArrayList<>();
    function.blocks().forEach(block -> blocks.add(changed.get(block.label())));
    return function.withBlocks(blocks);
  }

  private static void learn(IrTerminator terminator, String to, Map<Register, Range> known) {
    if (terminator instanceof Branch branch
        && branch.left() instanceof Register register
        && branch.right() instanceof Constant constant
        && !branch.then().equals(branch.otherwise())
        && compares(branch)) {
      JumpCond cond = to.equals(branch.then()) ? branch.cond() : branch.cond().negate();
      Range range = known.getOrDefault(register, Range.ALL).with(cond, constant.value());
      known.put(register, range);
    }
  }

  private static IrTerminator decide(IrTerminator terminator, Map<Register, Range> known) {
    if (terminator instanceof Branch branch
        && branch.left() instanceof Register register
        && branch.right() instanceof Constant constant
        && compares(branch)
        && known.containsKey(register)) {
      Boolean answer = known.get(register).answer(branch.cond(), constant.value());
      if (answer != null) {
        return new Jump(answer ? branch.then() : branch.otherwise(), branch.location());
      }
    }
    return terminator;
  }

  /** Comparisons of whole registers as numbers without a sign; narrow ones have zeros above. */
  private static boolean compares(Branch branch) {
    return branch.cond() != JumpCond.JSET && !branch.cond().signed();
  }

  /** Numbers without a sign from {@code least} to {@code most}. */
  private record Range(long least, long most) {
    static final Range ALL = new Range(0, -1);

    Range with(JumpCond cond, long bound) {
      return switch (cond) {
        case JEQ -> new Range(bound, bound);
        case JNE -> without(bound);
        case JLT -> bound == 0 ? this : upTo(bound - 1);
        case JLE -> upTo(bound);
        case JGT -> bound == -1 ? this : from(bound + 1);
        case JGE -> from(bound);
        case JSET, JSGT, JSGE, JSLT, JSLE -> this;
      };
    }

    private Range upTo(long bound) {
      return Long.compareUnsigned(bound, most) < 0 ? new Range(least, bound) : this;
    }

    private Range from(long bound) {
      return Long.compareUnsigned(bound, least) > 0 ? new Range(bound, most) : this;
    }

    private Range without(long value) {
      if (least == most) {
        return this;
      }
      if (value == least) {
        return new Range(least + 1, most);
      }
      return value == most ? new Range(least, most - 1) : this;
    }

    /** Whether all or none of the numbers meet the condition; null if some do. */
    Boolean answer(JumpCond cond, long bound) {
      if (Long.compareUnsigned(least, most) > 0) {
        return null;
      }
      int low = Long.compareUnsigned(least, bound);
      int high = Long.compareUnsigned(most, bound);
      return switch (cond) {
        case JEQ -> (low > 0 || high < 0) ? Boolean.FALSE : always(low == 0 && high == 0);
        case JNE -> (low > 0 || high < 0) ? Boolean.TRUE : never(low == 0 && high == 0);
        case JLT -> high < 0 ? Boolean.TRUE : never(low >= 0);
        case JLE -> high <= 0 ? Boolean.TRUE : never(low > 0);
        case JGT -> low > 0 ? Boolean.TRUE : never(high <= 0);
        case JGE -> low >= 0 ? Boolean.TRUE : never(high < 0);
        case JSET, JSGT, JSGE, JSLT, JSLE -> null;
      };
    }

    private static Boolean always(boolean holds) {
      return holds ? Boolean.TRUE : null;
    }

    private static Boolean never(boolean holds) {
      return holds ? Boolean.FALSE : null;
    }
  }
}
