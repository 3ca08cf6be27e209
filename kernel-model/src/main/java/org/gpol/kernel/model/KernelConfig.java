package org.gpol.kernel.model;

/**
 * What is the same for a whole run.
 *
 * @param costs what takes time
 * @param tickNs scheduler tick, 4 ms at HZ=250
 * @param fair the fair class, with tunables that are already scaled to the machine
 * @param elidePolls skip idle polls that would repeat themselves; changes no result
 */
public record KernelConfig(
    Topology topology, CostModel costs, long tickNs, FairSettings fair, boolean elidePolls) {

  /** Checks the tick. */
  public KernelConfig {
    if (tickNs < 1) {
      throw new IllegalArgumentException("tick of " + tickNs + " ns");
    }
  }
}
