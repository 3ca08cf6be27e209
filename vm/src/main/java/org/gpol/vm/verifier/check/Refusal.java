package org.gpol.vm.verifier.check;

/**
 * A check that failed. It leaves the analysis of the instruction from wherever the check is made
 * and becomes the rejection, with the place that the verifier was at.
 */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final SafetyCheck check;
  private final int index;

  /** A refusal of the instruction that is being looked at. */
  public Refusal(SafetyCheck check, String message) {
    this(check, -1, message);
  }

  /** A refusal of the instruction at {@code index}. */
  public Refusal(SafetyCheck check, int index, String message) {
    super(message, null, false, false);
    this.check = check;
    this.index = index;
  }

  /** The rule that is broken. */
  public SafetyCheck check() {
    return check;
  }

  /** The instruction that breaks it, or -1 for the one being looked at. */
  public int index() {
    return index;
  }
}
