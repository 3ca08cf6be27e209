package org.gpol.cli.report;

import java.util.Arrays;
import org.gpol.kernel.report.TraceListener;
import org.gpol.kernel.trace.QueueDepth;

/**
 * What the pictures of a report need to know of a run, in bounded memory: who executed where, who
 * woke whom, how many waited, how the tasks' shares differed. The first {@value #MAX_BARS} bars and
 * wakeups are kept; what is summed over time covers the whole run.
 */
public final class RunHistory implements TraceListener {
  static final int MAX_BARS = 60_000;
  static final int MAX_SHARES = 2_000;
  private static final int BUCKETS = 256;
  private static final long NEVER = -1;

  /** Bars of four numbers each: CPU, task, from, to. */
  private final LongList bars = new LongList();

  /** Wakeups of four numbers each: time, task, waker's CPU, target CPU. */
  private final LongList wakeups = new LongList();

  private final QueueDepth queues;
  private final TimeBuckets depth = new TimeBuckets(BUCKETS);
  private final TimeBuckets[] ran;
  private final TimeBuckets[] waited;
  private final int[] current;
  private final long[] sinceNs;
  private final long[] waitingSinceNs;
  private int waiting;
  private long depthSinceNs;
  private long truncatedNs = NEVER;
  private long endNs;

  /** Nothing yet of so many tasks on so many CPUs. */
  public RunHistory(int cpus, int tasks) {
    queues = new QueueDepth(cpus, tasks);
    current = new int[cpus];
    sinceNs = new long[cpus];
    waitingSinceNs = new long[tasks];
    Arrays.fill(current, IDLE);
    Arrays.fill(waitingSinceNs, NEVER);
    int shares = Math.min(tasks, MAX_SHARES);
    ran = new TimeBuckets[shares];
    waited = new TimeBuckets[shares];
    for (int i = 0; i < shares; i++) {
      ran[i] = new TimeBuckets(BUCKETS);
      waited[i] = new TimeBuckets(BUCKETS);
    }
  }

  @Override
  public void switched(long timeNs, int cpu, int prev, LeaveReason reason, int next) {
    close(timeNs, cpu);
    current[cpu] = next;
    sinceNs[cpu] = timeNs;
    boolean stays = reason == LeaveReason.PREEMPTED || reason == LeaveReason.YIELDED;
    if (prev >= 0 && prev != next && stays) {
      startsToWait(timeNs, prev);
    }
    if (next >= 0) {
      stopsToWait(timeNs, next);
    }
    queues.switched(cpu, prev, reason, next);
  }

  @Override
  public void running(long timeNs, int cpu, int task) {
    sinceNs[cpu] = timeNs;
  }

  @Override
  public void woken(long timeNs, int task, int cpu, int wakerCpu, boolean fresh) {
    if (task < 0) {
      return;
    }
    startsToWait(timeNs, task);
    queues.woken(task, cpu);
    if (wakeups.size() < 4 * MAX_BARS) {
      wakeups.add(timeNs);
      wakeups.add(task);
      wakeups.add(wakerCpu);
      wakeups.add(cpu);
    }
  }

  private void startsToWait(long timeNs, int task) {
    if (waitingSinceNs[task] == NEVER) {
      waitingSinceNs[task] = timeNs;
      count(timeNs, 1);
    }
  }

  private void stopsToWait(long timeNs, int task) {
    if (waitingSinceNs[task] != NEVER) {
      if (task < waited.length) {
        waited[task].add(waitingSinceNs[task], timeNs, 1);
      }
      waitingSinceNs[task] = NEVER;
      count(timeNs, -1);
    }
  }

  private void count(long timeNs, int change) {
    depth.add(depthSinceNs, timeNs, waiting);
    depthSinceNs = timeNs;
    waiting += change;
  }

  @Override
  public void ended(long timeNs) {
    endNs = timeNs;
    for (int cpu = 0; cpu < current.length; cpu++) {
      close(timeNs, cpu);
    }
    for (int task = 0; task < waitingSinceNs.length; task++) {
      stopsToWait(timeNs, task);
    }
    count(timeNs, 0);
  }

  private void close(long timeNs, int cpu) {
    int task = current[cpu];
    if (task < 0 || sinceNs[cpu] >= timeNs) {
      return;
    }
    if (task < ran.length) {
      ran[task].add(sinceNs[cpu], timeNs, 1);
    }
    if (bars.size() >= 4 * MAX_BARS) {
      truncatedNs = truncatedNs == NEVER ? sinceNs[cpu] : truncatedNs;
      return;
    }
    bars.add(cpu);
    bars.add(task);
    bars.add(sinceNs[cpu]);
    bars.add(timeNs);
  }

  LongList bars() {
    return bars;
  }

  LongList wakeups() {
    return wakeups;
  }

  /** From when on bars are missing, -1 if all are there. */
  long truncatedNs() {
    return truncatedNs;
  }

  /** A width for all sums, so that they can be compared. */
  long widthNs() {
    long width = depth.widthNs();
    for (int i = 0; i < ran.length; i++) {
      width = Math.max(width, Math.max(ran[i].widthNs(), waited[i].widthNs()));
    }
    return width;
  }

  /** Number of buckets until the end. */
  int buckets() {
    long width = widthNs();
    return (int) ((endNs + width - 1) / width);
  }

  /** How many tasks waited on average in a bucket. */
  double depth(int bucket) {
    long width = widthNs();
    long length = Math.min(width, endNs - bucket * width);
    return (double) depth.sum(bucket, width) / length;
  }

  /**
   * Jain's index of what each task that wanted a CPU in a bucket got of the time it wanted: 1 if
   * all got the same part, 1/n if one of n got everything; 1 too if none wanted any.
   */
  double fairness(int bucket) {
    long width = widthNs();
    double sum = 0;
    double squares = 0;
    int tasks = 0;
    for (int task = 0; task < ran.length; task++) {
      double got = ran[task].sum(bucket, width);
      double wanted = got + waited[task].sum(bucket, width);
      if (wanted > 0) {
        double part = got / wanted;
        sum += part;
        squares += part * part;
        tasks++;
      }
    }
    return squares == 0 ? 1 : sum * sum / (tasks * squares);
  }
}
