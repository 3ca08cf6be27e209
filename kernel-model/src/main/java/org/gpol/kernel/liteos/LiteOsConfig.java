package org.gpol.kernel.liteos;

/**
 * Settings of the kernel.
 *
 * @param tickNs length of a tick; 1 ms in LiteOS by default
 * @param sliceTicks ticks after which a task makes way for others of its priority
 * @param taskLimit tasks there can be, without the idle task
 */
public record LiteOsConfig(long tickNs, int sliceTicks, int taskLimit) {
  /** LiteOS's defaults. */
  public static final LiteOsConfig DEFAULT = new LiteOsConfig(1_000_000, 2, 64);

  /** Checks the ranges. */
  public LiteOsConfig {
    if (tickNs < 1 || sliceTicks < 1 || taskLimit < 1) {
      throw new IllegalArgumentException(
          "ticks of " + tickNs + " ns, slices of " + sliceTicks + ", " + taskLimit + " tasks");
    }
  }
}
