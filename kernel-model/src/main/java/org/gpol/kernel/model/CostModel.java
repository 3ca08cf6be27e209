package org.gpol.kernel.model;

import java.util.EnumMap;

/**
 * What each {@link Cost} is in a run. Not charged: the kernel's own work in interrupts, wake-ups,
 * tick and picking, and contention on locks and memory.
 */
public final class CostModel {

  /** The defaults of the tool. */
  public static final CostModel DEFAULT = new CostModel(usual());

  /** Nothing costs time, for tests of logic. */
  public static final CostModel FREE = new CostModel(free());

  private final EnumMap<Cost, Double> values;
  private final EnumMap<Cost, Long> wholeNs = new EnumMap<>(Cost.class);
  private final double nsPerInsn;

  private CostModel(EnumMap<Cost, Double> values) {
    this.values = values;
    values.forEach((cost, value) -> wholeNs.put(cost, Math.round(value)));
    this.nsPerInsn = values.get(Cost.BPF_INSN);
  }

  private static EnumMap<Cost, Double> usual() {
    EnumMap<Cost, Double> values = new EnumMap<>(Cost.class);
    for (Cost cost : Cost.values()) {
      values.put(cost, cost.usual());
    }
    return values;
  }

  private static EnumMap<Cost, Double> free() {
    EnumMap<Cost, Double> values = usual();
    values.replaceAll((cost, usual) -> cost == Cost.IDLE_POLL ? usual : cost.least());
    return values;
  }

  /**
   * The same with one cost changed.
   *
   * @param value nanoseconds, or times for a factor, from {@link Cost#least} to {@link Cost#most}
   */
  public CostModel with(Cost cost, double value) {
    if (!(value >= cost.least() && value <= cost.most())) {
      throw new IllegalArgumentException(
          cost.word() + " of " + value + " is not from " + cost.least() + " to " + cost.most());
    }
    EnumMap<Cost, Double> changed = new EnumMap<>(values);
    changed.put(cost, value);
    return new CostModel(changed);
  }

  /** Nanoseconds, or times for a factor. */
  public double value(Cost cost) {
    return values.get(cost);
  }

  /** Whole nanoseconds. */
  long ns(Cost cost) {
    return wholeNs.get(cost);
  }

  long programNs(long insns) {
    return Math.round(insns * nsPerInsn);
  }

  /** What a task executes longer on {@code to} after it ran on {@code from}. */
  long migrationNs(Topology topology, int from, int to) {
    if (from == to) {
      return 0;
    }
    if (topology.core(from) == topology.core(to)) {
      return ns(Cost.MIGRATE_THREAD);
    }
    if (topology.llc(from) == topology.llc(to)) {
      return ns(Cost.MIGRATE_CORE);
    }
    return ns(topology.node(from) == topology.node(to) ? Cost.MIGRATE_LLC : Cost.MIGRATE_NODE);
  }
}
