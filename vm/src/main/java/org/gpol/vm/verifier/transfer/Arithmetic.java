package org.gpol.vm.verifier.transfer;

import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.Width;
import org.gpol.vm.verifier.check.PointerCheck;
import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Scalar;
import org.gpol.vm.verifier.domain.Value;

/** Two-operand arithmetic on values, of which either may be a pointer. */
final class Arithmetic {
  private Arithmetic() {}

  /** {@code left op right}, where the operation is not a move. */
  static Value apply(Insn.Alu insn, Value left, Value right) {
    if (left instanceof Pointer pointer) {
      PointerCheck.arithmetic(insn.op(), insn.width(), pointer, insn.dst().toString());
      return right instanceof Pointer other
          ? difference(insn, pointer, other)
          : move(insn, pointer, scalar(right));
    }
    if (right instanceof Pointer pointer) {
      String what = insn.src().toString();
      PointerCheck.arithmetic(insn.op(), insn.width(), pointer, what);
      PointerCheck.fromNumber(insn.op(), what);
      return move(insn, pointer, scalar(left));
    }
    Value.Num moved = movedByConstant(insn, (Value.Num) left, scalar(right));
    if (moved != null) {
      return moved;
    }
    return Value.number(
        ScalarTransfer.apply(
            insn.op(),
            insn.width(),
            operand(
                (Value.Num) left, dropsHigh(insn.op(), scalar(right)) ? Width.W32 : insn.width()),
            operand((Value.Num) right, insn.width())));
  }

  /** True if nothing of the high half of what is shifted is left; of a count six bits matter. */
  private static boolean dropsHigh(AluOp op, Scalar count) {
    return op == AluOp.LSH && count.isConstant() && (count.umin() & 63) >= 32;
  }

  /** A number that has copies, a constant added or taken away: it stays linked to them. */
  private static Value.Num movedByConstant(Insn.Alu insn, Value.Num number, Scalar by) {
    boolean moves = insn.op() == AluOp.ADD || insn.op() == AluOp.SUB;
    if (!moves || number.id() == 0 || !by.isConstant()) {
      return null;
    }
    long amount = insn.width() == Width.W32 ? (int) by.umin() : by.umin();
    long distance = insn.op() == AluOp.ADD ? amount : -amount;
    if (insn.width() == Width.W32 && wraps32(number.scalar(), distance)) {
      return null;
    }
    Scalar sum = Linear.add(number.scalar(), Scalar.constant(distance));
    return Value.number(sum).linkedTo(number.id(), number.delta() + distance);
  }

  /** True if {@code distance} may lead out of the unsigned 32-bit numbers. */
  private static boolean wraps32(Scalar number, long distance) {
    return !number.fitsUnsigned32()
        || number.umin() + distance < 0
        || number.umax() + distance > 0xffff_ffffL;
  }

  /** What an operation of {@code width} sees of a number. */
  static Scalar operand(Value.Num number, Width width) {
    return width == Width.W32 && number.low() != null ? number.low32() : number.scalar();
  }

  private static Pointer move(Insn.Alu insn, Pointer pointer, Scalar distance) {
    String what = insn.dst().toString();
    PointerCheck.distance(distance, what);
    Scalar by =
        insn.op() == AluOp.SUB
            ? ScalarTransfer.apply(AluOp.SUB, insn.width(), Scalar.ZERO, distance)
            : distance;
    Pointer moved =
        by.isConstant()
            ? new Pointer(pointer.region(), pointer.offset() + by.smin(), pointer.variable(), 0)
            : new Pointer(
                pointer.region(),
                pointer.offset(),
                ScalarTransfer.apply(AluOp.ADD, insn.width(), pointer.variable(), by),
                0);
    PointerCheck.reach(moved, what);
    return moved;
  }

  private static Value difference(Insn.Alu insn, Pointer left, Pointer right) {
    PointerCheck.difference(insn.op(), left, right, insn.dst().toString());
    return Value.number(
        ScalarTransfer.apply(AluOp.SUB, insn.width(), distance(left), distance(right)));
  }

  private static Scalar distance(Pointer pointer) {
    return Linear.add(pointer.variable(), Scalar.constant(pointer.offset()));
  }

  private static Scalar scalar(Value value) {
    return ((Value.Num) value).scalar();
  }
}
