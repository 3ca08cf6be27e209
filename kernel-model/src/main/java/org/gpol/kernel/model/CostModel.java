package org.gpol.kernel.model;

/**
 * What the model charges for. Not charged: the kernel's own work in interrupts, wake-ups, tick and
 * picking, contention on locks and memory, cold caches after a migration.
 *
 * @param contextSwitchNs a switch to a task; 599 ns is what the ghOSt paper measured for CFS (SOSP
 *     2021, table 3). A switch to idle costs nothing
 * @param nsPerInsn one executed BPF instruction, helpers included
 * @param idlePollNs pause between two picks of an idle CPU whose policy asked not to idle, at least
 *     1
 * @param ipiNs from the request to reschedule another CPU until that CPU notices
 */
public record CostModel(long contextSwitchNs, double nsPerInsn, long idlePollNs, long ipiNs) {

  /** The defaults of the tool. */
  public static final CostModel DEFAULT = new CostModel(599, 1.0, 1000, 500);

  /** Nothing costs time, for tests of logic. */
  public static final CostModel FREE = new CostModel(0, 0, 1000, 0);

  /** Checks the ranges. */
  public CostModel {
    if (contextSwitchNs < 0 || !(nsPerInsn >= 0 && nsPerInsn <= 1e6) || ipiNs < 0) {
      throw new IllegalArgumentException("a cost is negative or not a number");
    }
    if (idlePollNs < 1) {
      throw new IllegalArgumentException("an idle poll takes at least 1 ns, not " + idlePollNs);
    }
  }

  long programNs(long insns) {
    return Math.round(insns * nsPerInsn);
  }
}
