package org.gpol.vm.proof;

import java.util.Arrays;
import org.gpol.bpf.isa.Reg;

/**
 * What holds whenever an instruction of a verified program executes: which instructions ever do,
 * and what registers point at before them.
 */
public final class ProgramFacts {
  private static final long UNBOUNDED = Long.MAX_VALUE;

  private final boolean[] reached;
  private final long mostInstructions;

  /** By instruction and register; null where nothing was noted. */
  private final Pointee[] pointees;

  /** Facts about a program of {@code size} instructions, none of which has been reached. */
  public ProgramFacts(int size) {
    this(new boolean[size], new Pointee[size * Reg.COUNT], UNBOUNDED);
  }

  private ProgramFacts(boolean[] reached, Pointee[] pointees, long mostInstructions) {
    this.reached = reached;
    this.pointees = pointees;
    this.mostInstructions = mostInstructions;
  }

  /** Facts of a program that nobody verified: everything is reached, nothing else is known. */
  public static ProgramFacts none(int size) {
    ProgramFacts facts = new ProgramFacts(size);
    Arrays.fill(facts.reached, true);
    return facts;
  }

  /** The same facts of a program whose functions execute {@code most} instructions at most. */
  public ProgramFacts endingAfter(long most) {
    return new ProgramFacts(reached, pointees, most);
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
   * True if every loop ends: the verifier has followed each to its end or has found out how often
   * it goes round at most.
   */
  public boolean terminates() {
    return mostInstructions != UNBOUNDED;
  }

  /**
   * The instructions that a run executes at most; {@link Long#MAX_VALUE} if that is not known.
   * Every call that a helper makes of a function of the program is a run of its own.
   */
  public long mostInstructions() {
    return mostInstructions;
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
