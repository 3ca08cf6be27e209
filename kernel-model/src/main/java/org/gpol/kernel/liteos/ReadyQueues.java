package org.gpol.kernel.liteos;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** A queue of ready tasks for each priority. */
final class ReadyQueues {
  static final int PRIORITIES = 32;

  private final List<ArrayDeque<LiteTask>> queues = new ArrayList<>();
  private int occupied;

  ReadyQueues() {
    for (int i = 0; i < PRIORITIES; i++) {
      queues.add(new ArrayDeque<>());
    }
  }

  void addLast(LiteTask task) {
    queues.get(task.priority).addLast(task);
    occupied |= 1 << task.priority;
  }

  void addFirst(LiteTask task) {
    queues.get(task.priority).addFirst(task);
    occupied |= 1 << task.priority;
  }

  void remove(LiteTask task) {
    ArrayDeque<LiteTask> queue = queues.get(task.priority);
    queue.remove(task);
    if (queue.isEmpty()) {
      occupied &= ~(1 << task.priority);
    }
  }

  /** The highest priority of a ready task, {@link #PRIORITIES} if there is none. */
  int highest() {
    return Integer.numberOfTrailingZeros(occupied);
  }

  boolean hasAt(int priority) {
    return (occupied >> priority & 1) != 0;
  }

  /** The next task of the highest priority, null if there is none. */
  LiteTask first() {
    return occupied == 0 ? null : queues.get(highest()).peekFirst();
  }
}
