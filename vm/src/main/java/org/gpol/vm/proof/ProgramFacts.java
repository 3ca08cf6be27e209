package org.gpol.vm.proof;

import java.util.Arrays;
import org.gpol.bpf.isa.Reg;

/**
 * What holds whenever an instruction of a verified program executes: which instructions ever do,
 * and what the registers that they read point at, or how large they are, before them.
 */
public final class ProgramFacts {
  private static final long UNBOUNDED = Long.MAX_VALUE;

  /** What has been seen of numbers: anything at all, and what disproves the rest. */
  private static final int SEEN = 1;

  private static final int NO_INT = 2;
  private static final int NEGATIVE = 4;
  private static final int ABOVE = 2;
  private static final int BELOW = 4;

  private final boolean[] reached;
  private final long mostInstructions;

  /** By instruction and register; null where no pointer was noted. */
  private final Pointee[] pointees;

  /** By instruction and register, what has been seen of numbers. */
  private final byte[] numbers;

  /** By instruction, how the operands of a branch have been seen to compare. */
  private final byte[] orders;

  /** Facts about a program of {@code size} instructions, none of which has been reached. */
  public ProgramFacts(int size) {
    reached = new boolean[size];
    pointees = new Pointee[size * Reg.COUNT];
    numbers = new byte[size * Reg.COUNT];
    orders = new byte[size];
    mostInstructions = UNBOUNDED;
  }

  private ProgramFacts(ProgramFacts other, long mostInstructions) {
    reached = other.reached;
    pointees = other.pointees;
    numbers = other.numbers;
    orders = other.orders;
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
    return new ProgramFacts(this, most);
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
   * Notes that {@code reg} may be a number from {@code least} to {@code greatest}, as signed ones,
   * before the instruction at {@code index}.
   */
  public void noteNumber(int index, Reg reg, long least, long greatest) {
    boolean isInt = least >= Integer.MIN_VALUE && greatest <= Integer.MAX_VALUE;
    int seen = SEEN | (isInt ? 0 : NO_INT) | (least < 0 ? NEGATIVE : 0);
    numbers[index * Reg.COUNT + reg.number()] |= (byte) seen;
  }

  /**
   * Notes how the 64-bit operands of the branch at {@code index} may compare as signed numbers.
   *
   * @param above true if the left one may be greater
   * @param below true if it may be less
   */
  public void noteOrder(int index, boolean above, boolean below) {
    orders[index] |= (byte) (SEEN | (above ? ABOVE : 0) | (below ? BELOW : 0));
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

  /**
   * True if {@code reg} is always a number that fits into 32 bits with its sign before the
   * instruction at {@code index}, which reads it.
   */
  public boolean isInt(int index, Reg reg) {
    return isNumber(index, reg) && (numbers[index * Reg.COUNT + reg.number()] & NO_INT) == 0;
  }

  /** True if {@code reg} is always a number that is not negative as a signed one. */
  public boolean isNonNegative(int index, Reg reg) {
    return isNumber(index, reg) && (numbers[index * Reg.COUNT + reg.number()] & NEGATIVE) == 0;
  }

  private boolean isNumber(int index, Reg reg) {
    int at = index * Reg.COUNT + reg.number();
    return pointees[at] == null && (numbers[at] & SEEN) != 0;
  }

  /** True if the left operand of the branch at {@code index} never exceeds the right one. */
  public boolean neverAbove(int index) {
    return (orders[index] & (SEEN | ABOVE)) == SEEN;
  }

  /** True if the left operand of the branch at {@code index} is never less than the right one. */
  public boolean neverBelow(int index) {
    return (orders[index] & (SEEN | BELOW)) == SEEN;
  }

  /**
   * What {@code reg} points at before the instruction at {@code index}, which reads it. A number
   * points at nothing.
   */
  public Pointee pointee(int index, Reg reg) {
    int at = index * Reg.COUNT + reg.number();
    Pointee known = pointees[at];
    if ((numbers[at] & SEEN) != 0) {
      return known == null ? Pointee.OTHER : known.join(Pointee.OTHER);
    }
    return known == null ? Pointee.MIXED : known;
  }
}
