package org.gpol.vm.proof;

import java.util.ArrayList;
import java.util.List;

/**
 * How many instructions a run executes at most, as a sum: some once, and those of each loop as
 * often as it goes round. What helpers do is not counted, what they call back is. Sums and products
 * that do not fit are {@link Long#MAX_VALUE}, which stands for "not known".
 */
public final class RunCost {
  /** Nothing executed yet. */
  public static final RunCost NONE = new RunCost(0, List.of(), 0);

  /** What repeats a part. */
  public enum Repetition {
    /** A loop of which a number that every round changes bounds the rounds. */
    LOOP,
    /** A loop whose rounds were followed one by one; they differ in cost. */
    FOLLOWED,
    /** {@code bpf_loop}, as often as it was asked to. */
    CALLED_BACK,
    /** {@code bpf_for_each_map_elem}: as often as the map may have entries. */
    EACH_ENTRY
  }

  /**
   * What is executed repeatedly.
   *
   * @param instruction the head of the loop, or the call of the helper
   * @param times how often at most; the last, unfinished round of a loop is counted outside of it
   * @param map the number of the map whose entries are counted; -1 if none is or it is not known
   * @param each the cost of one time; of all times together if they were followed one by one
   */
  public record Part(Repetition repetition, int instruction, long times, int map, RunCost each) {
    /** All times together. */
    public long most() {
      return repetition == Repetition.FOLLOWED ? each.most() : product(times, each.most());
    }

    /** What one run of a function has of it: helpers' calls are runs of their own. */
    private long own() {
      return switch (repetition) {
        case LOOP -> product(times, each.own());
        case FOLLOWED, CALLED_BACK, EACH_ENTRY -> each.own();
      };
    }
  }

  private final long once;
  private final List<Part> parts;
  private final long most;
  private final long own;

  private RunCost(long once, List<Part> parts, long own) {
    this.once = once;
    this.parts = parts;
    this.own = own;
    long sum = once;
    for (Part part : parts) {
      sum = plus(sum, part.most());
    }
    most = sum;
  }

  /** The instructions that are executed once. */
  public long once() {
    return once;
  }

  /** What is executed repeatedly, in order of execution. */
  public List<Part> parts() {
    return parts;
  }

  /** All of it. */
  public long most() {
    return most;
  }

  /** The most that a run of one function executes, calls by helpers being runs of their own. */
  public long own() {
    return own;
  }

  /** This, and {@code instructions} more. */
  public RunCost plus(long instructions) {
    return instructions == 0
        ? this
        : new RunCost(plus(once, instructions), parts, plus(own, instructions));
  }

  /** This without {@code instructions} of those that are executed once. */
  public RunCost minus(long instructions) {
    return new RunCost(once - instructions, parts, own - instructions);
  }

  /** The same number, of which it is not told how it comes about. */
  public RunCost flat() {
    return new RunCost(most, List.of(), own);
  }

  /** One after the other. */
  public RunCost plus(RunCost next) {
    if (next.parts.isEmpty()) {
      return plus(next.once);
    }
    List<Part> all = new ArrayList<>(parts);
    all.addAll(next.parts);
    return new RunCost(plus(once, next.once), List.copyOf(all), plus(own, next.own));
  }

  /** This, and then {@code part}. */
  public RunCost plus(Part part) {
    return part.times == 0 || part.each.most == 0
        ? this
        : plus(new RunCost(0, List.of(part), part.own()));
  }

  /** The greater one; its own cost is the greater of both. */
  public static RunCost greater(RunCost a, RunCost b) {
    RunCost greater = a.most >= b.most ? a : b;
    return new RunCost(greater.once, greater.parts, Math.max(a.own, b.own));
  }

  /** A sum of what is not negative, or the greatest number. */
  private static long plus(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  /** A product of what is not negative, or the greatest number. */
  private static long product(long a, long b) {
    return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
  }
}
