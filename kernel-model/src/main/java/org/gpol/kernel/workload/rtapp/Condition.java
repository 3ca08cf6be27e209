package org.gpol.kernel.workload.rtapp;

import java.util.ArrayDeque;
import java.util.Deque;
import org.gpol.kernel.workload.Waker;

/** A condition variable: a queue of waiting tasks, and no memory of signals nobody waited for. */
final class Condition {

  private final Deque<RtAppTask> waiting = new ArrayDeque<>();

  void enqueue(RtAppTask task) {
    task.setSignalled(false);
    waiting.add(task);
  }

  /** Wakes the task that has waited longest; false if none waits. */
  boolean signal(Waker waker) {
    RtAppTask first = waiting.poll();
    if (first == null) {
      return false;
    }
    first.setSignalled(true);
    waker.wake(first.index());
    return true;
  }
}
