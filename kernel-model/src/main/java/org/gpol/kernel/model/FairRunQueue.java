package org.gpol.kernel.model;

import java.util.Arrays;
import org.gpol.bpf.GpolBug;

/**
 * The fair class's run queue of a CPU: a binary heap of the waiting tasks by {@link Task#fairKey},
 * which is CFS's vruntime, first come first among equals. The current task is not in the heap, as
 * in the kernel, but counts.
 */
class FairRunQueue {
  Task curr;
  long minVruntime;

  /** Of all runnable tasks, the current one included. */
  long totalWeight;

  int nrRunning;

  /** Asked by {@code sched_yield} not to be picked next. */
  Task skip;

  private Task[] heap = new Task[8];
  private int size;
  private long nextSeq;

  /** One counter for the whole machine: tasks that wait in any CFS queue. */
  private final int[] machineWaiting;

  FairRunQueue(int[] machineWaiting) {
    this.machineWaiting = machineWaiting;
  }

  int waiting() {
    return size;
  }

  Task waiting(int i) {
    return heap[i];
  }

  Task first() {
    return size == 0 ? null : heap[0];
  }

  /** The second by vruntime, null if there is none. */
  Task second() {
    if (size < 3) {
      return size < 2 ? null : heap[1];
    }
    return before(heap[1], heap[2]) ? heap[1] : heap[2];
  }

  void insert(Task task) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    machineWaiting[0]++;
    task.heapSeq = nextSeq++;
    siftUp(size++, task);
  }

  void remove(Task task) {
    int hole = task.heapIndex;
    if (hole < 0 || heap[hole] != task) {
      throw new GpolBug(task + " is not in the run queue it should be in");
    }
    machineWaiting[0]--;
    Task last = heap[--size];
    heap[size] = null;
    task.heapIndex = -1;
    if (last != task) {
      siftDown(hole, last);
      siftUp(last.heapIndex, last);
    }
  }

  /** vruntime never goes back for the queue as a whole ({@code update_min_vruntime}). */
  void updateMinVruntime() {
    long least = minVruntime;
    if (curr != null) {
      least = size == 0 ? curr.vruntime : Math.min(curr.vruntime, heap[0].vruntime);
    } else if (size > 0) {
      least = heap[0].vruntime;
    }
    minVruntime = Math.max(minVruntime, least);
  }

  static boolean before(Task a, Task b) {
    return a.fairKey < b.fairKey || (a.fairKey == b.fairKey && a.heapSeq < b.heapSeq);
  }

  private void siftUp(int from, Task task) {
    int i = from;
    while (i > 0 && before(task, heap[(i - 1) / 2])) {
      place(i, heap[(i - 1) / 2]);
      i = (i - 1) / 2;
    }
    place(i, task);
  }

  private void siftDown(int from, Task task) {
    int i = from;
    for (int child = 2 * i + 1; child < size; child = 2 * i + 1) {
      if (child + 1 < size && before(heap[child + 1], heap[child])) {
        child++;
      }
      if (!before(heap[child], task)) {
        break;
      }
      place(i, heap[child]);
      i = child;
    }
    place(i, task);
  }

  private void place(int i, Task task) {
    heap[i] = task;
    task.heapIndex = i;
  }
}
