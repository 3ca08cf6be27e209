package org.gpol.vm.verifier.state;

import org.gpol.bpf.isa.Reg;
import org.gpol.vm.verifier.domain.Scalar;
import org.gpol.vm.verifier.domain.Tnum;
import org.gpol.vm.verifier.domain.Value;

/**
 * Makes a state stand for more than it is known to be, so that a function that a helper calls any
 * number of times needs looking at a few times only: numbers that a round has changed become
 * ranges, then wide ranges, then anything.
 */
public final class Widening {
  /** The last round after which a number that changed becomes the least range of all. */
  private static final int EXACT = 2;

  /** The round from which on a number that is not the same may be anything. */
  private static final int PATIENCE = 5;

  private Widening() {}

  /**
   * Widens {@code now}, in which a round has ended that began in the state of {@code before}.
   *
   * @param round 1 for the first
   */
  public static void widen(Checkpoint before, AbstractState now, int round) {
    for (int f = 0; f < now.depth(); f++) {
      Frame old = before.state().frame(f);
      Frame frame = now.frame(f);
      for (int reg = 0; reg < Reg.COUNT - 1; reg++) {
        frame.setReg(reg, widened(old.reg(reg), frame.reg(reg), round));
      }
      for (int i = 0; i < Frame.SLOTS; i++) {
        Slot slot = frame.slot(i);
        Slot wide = widened(old.slot(i), slot, round);
        if (!wide.equals(slot)) {
          frame.setSlot(i, wide);
        }
      }
    }
  }

  private static Slot widened(Slot old, Slot now, int round) {
    if (round >= PATIENCE) {
      // In whatever form the number is kept: it may change from round to round.
      return now.equals(old) ? now : now.forgotten();
    }
    if (old.spill() instanceof Value.Num && now.spill() instanceof Value.Num) {
      Value wide = widened(old.spill(), now.spill(), round);
      return Slot.spilled(wide);
    }
    Slot wide = now;
    for (boolean upper : new boolean[] {false, true}) {
      Value.Num part = now.half(upper);
      Value.Num before = old.part(upper);
      if (part != null && before != null) {
        Value.Num widePart = (Value.Num) widened(before, part, round);
        wide = widePart.equals(part) ? wide : wide.withHalf(upper, Value.number(low(widePart)));
      }
    }
    return wide;
  }

  private static Scalar low(Value.Num number) {
    return number.scalar().zeroExtend(32);
  }

  private static Value widened(Value old, Value now, int round) {
    if (!(old instanceof Value.Num a) || !(now instanceof Value.Num b)) {
      return now;
    }
    if (round >= PATIENCE) {
      return a.equals(b) ? now : Value.number(Scalar.UNKNOWN);
    }
    if (a.scalar().contains(b.scalar())) {
      return a.low() == null || a.low().contains(b.signedLow()) ? now : Value.number(b.scalar());
    }
    return Value.number(widened(a.scalar(), b.scalar(), round));
  }

  private static Scalar widened(Scalar old, Scalar now, int round) {
    boolean extend = round > EXACT;
    long umin = Scalar.minUnsigned(old.umin(), now.umin());
    long umax = Scalar.maxUnsigned(old.umax(), now.umax());
    long smin = Math.min(old.smin(), now.smin());
    long smax = Math.max(old.smax(), now.smax());
    return Scalar.known(
        extend ? Tnum.UNKNOWN : old.bits().join(now.bits()),
        extend && umin != old.umin() ? 0 : umin,
        extend && umax != old.umax() ? -1 : umax,
        extend && smin != old.smin() ? Long.MIN_VALUE : smin,
        extend && smax != old.smax() ? Long.MAX_VALUE : smax);
  }
}
