package org.gpol.bpf.object;

/**
 * A statistic that the policy keeps and the tools print.
 *
 * @param map index into {@link BpfObject#maps()} of a per-CPU array with one 8-byte value, or those
 *     of {@link HistogramLayout}
 */
public record Statistic(String name, Kind kind, int map) {
  /** How the values of the CPUs become one number. */
  public enum Kind {
    /** Unsigned, summed over CPUs. */
    COUNTER,
    /** Signed, summed over CPUs. */
    GAUGE,
    /** How often each value was, {@link HistogramLayout} says how exactly. */
    HISTOGRAM,
    /** A histogram of nanoseconds. */
    DURATION_HISTOGRAM;

    /** Whether there is more than one number. */
    public boolean isHistogram() {
      return this == HISTOGRAM || this == DURATION_HISTOGRAM;
    }
  }
}
