package org.gpol.kernel.workload.rtapp;

import java.util.ArrayDeque;
import java.util.Deque;
import org.gpol.kernel.workload.Waker;

/**
 * A mutex that is handed over in the order of asking: {@link #release} makes the longest-waiting
 * task the owner and wakes it, so nobody who comes between the wake-up and its running can take the
 * mutex away. (The default mutex of glibc lets newcomers barge in; which of them wins depends on
 * the machine, and a simulation has to decide it once.)
 */
final class Mutex {

  private final Deque<RtAppTask> waiting = new ArrayDeque<>();
  private RtAppTask owner;

  /** True if the task has the mutex now; otherwise it queues and must block and ask again. */
  boolean acquire(RtAppTask task) {
    if (owner == null) {
      owner = task;
    }
    if (owner == task) {
      task.setQueued(false);
      return true;
    }
    if (!task.queued()) {
      task.setQueued(true);
      waiting.add(task);
    }
    return false;
  }

  /** Passes the mutex to the next in line, if any; only its owner may call this. */
  void release(Waker waker) {
    owner = waiting.poll();
    if (owner != null) {
      waker.wake(owner.index());
    }
  }
}
