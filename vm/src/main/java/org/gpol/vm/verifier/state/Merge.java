package org.gpol.vm.verifier.state;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.IntSupplier;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Reg;
import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Scalar;
import org.gpol.vm.verifier.domain.Value;

/**
 * Makes one state of two that stands for both. Numbers become what the given operation makes of
 * them; what cannot be said in one value, as of a pointer and a number, is forgotten.
 */
public final class Merge {
  /** Where the numbers of a link were linked to before, and how far apart the two places are. */
  private record Origin(int left, int right, long distance) {}

  private final BinaryOperator<Scalar> scalars;
  private final IntSupplier freshIds;
  private final Map<Origin, Integer> links = new HashMap<>();
  private boolean lost;

  private Merge(BinaryOperator<Scalar> scalars, IntSupplier freshIds) {
    this.scalars = scalars;
    this.freshIds = freshIds;
  }

  /**
   * The least state that stands for both, or null if there is none that has not forgotten what is
   * in a register or stack slot that both have initialised.
   */
  public static AbstractState exactly(AbstractState a, AbstractState b, IntSupplier freshIds) {
    Merge merge = new Merge(Scalar::join, freshIds);
    AbstractState merged = merge.states(a, b);
    return merge.lost ? null : merged;
  }

  /**
   * A state that stands for both, numbers merged by {@code scalars}; null if they do not hold the
   * same references and locks or are not in the same calls.
   */
  public static AbstractState roughly(
      AbstractState a, AbstractState b, BinaryOperator<Scalar> scalars, IntSupplier freshIds) {
    return new Merge(scalars, freshIds).states(a, b);
  }

  private AbstractState states(AbstractState a, AbstractState b) {
    if (!a.hasSameOutline(b)) {
      return null;
    }
    AbstractState merged = a.copy();
    for (int f = 0; f < a.depth(); f++) {
      Frame frame = merged.frame(f);
      for (int reg = 0; reg < Reg.COUNT - 1; reg++) {
        frame.setReg(reg, value(a.frame(f).reg(reg), b.frame(f).reg(reg)));
      }
      for (int i = 0; i < Frame.SLOTS; i++) {
        Slot old = a.frame(f).slot(i);
        Slot slot = slot(old, b.frame(f).slot(i));
        if (!slot.equals(old)) {
          frame.setSlot(i, slot);
        }
      }
    }
    return merged;
  }

  private Slot slot(Slot a, Slot b) {
    if (a.initialised() == 0 || a.equals(b)) {
      return a;
    }
    if (b.initialised() == 0) {
      return Slot.UNINIT;
    }
    if (a.spill() != null && b.spill() != null) {
      return Slot.spilled(value(a.spill(), b.spill()));
    }
    if (a.isOpaque() || b.isOpaque()) {
      lost = true;
      return Slot.UNINIT;
    }
    boolean spilled = a.spill() != null || b.spill() != null;
    if (spilled && a.whole() != null && b.whole() != null) {
      return Slot.spilled(value(a.whole(), b.whole()));
    }
    return new Slot(
        null,
        a.initialised() & b.initialised(),
        a.knownZeros() & b.knownZeros(),
        part(a.part(false), b.part(false)),
        part(a.part(true), b.part(true)));
  }

  private Value.Num part(Value.Num a, Value.Num b) {
    if (a == null || b == null) {
      return null;
    }
    Value.Num merged = number(a, b);
    // What widening makes of a half must stay one.
    Scalar half = merged.scalar().zeroExtend(32);
    return half.equals(Scalar.loaded(MemSize.B4, false)) ? null : merged.with(half, null);
  }

  private Value value(Value a, Value b) {
    if (a.equals(b)) {
      return a;
    }
    if (a instanceof Value.Uninit || b instanceof Value.Uninit) {
      return Value.UNINIT;
    }
    if (a instanceof Value.Num x && b instanceof Value.Num y) {
      return number(x, y);
    }
    if (a instanceof Pointer x && b instanceof Pointer y && x.region().equals(y.region())) {
      return pointer(x, y);
    }
    if (isNull(a) && b instanceof Pointer y && !y.region().isCounted()) {
      return orNull(y);
    }
    if (isNull(b) && a instanceof Pointer x && !x.region().isCounted()) {
      return orNull(x);
    }
    lost = true;
    return Value.UNINIT;
  }

  private static boolean isNull(Value value) {
    return value instanceof Value.Num number && number.scalar().is(0);
  }

  private Value orNull(Pointer pointer) {
    return new Pointer(pointer.region(), pointer.offset(), pointer.variable(), freshIds.getAsInt());
  }

  private Value.Num number(Value.Num a, Value.Num b) {
    Scalar scalar = scalars.apply(a.scalar(), b.scalar());
    boolean halves = a.low() != null || b.low() != null;
    Scalar low = halves ? scalars.apply(a.signedLow(), b.signedLow()).signExtend(32) : null;
    Value.Num merged = Value.number(scalar).with(scalar, low);
    if (a.id() == 0 || b.id() == 0) {
      return merged;
    }
    return merged.linkedTo(link(a.id(), b.id(), a.delta() - b.delta()), a.delta());
  }

  /** Numbers that were linked in both states by the same difference stay so. */
  private int link(int a, int b, long distance) {
    return a == b && distance == 0
        ? a
        : links.computeIfAbsent(new Origin(a, b, distance), o -> freshIds.getAsInt());
  }

  private Pointer pointer(Pointer a, Pointer b) {
    int nullId = a.nullId() == 0 && b.nullId() == 0 ? 0 : link(a.nullId(), b.nullId(), 0);
    if (a.offset() == b.offset() && a.variable().equals(b.variable())) {
      return new Pointer(a.region(), a.offset(), a.variable(), nullId);
    }
    Scalar distance = scalars.apply(a.distance(), b.distance());
    Scalar near = distance.meet(Scalar.signed(-Pointer.REACH, Pointer.REACH));
    return new Pointer(a.region(), 0, near, nullId);
  }
}
