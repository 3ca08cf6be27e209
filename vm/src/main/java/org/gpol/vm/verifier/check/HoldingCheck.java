package org.gpol.vm.verifier.check;

import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.SourceLocation;
import org.gpol.bpf.platform.ArgKind;
import org.gpol.bpf.platform.HelperSignature;
import org.gpol.vm.verifier.state.AbstractState;
import org.gpol.vm.verifier.state.Lock;
import org.gpol.vm.verifier.state.Reference;

/** What a program may do while it holds a lock or something that it must give back. */
public final class HoldingCheck {
  private final Code code;

  /** Checks with messages that name places in {@code code}. */
  public HoldingCheck(Code code) {
    this.code = code;
  }

  /** How messages name the instruction at {@code index}. */
  public String place(int index) {
    SourceLocation location = code.location(index);
    return location == null ? "instruction " + code.slotOf(index) : "line " + location.line();
  }

  /** Refuses to end with something held; {@code end} says what ends. */
  public void nothingHeld(AbstractState state, String end) {
    if (state.lock() != null) {
      throw new Refusal(
          SafetyCheck.SPIN_LOCK,
          end
              + " while the lock taken at "
              + place(state.lock().index())
              + " is held; call bpf_spin_unlock on every way to here");
    }
    if (!state.references().isEmpty()) {
      throw leak(state.references().get(0), end);
    }
  }

  /** Refuses to end a callback that keeps something it got. */
  public void nothingKept(AbstractState state, int lastBefore) {
    if (state.lock() != null) {
      nothingHeld(state, "the function called back returns");
    }
    for (Reference reference : state.references()) {
      if (reference.id() > lastBefore) {
        throw leak(reference, "the function called back returns");
      }
    }
  }

  private Refusal leak(Reference reference, String end) {
    return new Refusal(
        SafetyCheck.UNRELEASED_REFERENCE,
        end
            + " without giving back what was got at "
            + place(reference.index())
            + "; submit, discard or release it on every way to here");
  }

  /** Refuses calls of helpers that a lock forbids. */
  public void helper(HelperSignature helper, Lock held) {
    boolean drops = helper.args().contains(ArgKind.SPIN_LOCK_DROPPED);
    if (held != null && !drops) {
      String what =
          helper.args().contains(ArgKind.SPIN_LOCK_TAKEN)
              ? "only one lock can be held at a time"
              : "no helper but bpf_spin_unlock can be called";
      throw new Refusal(
          SafetyCheck.SPIN_LOCK,
          what + " while the lock taken at " + place(held.index()) + " is held");
    }
    if (held == null && drops) {
      throw new Refusal(SafetyCheck.SPIN_LOCK, "there is no lock to drop: none is held here");
    }
  }
}
