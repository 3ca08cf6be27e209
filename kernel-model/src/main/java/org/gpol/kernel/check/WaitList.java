package org.gpol.kernel.check;

import java.util.Arrays;

/** Waiting tasks, longest first: time only goes on, so a task that starts to wait is the last. */
final class WaitList {
  private static final int NONE = -1;

  private final int[] next;
  private final int[] prev;
  private final long[] sinceNs;
  private final boolean[] waits;
  private int head = NONE;
  private int tail = NONE;

  WaitList(int tasks) {
    next = new int[tasks];
    prev = new int[tasks];
    sinceNs = new long[tasks];
    waits = new boolean[tasks];
    Arrays.fill(next, NONE);
    Arrays.fill(prev, NONE);
  }

  void add(int task, long nowNs) {
    if (waits[task]) {
      return;
    }
    waits[task] = true;
    sinceNs[task] = nowNs;
    prev[task] = tail;
    next[task] = NONE;
    if (tail == NONE) {
      head = task;
    } else {
      next[tail] = task;
    }
    tail = task;
  }

  void remove(int task) {
    if (!waits[task]) {
      return;
    }
    waits[task] = false;
    if (prev[task] == NONE) {
      head = next[task];
    } else {
      next[prev[task]] = next[task];
    }
    if (next[task] == NONE) {
      tail = prev[task];
    } else {
      prev[next[task]] = prev[task];
    }
  }

  boolean isEmpty() {
    return head == NONE;
  }

  boolean contains(int task) {
    return waits[task];
  }

  /** The task that waits longest; there must be one. */
  int longest() {
    return head;
  }

  /** The one that waits longest after {@code task}, -1 if there is none. */
  int after(int task) {
    return next[task];
  }

  long sinceNs(int task) {
    return sinceNs[task];
  }
}
