package org.gpol.kernel.model;

/** The events a kernel asks for; at most one of each kind is pending for a CPU or task. */
public enum TimerKind {
  /** The scheduler tick of a CPU. */
  TICK,
  /** A CPU is asked by another to schedule. */
  RESCHED,
  /** The work of a CPU's current task is done. */
  RUN,
  /** A CPU's second is over, in which real-time tasks had all they may. */
  RT_PERIOD,
  /** The next period of a CPU's throttled deadline tasks begins. */
  DEADLINE,
  /** A timer that a program started on a CPU expires. */
  PROGRAM,
  /** Something that {@link UserSpace#at} was asked for happens on a CPU. */
  CALL,
  /** A task's sleep is over, or it starts; the index is the task's. */
  TASK,
  /**
   * An idle CPU picks again. At one instant polls come after all other events, by CPU number, so
   * that their place does not depend on when they were asked for.
   */
  POLL
}
