package org.gpol.kernel.workload.trace;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.gpol.kernel.workload.TaskAction;
import org.gpol.kernel.workload.TaskBehaviour;
import org.gpol.kernel.workload.Waker;

/**
 * One run of a recording: each task does its deeds in order. A wake-up that comes before the sleep
 * that it ended in the recording is remembered, so that the task does not sleep: nothing waits for
 * ever, since what a deed waits for was done before it in the recording.
 */
final class Replay {
  /** No task, or no wake-up. */
  static final int NONE = -1;

  private final Waker waker;

  /** The task that each wake-up wakes, or none if that has no part in the workload. */
  private final int[] woken;

  private final BitSet done;

  /** The wake-up that each task sleeps for. */
  private final int[] awaited;

  private Replay(Waker waker, int[] woken, int tasks) {
    this.waker = waker;
    this.woken = woken;
    done = new BitSet(woken.length);
    awaited = new int[tasks];
    Arrays.fill(awaited, NONE);
  }

  static List<TaskBehaviour> of(List<RecordedTask> tasks, int[] woken, Waker waker) {
    Replay replay = new Replay(waker, woken, tasks.size());
    return IntStream.range(0, tasks.size())
        .<TaskBehaviour>mapToObj(i -> replay.new Task(i, tasks.get(i).deeds()))
        .toList();
  }

  private void wake(int wakeup) {
    done.set(wakeup);
    int task = woken[wakeup];
    if (task != NONE && awaited[task] == wakeup) {
      waker.wake(task);
    }
  }

  private final class Task implements TaskBehaviour {
    private final int index;
    private final long[] deeds;
    private int at;

    Task(int index, long[] deeds) {
      this.index = index;
      this.deeds = deeds;
    }

    @Override
    public TaskAction next(long nowNs) {
      for (; at < deeds.length; at++) {
        TaskAction action = perform(Deed.of(deeds[at]), Deed.argument(deeds[at]), nowNs);
        if (action != null) {
          return action;
        }
      }
      return TaskAction.EXIT;
    }

    /** What the scheduler has to do, or null if the deed is done. */
    private TaskAction perform(Deed deed, long argument, long nowNs) {
      return switch (deed) {
        case WORK -> {
          at++;
          yield new TaskAction.Run(argument);
        }
        case SLEEP -> argument > nowNs ? new TaskAction.SleepUntil(argument) : null;
        case AWAIT -> {
          awaited[index] = done.get((int) argument) ? NONE : (int) argument;
          yield awaited[index] == NONE ? null : TaskAction.BLOCK;
        }
        case WAKE -> {
          wake((int) argument);
          yield null;
        }
      };
    }
  }
}
