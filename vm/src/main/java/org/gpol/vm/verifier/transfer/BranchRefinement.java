package org.gpol.vm.verifier.transfer;

import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.Width;
import org.gpol.vm.verifier.domain.Scalar;
import org.gpol.vm.verifier.domain.Tnum;

/** What a condition, true or false, tells about the numbers that it compares. */
public final class BranchRefinement {
  /** Both operands, narrowed. */
  public record Operands(Scalar left, Scalar right) {}

  private BranchRefinement() {}

  /**
   * The operands of which {@code left cond right} is {@code holds}, or null if there are none: then
   * that way of the branch is dead.
   */
  public static Operands refine(
      JumpCond cond, Width width, Scalar left, Scalar right, boolean holds) {
    if (width == Width.W64) {
      return wide(cond, left, right, holds);
    }
    boolean signed = cond.signed();
    Operands low = wide(cond, view(left, signed), view(right, signed), holds);
    if (low == null) {
      return null;
    }
    Scalar newLeft = lift(left, low.left(), signed);
    Scalar newRight = lift(right, low.right(), signed);
    return newLeft == null || newRight == null ? null : new Operands(newLeft, newRight);
  }

  private static Scalar view(Scalar whole, boolean signed) {
    return signed ? whole.signExtend(32) : whole.truncate32();
  }

  /** {@code whole}, of whose low half {@code low} is known, seen as signed or as unsigned. */
  private static Scalar lift(Scalar whole, Scalar low, boolean signed) {
    if (view(whole, signed).equals(whole)) {
      return low;
    }
    if (whole.fitsUnsigned32()) {
      return whole.meet(low.truncate32());
    }
    if (whole.fitsSigned32()) {
      return whole.meet(low.signExtend(32));
    }
    Tnum bits = low.truncate32().bits();
    return whole.meet(Scalar.ofBits(new Tnum(bits.value(), bits.mask() | (0xffff_ffffL << 32))));
  }

  private static Operands wide(JumpCond cond, Scalar a, Scalar b, boolean holds) {
    if (cond == JumpCond.JSET) {
      return holds ? overlap(a, b) : disjoint(a, b);
    }
    return switch (holds ? cond : cond.negate()) {
      case JEQ -> equal(a, b);
      case JNE -> different(a, b);
      case JLT -> below(a, b, 1);
      case JLE -> below(a, b, 0);
      case JGT -> swap(below(b, a, 1));
      case JGE -> swap(below(b, a, 0));
      case JSLT -> less(a, b, 1);
      case JSLE -> less(a, b, 0);
      case JSGT -> swap(less(b, a, 1));
      case JSGE -> swap(less(b, a, 0));
      case JSET -> throw new IllegalStateException("handled above");
    };
  }

  private static Operands swap(Operands operands) {
    return operands == null ? null : new Operands(operands.right(), operands.left());
  }

  private static Operands pair(Scalar left, Scalar right) {
    return left == null || right == null ? null : new Operands(left, right);
  }

  private static Operands equal(Scalar a, Scalar b) {
    Scalar both = a.meet(b);
    return pair(both, both);
  }

  private static Operands different(Scalar a, Scalar b) {
    return pair(
        b.isConstant() ? without(a, b.umin()) : a, a.isConstant() ? without(b, a.umin()) : b);
  }

  /** A range loses a number only at its ends. */
  private static Scalar without(Scalar a, long number) {
    if (a.is(number)) {
      return null;
    }
    return Scalar.of(
        a.bits(),
        a.umin() == number ? number + 1 : a.umin(),
        a.umax() == number ? number - 1 : a.umax(),
        a.smin() == number ? number + 1 : a.smin(),
        a.smax() == number ? number - 1 : a.smax());
  }

  /** Unsigned {@code a + gap <= b}. */
  private static Operands below(Scalar a, Scalar b, int gap) {
    if (Long.compareUnsigned(b.umax(), gap) < 0 || Long.compareUnsigned(a.umin(), -1L - gap) > 0) {
      return null;
    }
    Scalar left = a.meet(Scalar.unsigned(0, b.umax() - gap));
    return pair(left, b.meet(Scalar.unsigned(a.umin() + gap, -1)));
  }

  /** Signed {@code a + gap <= b}. */
  private static Operands less(Scalar a, Scalar b, int gap) {
    if (b.smax() < Long.MIN_VALUE + gap || a.smin() > Long.MAX_VALUE - gap) {
      return null;
    }
    Scalar left = a.meet(Scalar.signed(Long.MIN_VALUE, b.smax() - gap));
    return pair(left, b.meet(Scalar.signed(a.smin() + gap, Long.MAX_VALUE)));
  }

  /** Some bit is set in both. */
  private static Operands overlap(Scalar a, Scalar b) {
    if ((a.bits().max() & b.bits().max()) == 0) {
      return null;
    }
    return pair(withOneOf(a, b), withOneOf(b, a));
  }

  private static Scalar withOneOf(Scalar a, Scalar b) {
    if (b.isConstant() && Long.bitCount(b.umin()) == 1) {
      return a.meet(Scalar.ofBits(new Tnum(b.umin(), ~b.umin())));
    }
    return without(a, 0);
  }

  /** No bit is set in both. */
  private static Operands disjoint(Scalar a, Scalar b) {
    return pair(withoutBits(a, b.bits().value()), withoutBits(b, a.bits().value()));
  }

  private static Scalar withoutBits(Scalar a, long bits) {
    return a.meet(Scalar.ofBits(new Tnum(0, ~bits)));
  }
}
