package org.gpol.vm.verifier.transfer;

import java.util.function.UnaryOperator;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;
import org.gpol.vm.verifier.check.PointerCheck;
import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Scalar;
import org.gpol.vm.verifier.domain.Value;
import org.gpol.vm.verifier.state.AbstractState;

/** What a branch tells the state that goes either way. */
final class BranchTransfer {
  private final Insn.Branch insn;
  private final Value left;
  private final Value right;

  /** A branch about to be decided on these operands; refuses what cannot be compared. */
  BranchTransfer(Insn.Branch insn, Value left, Value right) {
    this.insn = insn;
    this.left = left;
    this.right = right;
    if (left instanceof Pointer || right instanceof Pointer) {
      String what = left instanceof Pointer ? insn.left().toString() : insn.right().toString();
      PointerCheck.comparison(insn.cond(), insn.width(), left, right, what);
    }
  }

  /** True if the condition can be {@code holds}. */
  boolean possible(boolean holds) {
    if (insn.left().equals(insn.right()) && insn.cond() != JumpCond.JSET) {
      return holdsOfEquals() == holds;
    }
    if (left instanceof Value.Num a && right instanceof Value.Num b) {
      return halves(a, b, holds) && wholes(a, b, holds) != null;
    }
    Pointer pointer = comparedWithNull();
    // A pointer that is known not to be null never equals 0.
    return pointer == null || pointer.nullable() || (insn.cond() == JumpCond.JNE) == holds;
  }

  /** What the condition is where a register is compared with itself. */
  private boolean holdsOfEquals() {
    return switch (insn.cond()) {
      case JEQ, JGE, JLE, JSGE, JSLE -> true;
      case JNE, JGT, JLT, JSGT, JSLT, JSET -> false;
    };
  }

  /** Tells {@code state} that the condition is {@code holds}, which is possible. */
  void refine(AbstractState state, boolean holds) {
    if (left instanceof Value.Num a && right instanceof Value.Num b) {
      BranchRefinement.Operands whole = wholes(a, b, holds);
      BranchRefinement.Operands half = lows(a, b, holds);
      narrow(state, insn.left(), a, narrowed(whole.left(), a, half == null ? null : half.left()));
      if (insn.right() instanceof Reg reg) {
        narrow(state, reg, b, narrowed(whole.right(), b, half == null ? null : half.right()));
      }
      return;
    }
    Pointer pointer = comparedWithNull();
    if (pointer != null && pointer.nullable()) {
      boolean isNull = (insn.cond() == JumpCond.JEQ) == holds;
      state.replace(resolve(pointer.nullId(), isNull));
      if (isNull && pointer.region().isCounted()) {
        state.drop(pointer.region().id());
      }
    }
  }

  private BranchRefinement.Operands wholes(Value.Num a, Value.Num b, boolean holds) {
    return BranchRefinement.refine(insn.cond(), insn.width(), a.scalar(), b.scalar(), holds);
  }

  /**
   * What a comparison of the low halves alone tells about them; null if it is none. Sign-extended,
   * they compare as they do by themselves, with a sign and without, and share a bit if they do.
   */
  private BranchRefinement.Operands lows(Value.Num a, Value.Num b, boolean holds) {
    return insn.width() == Width.W32
        ? BranchRefinement.refine(insn.cond(), Width.W64, a.signedLow(), b.signedLow(), holds)
        : null;
  }

  private boolean halves(Value.Num a, Value.Num b, boolean holds) {
    return insn.width() == Width.W64 || lows(a, b, holds) != null;
  }

  private static Value.Num narrowed(Scalar whole, Value.Num old, Scalar half) {
    Scalar low = half == null ? old.low() : half;
    return old.with(whole, low);
  }

  private Pointer comparedWithNull() {
    if (left instanceof Pointer pointer && PointerCheck.isNull(right)) {
      return pointer;
    }
    return right instanceof Pointer pointer && PointerCheck.isNull(left) ? pointer : null;
  }

  private static void narrow(AbstractState state, Reg reg, Value.Num old, Value.Num narrowed) {
    if (old.equals(narrowed)) {
      return;
    }
    if (old.id() == 0) {
      state.setReg(reg, narrowed);
    } else {
      state.replace(
          value ->
              value instanceof Value.Num n && n.id() == old.id() ? linked(n, narrowed) : value);
    }
  }

  /** What {@code narrowed} tells about a number that differs from it by a constant. */
  private static Value.Num linked(Value.Num number, Value.Num narrowed) {
    if (number.delta() == narrowed.delta()) {
      return narrowed;
    }
    Scalar distance = Scalar.constant(number.delta() - narrowed.delta());
    Scalar told = number.scalar().meet(Linear.add(narrowed.scalar(), distance));
    // If nothing is left the way is dead, which what is known of the parts cannot always tell.
    return told == null ? number : number.with(told, number.low());
  }

  private static UnaryOperator<Value> resolve(int nullId, boolean isNull) {
    return value -> {
      if (value instanceof Pointer pointer && pointer.nullId() == nullId) {
        return isNull ? Value.constant(0) : pointer.nonNull();
      }
      return value;
    };
  }
}
