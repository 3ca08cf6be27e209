package org.gpol.kernel.model;

/** Where the kernel asks for events. */
public interface Timers {

  /**
   * Asks for an event, in place of one of the same kind and index that is pending.
   *
   * @param index CPU number, or task index for {@link TimerKind#TASK}
   * @param atNs not in the past
   */
  void arm(TimerKind kind, int index, long atNs);

  /** Withdraws a pending event; nothing happens if there is none. */
  void cancel(TimerKind kind, int index);

  /** Whether an event is pending. */
  boolean isArmed(TimerKind kind, int index);
}
