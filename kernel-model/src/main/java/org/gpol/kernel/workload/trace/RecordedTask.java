package org.gpol.kernel.workload.trace;

import java.util.Arrays;
import org.gpol.kernel.workload.SchedAttributes;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.TaskSpec;

/** What a task did in a recording. Times count from the first event. */
final class RecordedTask {
  private static final int FIRST_FAIR_PRIO = 100;
  private static final int NICE_0_PRIO = 120;

  final int pid;
  String comm;
  private int prio;
  private long[] deeds = new long[4];
  private int size;
  private long firstNs = -1;
  private long workNs;
  private boolean asleep;
  private long onSinceNs = -1;

  /** It has been seen to leave or to wait, so it is known where it is. */
  private boolean known;

  /**
   * The text does not tell interrupts from tasks, but this one has been woken while a CPU idled, so
   * it does not wait for tasks.
   */
  private boolean wokenByInterrupts;

  RecordedTask(SchedEvents.Who who) {
    pid = who.pid();
    seen(who);
  }

  void seen(SchedEvents.Who who) {
    comm = who.comm();
    prio = who.prio();
  }

  /** It could run from now on, by the wake-up of this number. */
  void runnable(long nowNs, int wakeup) {
    known = true;
    if (firstNs < 0) {
      firstNs = nowNs;
    } else if (asleep) {
      worked();
      add(wakeup < 0 ? Deed.SLEEP : Deed.AWAIT, wakeup < 0 ? nowNs : wakeup);
    }
    asleep = false;
  }

  boolean isOnCpu() {
    return onSinceNs >= 0;
  }

  /** Whether it may be on a CPU since before the recording began. */
  boolean isUnknown() {
    return !known;
  }

  /** Gets its CPU. */
  void on(long nowNs) {
    onSinceNs = nowNs;
  }

  /** Loses it. */
  void off(long nowNs, boolean sleeps) {
    workNs += nowNs - onSinceNs;
    onSinceNs = -1;
    asleep |= sleeps;
  }

  /** Whether it slept after it left its CPU, if that shows only when it comes back. */
  void sleeps(boolean slept) {
    asleep = slept;
  }

  /** Wakes another, on its CPU. */
  void wakes(int wakeup, long nowNs) {
    workNs += nowNs - onSinceNs;
    onSinceNs = nowNs;
    worked();
    add(Deed.WAKE, wakeup);
  }

  void isWokenByInterrupts() {
    wokenByInterrupts = true;
  }

  private void worked() {
    if (workNs > 0) {
      add(Deed.WORK, workNs);
    }
    workNs = 0;
  }

  private void add(Deed deed, long argument) {
    if (size == deeds.length) {
      deeds = Arrays.copyOf(deeds, size * 2);
    }
    deeds[size++] = deed.packed(argument);
  }

  /** No more will come: what it did last ends it. */
  void finish(long nowNs, Wakeups wakeups) {
    if (isOnCpu()) {
      off(nowNs, false);
    }
    worked();
    deeds = Arrays.copyOf(deeds, size);
    for (int i = 0; wokenByInterrupts && i < size; i++) {
      if (Deed.of(deeds[i]) == Deed.AWAIT) {
        deeds[i] = Deed.SLEEP.packed(wakeups.timeNs((int) Deed.argument(deeds[i])));
      }
    }
  }

  /** Whether a workload without it would be another. */
  boolean matters() {
    return Arrays.stream(deeds)
        .mapToObj(Deed::of)
        .anyMatch(deed -> deed == Deed.WORK || deed == Deed.WAKE);
  }

  /** In its order; only after {@link #finish}. */
  long[] deeds() {
    return deeds;
  }

  TaskSpec spec(String name) {
    boolean realTime = prio < FIRST_FAIR_PRIO;
    int priority = Math.max(1, Math.min(SchedAttributes.MAX_PRIORITY, FIRST_FAIR_PRIO - 1 - prio));
    int nice = Math.max(TaskSpec.MIN_NICE, Math.min(TaskSpec.MAX_NICE, prio - NICE_0_PRIO));
    return new TaskSpec(
        name,
        realTime ? SchedPolicy.FIFO : SchedPolicy.OTHER,
        realTime ? SchedAttributes.priority(priority) : SchedAttributes.NONE,
        realTime ? 0 : nice,
        null,
        firstNs);
  }
}
