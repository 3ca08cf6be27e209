package org.gpol.vm.verifier.transfer;

import org.gpol.bpf.isa.Reg;
import org.gpol.vm.verifier.domain.Value;
import org.gpol.vm.verifier.state.AbstractState;

/**
 * What a path looked like before one instruction, and where it came from. Paths that forked share
 * the footprints of their common part.
 */
public final class Footprint {
  /** Footprints that are kept of a path at least; it forgets those before twice as many. */
  private static final int KEPT = 20_000;

  private final int index;
  private final int depth;
  private final Value[] regs = new Value[Reg.COUNT];
  private final int length;

  /** A footprint some way back, before which nothing is needed any more once this is one itself. */
  private final Footprint anchor;

  private Footprint previous;

  Footprint(Footprint previous, int index, AbstractState state) {
    this.previous = previous;
    this.index = index;
    depth = state.depth();
    for (int reg = 0; reg < regs.length; reg++) {
      regs[reg] = state.current().reg(reg);
    }
    length = previous == null ? 1 : previous.length + 1;
    if (length % KEPT == 0) {
      if (previous.anchor != null) {
        previous.anchor.previous = null;
      }
      anchor = this;
    } else {
      anchor = previous == null ? null : previous.anchor;
    }
  }

  /** The one before it; null at the start, or where the path is longer than what is kept. */
  public Footprint previous() {
    return previous;
  }

  /** The instruction that is about to execute. */
  public int index() {
    return index;
  }

  /** The number of open calls. */
  public int depth() {
    return depth;
  }

  /** What {@code reg} holds. */
  public Value reg(Reg reg) {
    return regs[reg.number()];
  }
}
