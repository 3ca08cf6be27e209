package org.gpol.kernel.workload.rtapp;

import java.util.BitSet;
import java.util.List;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.SourcePosition;

/**
 * What every instance of one task of the file does.
 *
 * @param delayNs from the start of an instance that is forked to its first step
 * @param loops how often the phases are gone through, or {@link #FOREVER}
 * @param ownTimers how many timers each instance has for itself
 * @param absoluteOwnTimers which of them keep their grid
 */
record Program(
    String taskName,
    SourcePosition at,
    List<Phase> phases,
    long delayNs,
    int loops,
    int ownTimers,
    BitSet absoluteOwnTimers) {

  static final int FOREVER = -1;

  /**
   * A phase.
   *
   * @param at its key, or the task's if the task has no phases
   * @param loops how often its steps are repeated before the next phase, or {@link #FOREVER}
   * @param cpus the affinity in force
   * @param priority the nice value or real-time priority it sets, or null to leave it
   * @param steps at least one
   * @param places where the event stands that each step comes from
   */
  record Phase(
      SourcePosition at,
      int loops,
      CpuSet cpus,
      Integer priority,
      List<Step> steps,
      List<SourcePosition> places) {}
}
