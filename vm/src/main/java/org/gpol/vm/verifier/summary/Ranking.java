package org.gpol.vm.verifier.summary;

import org.gpol.bpf.isa.Reg;
import org.gpol.vm.verifier.domain.Scalar;
import org.gpol.vm.verifier.domain.Value;
import org.gpol.vm.verifier.state.AbstractState;
import org.gpol.vm.verifier.state.Frame;

/**
 * Finds out how often a loop goes round: something in a register or on the stack to which every
 * round adds the same constant, that does not wrap, and whose range at the end of rounds is known.
 */
final class Ranking {
  private long best = Long.MAX_VALUE;

  private Ranking() {}

  /**
   * How often the jump back is taken at most, or {@link Long#MAX_VALUE} if that is not known.
   *
   * @param head the state at the head, in which every number has a link of its own or of its copies
   * @param back the state in which the loop comes back to its head
   */
  static long mostRounds(AbstractState head, AbstractState back) {
    Ranking ranking = new Ranking();
    for (int f = 0; f < head.depth(); f++) {
      ranking.frame(head.frame(f), back.frame(f));
    }
    return ranking.best;
  }

  private void frame(Frame before, Frame after) {
    for (int reg = 0; reg < Reg.COUNT - 1; reg++) {
      consider(before.reg(reg), after.reg(reg));
    }
    for (int i = 0; i < Frame.SLOTS; i++) {
      consider(before.slot(i).spill(), after.slot(i).spill());
      consider(before.slot(i).low(), after.slot(i).low());
      consider(before.slot(i).high(), after.slot(i).high());
    }
  }

  private void consider(Value before, Value after) {
    if (before instanceof Value.Num a
        && after instanceof Value.Num b
        && a.id() != 0
        && a.id() == b.id()) {
      long step = b.delta() - a.delta();
      if (step > 0) {
        up(a.scalar(), b.scalar(), step);
      } else if (step < 0 && step != Long.MIN_VALUE) {
        down(a.scalar(), b.scalar(), -step);
      }
    }
  }

  /** After a round the number is at least {@code step} above the least, so it has not wrapped. */
  private void up(Scalar before, Scalar after, long step) {
    if (after.smin() >= Long.MIN_VALUE + step) {
      rounds(after.smax(), before.smin(), step);
    }
    if (Long.compareUnsigned(after.umin(), step) >= 0) {
      rounds(after.umax(), before.umin(), step);
    }
  }

  private void down(Scalar before, Scalar after, long step) {
    if (after.smax() <= Long.MAX_VALUE - step) {
      rounds(before.smax(), after.smin(), step);
    }
    if (Long.compareUnsigned(after.umax(), -1L - step) <= 0) {
      rounds(before.umax(), after.umin(), step);
    }
  }

  /** From {@code low} to {@code high}, of which the difference as an unsigned number is right. */
  private void rounds(long high, long low, long step) {
    long count = Long.divideUnsigned(high - low, step);
    if (count >= 0) {
      best = Math.min(best, count);
    }
  }
}
