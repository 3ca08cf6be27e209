package org.gpol.kernel.model;

/**
 * EEVDF, the fair class of Linux since 6.6, and its tunable.
 *
 * @param baseSliceNs {@code base_slice_ns}: what a task asks for at a time, at least 100 us and at
 *     most 100 ms, as {@code sched_setattr} has it
 */
public record EevdfTunables(long baseSliceNs) implements FairSettings {
  private static final long MIN_SLICE_NS = 100_000;
  private static final long MAX_SLICE_NS = 100_000_000;

  /** 3 ms: 0.75 ms as Linux scales it for 8 CPUs and more. */
  public static final EevdfTunables DEFAULT = new EevdfTunables(3_000_000);

  /** Checks the range. */
  public EevdfTunables {
    if (baseSliceNs < MIN_SLICE_NS || baseSliceNs > MAX_SLICE_NS) {
      throw new IllegalArgumentException("a slice of " + baseSliceNs + " ns");
    }
  }
}
