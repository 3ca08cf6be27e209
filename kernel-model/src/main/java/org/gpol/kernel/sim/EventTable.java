package org.gpol.kernel.sim;

import org.gpol.kernel.model.TimerKind;
import org.gpol.kernel.model.Timers;

/** The kernel's timers as ids of an {@link EventQueue}: per CPU one of each kind, then tasks. */
final class EventTable implements Timers {
  private static final TimerKind[] CPU_KINDS = {
    TimerKind.TICK,
    TimerKind.RESCHED,
    TimerKind.RUN,
    TimerKind.POLL,
    TimerKind.PROGRAM,
    TimerKind.CALL,
    TimerKind.RT_PERIOD,
    TimerKind.DEADLINE
  };

  /** Polls come last at an instant, whatever else was asked for in the meantime. */
  private static final long POLL_RANK = 1L << 62;

  private final EventQueue queue;
  private final int cpus;

  EventTable(int cpus, int tasks) {
    this.cpus = cpus;
    this.queue = new EventQueue(cpus * CPU_KINDS.length + tasks);
  }

  EventQueue queue() {
    return queue;
  }

  @Override
  public void arm(TimerKind kind, int index, long atNs) {
    if (kind == TimerKind.POLL) {
      queue.schedule(id(kind, index), atNs, POLL_RANK + index);
    } else {
      queue.schedule(id(kind, index), atNs);
    }
  }

  @Override
  public void cancel(TimerKind kind, int index) {
    queue.cancel(id(kind, index));
  }

  @Override
  public boolean isArmed(TimerKind kind, int index) {
    return queue.isPending(id(kind, index));
  }

  TimerKind kind(int id) {
    return id < cpus * CPU_KINDS.length ? CPU_KINDS[id / cpus] : TimerKind.TASK;
  }

  int index(int id) {
    return id < cpus * CPU_KINDS.length ? id % cpus : id - cpus * CPU_KINDS.length;
  }

  private int id(TimerKind kind, int index) {
    return switch (kind) {
      case TICK -> index;
      case RESCHED -> cpus + index;
      case RUN -> 2 * cpus + index;
      case POLL -> 3 * cpus + index;
      case PROGRAM -> 4 * cpus + index;
      case CALL -> 5 * cpus + index;
      case RT_PERIOD -> 6 * cpus + index;
      case DEADLINE -> 7 * cpus + index;
      case TASK -> CPU_KINDS.length * cpus + index;
    };
  }
}
