package org.gpol.vm.verifier.transfer;

import org.gpol.bpf.isa.Reg;
import org.gpol.vm.verifier.check.Refusal;
import org.gpol.vm.verifier.check.SafetyCheck;
import org.gpol.vm.verifier.domain.Value;
import org.gpol.vm.verifier.state.AbstractState;
import org.gpol.vm.verifier.state.Trail;

/** One way through the program, as far as it has been followed. */
public final class Path {
  private final AbstractState state;
  private final Trail trail;
  private int index;
  private boolean returned;
  private Footprint footprint;

  /** A path that is about to execute the instruction at {@code index}. */
  public Path(AbstractState state, Trail trail, int index) {
    this.state = state;
    this.trail = trail;
    this.index = index;
  }

  /** What is known. */
  public AbstractState state() {
    return state;
  }

  /** Where it came from. */
  public Trail trail() {
    return trail;
  }

  /** The instruction that comes next. */
  public int index() {
    return index;
  }

  /** Goes on at {@code next}. */
  public void goTo(int next) {
    index = next;
  }

  /** Goes on at the helper at {@code call}, to which a callback has just returned. */
  void returnTo(int call) {
    index = call;
    returned = true;
  }

  /** True, once, after a callback has returned to the helper that comes next. */
  public boolean takeReturned() {
    boolean was = returned;
    returned = false;
    return was;
  }

  /** A second path that goes on at {@code next} from the same state. */
  Path fork(int next) {
    Path other = new Path(state.copy(), trail.fork(), next);
    other.footprint = footprint;
    return other;
  }

  /** Where an observer has seen the path last; null if none keeps track. */
  public Footprint footprint() {
    return footprint;
  }

  /** Adds what the path looks like now to its footprints. */
  public void leaveFootprint() {
    footprint = new Footprint(footprint, index, state);
  }

  /** Depth of the current frame, 0 for the entry. */
  int frame() {
    return state.depth() - 1;
  }

  /** The content of a register, which must have some. */
  Value read(Reg reg) {
    trail.readRegs(frame(), 1 << reg.number());
    Value value = state.reg(reg);
    if (value instanceof Value.Uninit) {
      throw new Refusal(
          SafetyCheck.UNINITIALISED_REGISTER,
          reg + " is read but holds nothing here; give it a value on every way to this place");
    }
    return value;
  }

  /** Overwrites a register. */
  void write(Reg reg, Value value) {
    trail.wroteRegs(frame(), 1 << reg.number());
    state.setReg(reg, value);
  }
}
