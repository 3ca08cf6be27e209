package org.gpol.kernel.model;

import org.gpol.bpf.GpolBug;

/**
 * Tasks of {@code SCHED_DEADLINE} by a time, first come first among equals. A list, as admission
 * keeps them few.
 */
final class DeadlineQueue {
  private Task head;
  private int size;

  int size() {
    return size;
  }

  /** The earliest, null if there is none. */
  Task first() {
    return head;
  }

  /** The one after it, null if it is the last. */
  Task after(Task task) {
    return task.deadline.next;
  }

  void insert(Task task, long key) {
    DeadlineEntity entity = task.deadline;
    if (entity.inQueue) {
      throw new GpolBug(task + " is in a deadline queue already");
    }
    Task previous = null;
    Task next = head;
    while (next != null && next.deadline.key <= key) {
      previous = next;
      next = next.deadline.next;
    }
    entity.inQueue = true;
    entity.key = key;
    entity.previous = previous;
    entity.next = next;
    if (previous == null) {
      head = task;
    } else {
      previous.deadline.next = task;
    }
    if (next != null) {
      next.deadline.previous = task;
    }
    size++;
  }

  void remove(Task task) {
    DeadlineEntity entity = task.deadline;
    if (!entity.inQueue) {
      throw new GpolBug(task + " is in no deadline queue");
    }
    if (entity.previous == null) {
      head = entity.next;
    } else {
      entity.previous.deadline.next = entity.next;
    }
    if (entity.next != null) {
      entity.next.deadline.previous = entity.previous;
    }
    entity.inQueue = false;
    entity.previous = null;
    entity.next = null;
    size--;
  }
}
