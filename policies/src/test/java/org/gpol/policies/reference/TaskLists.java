package org.gpol.policies.reference;

import java.util.ArrayList;
import java.util.List;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.Symbol;

/** Heaps or fifos of tasks, as lists that are searched from end to end. */
final class TaskLists {
  static final long E2BIG = 7;
  static final long EEXIST = 17;
  static final long ENOENT = 2;

  /** A task in hand. */
  record Task(long gtid, long barrier) {}

  private static final class Entry {
    final long gtid;
    long barrier;
    long key;
    final long arrival;

    Entry(Task task, long key, long arrival) {
      this.gtid = task.gtid();
      this.barrier = task.barrier();
      this.key = key;
      this.arrival = arrival;
    }

    Task task() {
      return new Task(gtid, barrier);
    }
  }

  private final Symbol.Container container;
  private final List<List<Entry>> lanes = new ArrayList<>();
  private long arrivals;

  TaskLists(Symbol.Container container) {
    this.container = container;
    for (int i = 0; i < container.lanes(); i++) {
      lanes.add(new ArrayList<>());
    }
  }

  int laneCount() {
    return lanes.size();
  }

  private boolean isHeap() {
    return container.kind() == Symbol.ContainerKind.HEAP;
  }

  private int total() {
    return lanes.stream().mapToInt(List::size).sum();
  }

  long push(int lane, Task task, long key, boolean front) {
    if (total() == container.capacity()) {
      return E2BIG;
    }
    if (find(task.gtid()) != null) {
      return EEXIST;
    }
    Entry entry = new Entry(task, key, arrivals++);
    lanes.get(lane).add(front ? 0 : lanes.get(lane).size(), entry);
    return 0;
  }

  /** The first of a fifo, or the least of a heap, of equal ones the one that came first. */
  private Entry first(int lane) {
    Entry first = null;
    for (Entry entry : lanes.get(lane)) {
      if (first == null || (isHeap() && isBefore(entry, first))) {
        first = entry;
      }
    }
    return first;
  }

  private boolean isBefore(Entry a, Entry b) {
    int order = Numbers.compare(a.key, b.key, (ScalarType) container.key());
    return order != 0 ? order < 0 : a.arrival < b.arrival;
  }

  Task pop(int lane) {
    Entry first = first(lane);
    if (first == null) {
      return null;
    }
    lanes.get(lane).remove(first);
    return first.task();
  }

  Long least(int lane) {
    Entry first = first(lane);
    return first == null ? null : (Long) first.key;
  }

  long length(int lane) {
    return lanes.get(lane).size();
  }

  private Entry find(long gtid) {
    for (List<Entry> lane : lanes) {
      for (Entry entry : lane) {
        if (entry.gtid == gtid) {
          return entry;
        }
      }
    }
    return null;
  }

  boolean contains(long gtid) {
    return find(gtid) != null;
  }

  Long key(long gtid) {
    Entry entry = find(gtid);
    return entry == null ? null : (Long) entry.key;
  }

  Task remove(long gtid) {
    Entry entry = find(gtid);
    if (entry == null) {
      return null;
    }
    lanes.forEach(lane -> lane.remove(entry));
    return entry.task();
  }

  long renew(long gtid, long barrier) {
    Entry entry = find(gtid);
    if (entry == null) {
      return ENOENT;
    }
    entry.barrier = barrier;
    return 0;
  }

  long update(long gtid, long key) {
    Entry entry = find(gtid);
    if (entry == null) {
      return ENOENT;
    }
    entry.key = key;
    return 0;
  }
}
