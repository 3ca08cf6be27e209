package org.gpol.kernel.synthetic;

import java.util.Arrays;

/**
 * How long requests spent in each stage, every value kept, so that percentiles are those that
 * ghOSt's experiments print: of n sorted values the one at index floor(m p), where m is n if that
 * is odd, else n - 1.
 */
public final class StageTimes {

  /** The stages of a request, in order, and all of them together. */
  public enum Stage {
    /** From its arrival until a load generator takes it. */
    INGRESS_QUEUE(0, "Ingress Queue Time"),
    /** From there until a worker is chosen. */
    REPEATABLE_HANDLE(1, "Repeatable Handle Time"),
    /** From there until the worker begins. */
    WORKER_QUEUE(2, "Worker Queue Time"),
    /** From there until it is done. */
    WORKER_HANDLE(3, "Worker Handle Time"),
    /** From its arrival until it is done. */
    TOTAL(4, "Total");

    private final int column;
    private final String label;

    Stage(int column, String label) {
      this.column = column;
      this.label = label;
    }

    /** As tables call it. */
    public String label() {
      return label;
    }
  }

  private final long[][] values = new long[Stage.values().length][1024];
  private int count;
  private boolean sorted;

  void add(long generated, long received, long assigned, long started, long finished) {
    if (count == values[0].length) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Arrays.copyOf(values[i], count * 2);
      }
    }
    values[0][count] = received - generated;
    values[1][count] = assigned - received;
    values[2][count] = started - assigned;
    values[3][count] = finished - started;
    values[4][count] = finished - generated;
    count++;
  }

  /** How many requests there are. */
  public int count() {
    return count;
  }

  /**
   * The value of a stage that the part {@code p} of all do not exceed, in nanoseconds.
   *
   * @param p 0 to 1; 1 is the largest value
   */
  public long percentileNs(Stage stage, double p) {
    if (count == 0) {
      throw new IllegalStateException("no requests");
    }
    if (!sorted) {
      for (long[] stageValues : values) {
        Arrays.sort(stageValues, 0, count);
      }
      sorted = true;
    }
    int odd = count % 2 == 1 ? count : count - 1;
    return values[stage.column][Math.min(count - 1, (int) (odd * p))];
  }
}
