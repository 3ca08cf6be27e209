package org.gpol.kernel.workload.trace;

import java.util.Arrays;
import org.gpol.kernel.workload.SchedAttributes;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.TaskAction;
import org.gpol.kernel.workload.TaskBehaviour;
import org.gpol.kernel.workload.TaskSpec;

/** What a task did in a recording: work, and until when it slept after it, again and again. */
final class RecordedTask {
  private static final int FIRST_FAIR_PRIO = 100;
  private static final int NICE_0_PRIO = 120;

  final int pid;
  String comm;
  private int prio;

  /** In pairs: work in nanoseconds, and the time at which the task was woken after it. */
  private long[] steps = new long[4];

  private int size;
  private long firstNs = -1;
  private long workNs;
  private boolean asleep;

  /** When it came onto its CPU, -1 if it is on none. */
  long onSinceNs = -1;

  /** It has been seen to leave or to wait, so it is known where it is. */
  boolean known;

  RecordedTask(SchedEvents.Who who) {
    pid = who.pid();
    seen(who);
  }

  void seen(SchedEvents.Who who) {
    comm = who.comm();
    prio = who.prio();
  }

  /** It could run from now on. */
  void runnable(long nowNs) {
    known = true;
    if (firstNs < 0) {
      firstNs = nowNs;
    } else if (asleep) {
      add(workNs, nowNs);
      workNs = 0;
    }
    asleep = false;
  }

  void ran(long ns) {
    workNs += ns;
  }

  void sleeps() {
    asleep = true;
  }

  private void add(long ranNs, long wokenNs) {
    if (size + 2 > steps.length) {
      steps = Arrays.copyOf(steps, steps.length * 2);
    }
    steps[size++] = ranNs;
    steps[size++] = wokenNs;
  }

  /** No more will come: what it did last ends it. */
  void finish() {
    add(workNs, -1);
    steps = Arrays.copyOf(steps, size);
  }

  boolean everRan() {
    for (int i = 0; i < size; i += 2) {
      if (steps[i] > 0) {
        return true;
      }
    }
    return false;
  }

  TaskSpec spec(String name) {
    boolean realTime = prio < FIRST_FAIR_PRIO;
    int priority = Math.max(1, Math.min(SchedAttributes.MAX_PRIORITY, FIRST_FAIR_PRIO - 1 - prio));
    int nice = Math.max(TaskSpec.MIN_NICE, Math.min(TaskSpec.MAX_NICE, prio - NICE_0_PRIO));
    return new TaskSpec(
        name,
        realTime ? SchedPolicy.FIFO : SchedPolicy.OTHER,
        realTime ? new SchedAttributes(priority, 0, 0, 0) : SchedAttributes.NONE,
        realTime ? 0 : nice,
        null,
        firstNs);
  }

  /** Does the same work, and sleeps until the same times. */
  TaskBehaviour behaviour() {
    long[] recorded = steps;
    return new TaskBehaviour() {
      private int at;

      @Override
      public TaskAction next(long nowNs) {
        while (at < recorded.length) {
          long value = recorded[at++];
          boolean work = at % 2 == 1;
          if (work && value > 0) {
            return new TaskAction.Run(value);
          }
          if (!work && value > nowNs) {
            return new TaskAction.SleepUntil(value);
          }
        }
        return TaskAction.EXIT;
      }
    };
  }
}
