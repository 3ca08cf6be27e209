package org.gpol.vm.proof;

import java.util.Arrays;
import org.gpol.bpf.isa.Reg;

/**
 * What holds whenever an instruction of a verified program executes: which instructions ever do,
 * and what registers point at before them.
 */
public final class ProgramFacts {
  private final boolean[] reached;
  private final boolean terminates;

  /** By instruction and register; null where nothing was noted. */
  private final Pointee[] pointees;

  /** Facts about a program of {@code size} instructions, none of which has been reached. */
  public ProgramFacts(int size) {
    this(size, true);
  }

  private ProgramFacts(int size, boolean terminates) {
    this.terminates = terminates;
    reached = new boolean[size];
    pointees = new Pointee[size * Reg.COUNT];
  }

  /** Facts of a program that nobody verified: everything is reached, nothing else is known. */
  public static ProgramFacts none(int size) {
    ProgramFacts facts = new ProgramFacts(size, false);
    Arrays.fill(facts.reached, true);
    return facts;
  }

  /** Notes that the instruction at {@code index} may execute. */
  public void reach(int index) {
    reached[index] = true;
  }

  /** Notes one more thing that {@code reg} may be before the instruction at {@code index}. */
  public void note(int index, Reg reg, Pointee pointee) {
    int at = index * Reg.COUNT + reg.number();
    pointees[at] = pointees[at] == null ? pointee : pointees[at].join(pointee);
  }

  /**
   * True if every loop ends: the verifier has followed each to its end, so that no run of a
   * function executes more instructions than it has looked at.
   */
  public boolean terminates() {
    return terminates;
  }

  /** False if the instruction at {@code index} never executes. */
  public boolean reached(int index) {
    return reached[index];
  }

  /** What {@code reg} points at before the instruction at {@code index}. */
  public Pointee pointee(int index, Reg reg) {
    Pointee known = pointees[index * Reg.COUNT + reg.number()];
    return known == null ? Pointee.MIXED : known;
  }
}
