package org.gpol.kernel.model;

import java.util.Arrays;

/**
 * EEVDF's run queue of a CPU: the heap of the waiting tasks is by virtual deadline, and each node
 * knows the least vruntime below it, so that the earliest deadline among those that are eligible is
 * found without looking at all. Keeps the sum that the average vruntime is made of.
 */
final class EevdfRunQueue extends FairRunQueue {
  private long[] least = new long[8];

  /** Of the waiting tasks: weight, and weight times vruntime above {@link #minVruntime}. */
  private long waitingWeight;

  private long waitingSum;

  EevdfRunQueue(int[] machineWaiting) {
    super(machineWaiting);
  }

  @Override
  void insert(Task task) {
    task.fairKey = task.vdeadline;
    super.insert(task);
    if (least.length < waiting()) {
      least = Arrays.copyOf(least, 2 * least.length);
    }
    waitingWeight += task.weight;
    waitingSum += task.weight * (task.vruntime - minVruntime);
    refresh(waiting() - 1);
  }

  @Override
  void remove(Task task) {
    int hole = task.heapIndex;
    Task last = waiting(waiting() - 1);
    super.remove(task);
    waitingWeight -= task.weight;
    waitingSum -= task.weight * (task.vruntime - minVruntime);
    int size = waiting();
    if (size == 0) {
      return;
    }
    refresh((size - 1) / 2);
    if (last != task) {
      // The last filled the hole and then went down or up from it: one of the two is the deeper.
      refresh(last.heapIndex);
      refresh(hole);
    }
  }

  private void refresh(int from) {
    for (int i = from; ; i = (i - 1) / 2) {
      long min = waiting(i).vruntime;
      for (int child = 2 * i + 1; child <= 2 * i + 2 && child < waiting(); child++) {
        min = Math.min(min, least[child]);
      }
      least[i] = min;
      if (i == 0) {
        return;
      }
    }
  }

  /** The origin of the sums follows the least vruntime; it never goes back. */
  @Override
  void updateMinVruntime() {
    long min = minVruntime;
    if (curr != null) {
      min = waiting() == 0 ? curr.vruntime : Math.min(curr.vruntime, least[0]);
    } else if (waiting() > 0) {
      min = least[0];
    }
    if (min > minVruntime) {
      waitingSum -= waitingWeight * (min - minVruntime);
      minVruntime = min;
    }
  }

  private long sum() {
    return curr == null ? waitingSum : waitingSum + curr.weight * (curr.vruntime - minVruntime);
  }

  long weight() {
    return waitingWeight + (curr == null ? 0 : curr.weight);
  }

  /** {@code avg_vruntime}: the weighted mean, where a fair machine would have brought everyone. */
  long average() {
    long weight = weight();
    return weight == 0 ? minVruntime : minVruntime + Math.floorDiv(sum(), weight);
  }

  /** {@code vruntime_eligible}: has not had more than its part. */
  boolean isEligible(long vruntime) {
    return (vruntime - minVruntime) * weight() <= sum();
  }

  /** The earliest virtual deadline among the eligible that wait; null if there is none. */
  Task earliestEligible() {
    return waiting() == 0 ? null : search(0, null);
  }

  private Task search(int i, Task best) {
    if (i >= waiting() || !isEligible(least[i])) {
      return best;
    }
    Task here = waiting(i);
    if (best != null && !before(here, best)) {
      return best;
    }
    if (isEligible(here.vruntime)) {
      return here;
    }
    return search(2 * i + 2, search(2 * i + 1, best));
  }
}
