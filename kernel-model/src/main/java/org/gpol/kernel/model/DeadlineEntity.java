package org.gpol.kernel.model;

import org.gpol.kernel.workload.SchedAttributes;
import org.gpol.kernel.workload.SchedPolicy;

/**
 * What {@code SCHED_DEADLINE} keeps of a task: its constant-bandwidth server, with the rules of
 * {@code kernel/sched/deadline.c} for when budget and deadline are renewed.
 */
final class DeadlineEntity {
  private static final int SCALE = 10;

  final long runtimeNs;
  final long deadlineNs;
  final long periodNs;

  /** Execution left until {@link #dueNs}; negative what the tick noticed late. */
  long leftNs;

  /** The absolute deadline, which orders the tasks. */
  long dueNs;

  /** Has used its budget and waits for the next period. */
  boolean throttled;

  /** Gave the rest of its budget away. */
  boolean yielded;

  /** The CPU on whose list of throttled tasks it is, null if on none. */
  Cpu throttledOn;

  /** Its place in a {@link DeadlineQueue}, and the key and neighbours there. */
  boolean inQueue;

  long key;
  Task previous;
  Task next;

  private DeadlineEntity(SchedAttributes attributes) {
    this.runtimeNs = attributes.runtimeNs();
    this.deadlineNs = attributes.deadlineNs();
    this.periodNs = attributes.periodNs();
  }

  /** Of a task with the policy, else null. */
  static DeadlineEntity of(SchedPolicy policy, SchedAttributes attributes) {
    return policy == SchedPolicy.DEADLINE ? new DeadlineEntity(attributes) : null;
  }

  /** {@code setup_new_dl_entity}: a full budget from now on. */
  void begin(long nowNs) {
    dueNs = nowNs + deadlineNs;
    leftNs = runtimeNs;
  }

  /** {@code dl_next_period}. */
  long nextPeriodNs() {
    return dueNs - deadlineNs + periodNs;
  }

  /**
   * {@code update_dl_entity}: what is left may be used until the old deadline, unless that is over
   * or would be more than the reserved part of the time until then.
   */
  void wakeUp(long nowNs) {
    if (dueNs < nowNs) {
      begin(nowNs);
    } else if (overflows(nowNs)) {
      if (deadlineNs < periodNs) {
        leftNs = (long) ((double) runtimeNs / deadlineNs * (dueNs - nowNs));
      } else {
        begin(nowNs);
      }
    }
  }

  /** {@code dl_entity_overflow}: leftNs / (dueNs - now) &gt; runtimeNs / deadlineNs. */
  private boolean overflows(long nowNs) {
    long left = (deadlineNs >> SCALE) * (leftNs >> SCALE);
    long right = ((dueNs - nowNs) >> SCALE) * (runtimeNs >> SCALE);
    return right < left;
  }

  /** {@code dl_check_constrained_dl}: past its deadline, and the next period has not begun. */
  boolean isBetweenPeriods(long nowNs) {
    return deadlineNs < periodNs && dueNs < nowNs && nowNs < nextPeriodNs();
  }

  /** {@code replenish_dl_entity}. */
  void replenish(long nowNs) {
    if (yielded && leftNs > 0) {
      leftNs = 0;
    }
    while (leftNs <= 0) {
      dueNs += periodNs;
      leftNs += runtimeNs;
    }
    if (dueNs < nowNs) {
      begin(nowNs);
    }
    yielded = false;
    throttled = false;
  }
}
