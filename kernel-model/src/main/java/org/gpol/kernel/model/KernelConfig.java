package org.gpol.kernel.model;

import org.gpol.kernel.workload.CpuSet;

/**
 * What is the same for a whole run.
 *
 * @param costs what takes time
 * @param tickNs scheduler tick, 4 ms at HZ=250
 * @param fair the fair class, with tunables that are already scaled to the machine
 * @param elidePolls skip idle polls that would repeat themselves; changes no result
 * @param policyCpus the CPUs of the enclave of the policy, if there is one
 */
public record KernelConfig(
    Topology topology,
    CostModel costs,
    long tickNs,
    FairSettings fair,
    boolean elidePolls,
    CpuSet policyCpus) {

  /** Checks the tick. */
  public KernelConfig {
    if (tickNs < 1) {
      throw new IllegalArgumentException("tick of " + tickNs + " ns");
    }
  }
}
