package org.gpol.vm.verifier.check;

import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.Width;
import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Region;
import org.gpol.vm.verifier.domain.Scalar;
import org.gpol.vm.verifier.domain.Value;

/** What may be computed with pointers, and compared. */
public final class PointerCheck {
  private PointerCheck() {}

  /** Refuses arithmetic {@code op} with the pointer in {@code what} among the operands. */
  public static void arithmetic(AluOp op, Width width, Pointer pointer, String what) {
    if (width == Width.W32 || (op != AluOp.ADD && op != AluOp.SUB)) {
      throw new Refusal(
          SafetyCheck.POINTER_ARITHMETIC,
          what + " is a pointer; of pointers only 64-bit sums and differences can be made");
    }
    if (pointer.nullable()) {
      throw new Refusal(
          SafetyCheck.MISSING_NULL_CHECK,
          what + " may be null here; compare it with 0 before computing with it");
    }
    if (!pointer.region().isMemory()) {
      String kind = pointer.region() instanceof Region.MapHandle ? "a map itself" : "an address";
      throw new Refusal(
          SafetyCheck.POINTER_ARITHMETIC, what + " is " + kind + " and cannot be computed with");
    }
  }

  /** Refuses to move a pointer by a distance of which too little is known. */
  public static void distance(Scalar distance, String what) {
    if (distance.smin() < -Pointer.REACH || distance.smax() > Pointer.REACH) {
      throw new Refusal(
          SafetyCheck.POINTER_ARITHMETIC,
          what + " would be moved by an unbounded distance; check it against its bounds first");
    }
  }

  /** Refuses a pointer that has moved too far to be moved back. */
  public static void reach(Pointer pointer, String what) {
    boolean near =
        Math.abs(pointer.offset()) <= Pointer.REACH
            && pointer.least() >= -Pointer.REACH
            && pointer.greatest() <= Pointer.REACH;
    if (!near) {
      throw new Refusal(
          SafetyCheck.POINTER_ARITHMETIC, what + " would be moved too far from what it points at");
    }
  }

  /** Refuses to subtract a pointer from a number. */
  public static void fromNumber(AluOp op, String what) {
    if (op == AluOp.SUB) {
      throw new Refusal(
          SafetyCheck.POINTER_ARITHMETIC,
          what + " is a pointer and cannot be subtracted from a number");
    }
  }

  /** Refuses two pointers, except for a difference that is a number known to mean something. */
  public static void difference(AluOp op, Pointer left, Pointer right, String what) {
    if (op != AluOp.SUB || !left.region().equals(right.region()) || right.nullable()) {
      throw new Refusal(
          SafetyCheck.POINTER_ARITHMETIC,
          what
              + " and the other operand are both pointers; only the difference of two pointers"
              + " into the same memory can be made");
    }
    if (left.region() instanceof Region.MapValue || left.region() instanceof Region.MapKey) {
      throw new Refusal(
          SafetyCheck.POINTER_ARITHMETIC,
          what + " and the other operand may point to different entries of the map");
    }
  }

  /** Refuses comparisons of pointers that are neither for equality nor with null. */
  public static void comparison(JumpCond cond, Width width, Value left, Value right, String what) {
    boolean equality = cond == JumpCond.JEQ || cond == JumpCond.JNE;
    boolean fits =
        (left instanceof Pointer && right instanceof Pointer) || isNull(left) || isNull(right);
    if (width == Width.W32 || !equality || !fits) {
      throw new Refusal(
          SafetyCheck.POINTER_COMPARISON,
          what + ": pointers can only be compared as a whole, for equality with each other or 0");
    }
  }

  /** True for the number 0. */
  public static boolean isNull(Value value) {
    return value instanceof Value.Num number && number.scalar().is(0);
  }
}
