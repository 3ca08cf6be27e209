package org.gpol.kernel.model;

/**
 * CFS's {@code sched_*_ns} sysctls.
 *
 * @param latencyNs every runnable task runs once in this time while there are few
 * @param minGranularityNs no task is preempted by the tick before it ran this long
 * @param wakeupGranularityNs how far ahead a woken task must be to preempt
 */
public record FairTunables(long latencyNs, long minGranularityNs, long wakeupGranularityNs)
    implements FairSettings {

  /** The kernel's values for one CPU. */
  public static final FairTunables ONE_CPU = new FairTunables(6_000_000, 750_000, 1_000_000);

  /** Scaled as {@code SCHED_TUNABLESCALING_LOG} does: by 1 + log2 of the CPUs, at most 8. */
  public static FairTunables forCpus(int cpus) {
    int factor = 1 + (31 - Integer.numberOfLeadingZeros(Math.min(cpus, 8)));
    return new FairTunables(
        ONE_CPU.latencyNs * factor,
        ONE_CPU.minGranularityNs * factor,
        ONE_CPU.wakeupGranularityNs * factor);
  }
}
