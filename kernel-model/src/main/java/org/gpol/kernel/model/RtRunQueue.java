package org.gpol.kernel.model;

import org.gpol.kernel.workload.SchedAttributes;

/**
 * The real-time run queue of a CPU: a list for each priority, of which the most urgent one that is
 * not empty goes first. The current task stays in its list.
 */
final class RtRunQueue {
  private final Task[] heads = new Task[SchedAttributes.MAX_PRIORITY + 1];
  private final Task[] tails = new Task[SchedAttributes.MAX_PRIORITY + 1];

  /** Bit p of the pair: the list of priority p is not empty. */
  private final long[] present = new long[2];

  int nrRunning;

  /** Its tasks have used up what the period allows them. */
  boolean throttled;

  /** Execution in the present period that is not paid for yet ({@code rt_time}). */
  long timeNs;

  /** Number of the period up to which {@link #timeNs} was paid for. */
  long period;

  /** Tasks are runnable and may run. */
  boolean wantsCpu() {
    return nrRunning > 0 && !throttled;
  }

  void append(Task task) {
    int priority = task.rt.priority;
    Task tail = tails[priority];
    task.rt.previous = tail;
    task.rt.next = null;
    if (tail == null) {
      heads[priority] = task;
      present[priority >> 6] |= 1L << priority;
    } else {
      tail.rt.next = task;
    }
    tails[priority] = task;
    nrRunning++;
  }

  void prepend(Task task) {
    int priority = task.rt.priority;
    Task head = heads[priority];
    if (head == null) {
      append(task);
      return;
    }
    task.rt.previous = null;
    task.rt.next = head;
    head.rt.previous = task;
    heads[priority] = task;
    nrRunning++;
  }

  void remove(Task task) {
    int priority = task.rt.priority;
    RtEntity entity = task.rt;
    if (entity.previous == null) {
      heads[priority] = entity.next;
    } else {
      entity.previous.rt.next = entity.next;
    }
    if (entity.next == null) {
      tails[priority] = entity.previous;
    } else {
      entity.next.rt.previous = entity.previous;
    }
    entity.previous = null;
    entity.next = null;
    if (heads[priority] == null) {
      present[priority >> 6] &= ~(1L << priority);
    }
    nrRunning--;
  }

  void toTail(Task task) {
    remove(task);
    append(task);
  }

  boolean isAlone(Task task) {
    return task.rt.previous == null && task.rt.next == null;
  }

  /** The most urgent, null if there is none. */
  Task first() {
    return heads[topPriority()];
  }

  /** Priority of {@link #first}, 0 if there is none. */
  int topPriority() {
    if (present[1] != 0) {
      return 127 - Long.numberOfLeadingZeros(present[1]);
    }
    return present[0] == 0 ? 0 : 63 - Long.numberOfLeadingZeros(present[0]);
  }

  /** The one after {@code task} in order of urgency, null if it is the last. */
  Task after(Task task) {
    if (task.rt.next != null) {
      return task.rt.next;
    }
    for (int priority = task.rt.priority - 1; priority > 0; priority--) {
      if (heads[priority] != null) {
        return heads[priority];
      }
    }
    return null;
  }
}
