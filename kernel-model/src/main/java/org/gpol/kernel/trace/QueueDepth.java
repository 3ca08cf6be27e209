package org.gpol.kernel.trace;

import java.util.Arrays;
import org.gpol.kernel.report.TraceListener;

/** How many tasks wait on each CPU's run queue without executing, kept up from the events. */
public final class QueueDepth {
  private static final int NOWHERE = -1;

  private final int[] depth;
  private final int[] queueOf;
  private final int[] lastCpu;

  /** Of a machine on which nothing waits. */
  public QueueDepth(int cpus, int tasks) {
    depth = new int[cpus];
    queueOf = new int[tasks];
    lastCpu = new int[tasks];
    Arrays.fill(queueOf, NOWHERE);
    Arrays.fill(lastCpu, NOWHERE);
  }

  /** Tasks that wait on a CPU. */
  public int depth(int cpu) {
    return depth[cpu];
  }

  /** Whether the task waits for a CPU. */
  public boolean waits(int task) {
    return queueOf[task] != NOWHERE;
  }

  /** The CPU where the task executed last, -1 if nowhere yet. */
  public int lastCpu(int task) {
    return lastCpu[task];
  }

  /** A task begins to wait on a CPU. */
  public void woken(int task, int cpu) {
    if (task >= 0) {
      move(task, cpu);
    }
  }

  /** A waiting task goes to another queue. */
  public void migrated(int task, int toCpu) {
    if (task >= 0 && queueOf[task] != NOWHERE) {
      move(task, toCpu);
    }
  }

  /** A CPU changes its task. */
  public void switched(int cpu, int prev, TraceListener.LeaveReason reason, int next) {
    boolean stays =
        reason == TraceListener.LeaveReason.PREEMPTED
            || reason == TraceListener.LeaveReason.YIELDED;
    if (prev >= 0 && prev != next && stays) {
      move(prev, cpu);
    }
    if (next >= 0) {
      move(next, NOWHERE);
      lastCpu[next] = cpu;
    }
  }

  private void move(int task, int to) {
    if (queueOf[task] != NOWHERE) {
      depth[queueOf[task]]--;
    }
    queueOf[task] = to;
    if (to != NOWHERE) {
      depth[to]++;
    }
  }
}
