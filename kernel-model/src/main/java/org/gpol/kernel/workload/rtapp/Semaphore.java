package org.gpol.kernel.workload.rtapp;

import java.util.ArrayDeque;
import java.util.Deque;
import org.gpol.kernel.workload.Waker;

/**
 * A counting semaphore that begins at 0. A post goes straight to the task that has waited longest,
 * so nobody who comes later takes it away.
 */
final class Semaphore {

  private final Deque<RtAppTask> waiting = new ArrayDeque<>();
  private long count;

  /** True if a post was left; otherwise the task queues and has to block. */
  boolean take(RtAppTask task) {
    if (count > 0) {
      count--;
      return true;
    }
    task.setSignalled(false);
    waiting.add(task);
    return false;
  }

  /** Adds a post. */
  void post(Waker waker) {
    RtAppTask first = waiting.poll();
    if (first == null) {
      count++;
      return;
    }
    first.setSignalled(true);
    waker.wake(first.index());
  }
}
