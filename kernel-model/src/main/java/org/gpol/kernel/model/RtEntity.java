package org.gpol.kernel.model;

import org.gpol.kernel.workload.SchedAttributes;
import org.gpol.kernel.workload.SchedPolicy;

/** What {@code SCHED_FIFO} and {@code SCHED_RR} keep of a task. */
final class RtEntity {
  /** 1 to 99, the larger the more urgent. */
  int priority;

  final boolean takesTurns;

  /** Ticks left of a turn of {@code SCHED_RR}. */
  long ticksLeft;

  /** Neighbours in the list of its priority. */
  Task previous;

  Task next;

  private RtEntity(int priority, boolean takesTurns, long ticks) {
    this.priority = priority;
    this.takesTurns = takesTurns;
    this.ticksLeft = ticks;
  }

  /** Of a task with one of the two policies, else null. */
  static RtEntity of(SchedPolicy policy, SchedAttributes attributes, long tickNs) {
    if (policy != SchedPolicy.FIFO && policy != SchedPolicy.RR) {
      return null;
    }
    return new RtEntity(attributes.priority(), policy == SchedPolicy.RR, RtClass.turnTicks(tickNs));
  }
}
