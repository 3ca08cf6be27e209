package org.gpol.kernel.workload.rtapp;

import java.util.ArrayList;
import java.util.List;
import org.gpol.kernel.workload.Waker;

/** Holds tasks until a given number of them has come, then lets all go and starts anew. */
final class Barrier {

  private final int participants;
  private final List<RtAppTask> waiting = new ArrayList<>();

  Barrier(int participants) {
    this.participants = participants;
  }

  /** True if the task is the last to come, which frees all others; else it has to block. */
  boolean arrive(RtAppTask task, Waker waker) {
    if (waiting.size() + 1 < participants) {
      task.setSignalled(false);
      waiting.add(task);
      return false;
    }
    for (RtAppTask other : waiting) {
      other.setSignalled(true);
      waker.wake(other.index());
    }
    waiting.clear();
    return true;
  }
}
