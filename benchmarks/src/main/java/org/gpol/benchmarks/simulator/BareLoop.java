package org.gpol.benchmarks.simulator;

import org.gpol.kernel.sim.SimRandom;

/**
 * The least a simulation of these tasks can do: a 4-ary heap of times on primitive arrays, and one
 * FIFO of tasks that wait for a CPU. No policy, no costs, no account of anything but the jobs.
 */
final class BareLoop {
  private final Size size;
  private final SimRandom random = new SimRandom(1);
  private final long[] times;
  private final int[] ids;
  private int events;

  private final int[] queue;
  private int head;
  private int waiting;
  private int idle;
  private long jobs;

  private BareLoop(Size size) {
    this.size = size;
    this.times = new long[size.tasks()];
    this.ids = new int[size.tasks()];
    this.queue = new int[size.tasks()];
    this.idle = size.cpus();
  }

  static long run(Size size, long durationNs) {
    return new BareLoop(size).run(durationNs);
  }

  /** A task's event is its wake-up, as task + 0, or the end of its job, as its complement. */
  private long run(long durationNs) {
    for (int task = 0; task < size.tasks(); task++) {
      push(Math.floorMod(random.nextLong(), size.cycleNs()), task);
    }
    while (times[0] < durationNs) {
      long nowNs = times[0];
      int id = ids[0];
      pop();
      if (id >= 0) {
        wake(nowNs, id);
      } else {
        end(nowNs, ~id);
      }
    }
    return jobs;
  }

  private void wake(long nowNs, int task) {
    if (idle > 0) {
      idle--;
      begin(nowNs, task);
    } else {
      queue[(head + waiting++) % queue.length] = task;
    }
  }

  private void begin(long nowNs, int task) {
    jobs++;
    push(nowNs + Size.LEAST_RUN_NS + draw(Size.RUN_RANGE_NS), ~task);
  }

  private void end(long nowNs, int task) {
    push(nowNs + 1 + draw(2 * size.sleepNs()), task);
    if (waiting == 0) {
      idle++;
      return;
    }
    waiting--;
    int next = queue[head];
    head = (head + 1) % queue.length;
    begin(nowNs, next);
  }

  private long draw(long range) {
    return (long) (random.nextDouble() * range);
  }

  private void push(long timeNs, int id) {
    int hole = events++;
    while (hole > 0 && times[(hole - 1) >> 2] > timeNs) {
      times[hole] = times[(hole - 1) >> 2];
      ids[hole] = ids[(hole - 1) >> 2];
      hole = (hole - 1) >> 2;
    }
    times[hole] = timeNs;
    ids[hole] = id;
  }

  private void pop() {
    long timeNs = times[--events];
    int id = ids[events];
    int hole = 0;
    for (int first = 1; first < events; first = (hole << 2) + 1) {
      int least = first;
      for (int child = first + 1; child < Math.min(first + 4, events); child++) {
        least = times[child] < times[least] ? child : least;
      }
      if (times[least] >= timeNs) {
        break;
      }
      times[hole] = times[least];
      ids[hole] = ids[least];
      hole = least;
    }
    times[hole] = timeNs;
    ids[hole] = id;
  }
}
