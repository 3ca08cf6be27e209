package org.gpol.kernel.check;

import org.gpol.bpf.contract.Contract;
import org.gpol.kernel.hook.MessageType;
import org.gpol.kernel.workload.CpuSet;

/**
 * Compares the CPU time of each task with an equal part of what all that wanted to run have had,
 * the fluid model of fair queueing. The part goes on as one number for all tasks, so an event costs
 * the same however many they are. Lag grows only while a task waits, so it is looked at when the
 * wait ends.
 */
final class LagMonitor extends ContractMonitor {
  private final MonitoredTasks tasks;
  private final long boundNs;
  private final boolean[] active;
  private final double[] joined;
  private final long[] hadNs;
  private final long[] onSinceNs;
  private final boolean[] runs;
  private boolean judges;
  private int activeCount;
  private int runningCount;

  /** What a task that was active all the time should have had, in nanoseconds. */
  private double part;

  private long lastNs;

  LagMonitor(Contract.LagBelow contract, long boundNs, MonitoredTasks tasks) {
    super(contract);
    this.tasks = tasks;
    this.boundNs = boundNs;
    int count = tasks.count();
    active = new boolean[count];
    joined = new double[count];
    hadNs = new long[count];
    onSinceNs = new long[count];
    runs = new boolean[count];
    judges = tasks.equalWeights();
  }

  private void advance(long timeNs) {
    if (activeCount > 0) {
      part += (double) (timeNs - lastNs) * runningCount / activeCount;
    }
    lastNs = timeNs;
  }

  @Override
  public void woken(long timeNs, int task, int cpu, int wakerCpu, boolean fresh) {
    if (!tasks.ours(task) || active[task]) {
      return;
    }
    advance(timeNs);
    active[task] = true;
    activeCount++;
    joined[task] = part;
    hadNs[task] = 0;
  }

  @Override
  public void switched(long timeNs, int cpu, int prev, LeaveReason reason, int next) {
    advance(timeNs);
    if (tasks.ours(prev) && runs[prev]) {
      runs[prev] = false;
      runningCount--;
      hadNs[prev] += timeNs - onSinceNs[prev];
      if (reason == LeaveReason.BLOCKED || reason == LeaveReason.EXITED) {
        active[prev] = false;
        activeCount--;
      }
    }
    if (tasks.ours(next) && active[next]) {
      judge(timeNs, next, cpu);
      runs[next] = true;
      runningCount++;
      onSinceNs[next] = timeNs;
    }
  }

  private void judge(long timeNs, int task, int cpu) {
    double lag = part - joined[task] - hadNs[task];
    if (judges && lag >= boundNs) {
      violated(
          timeNs,
          task,
          tasks.name(task)
              + (cpu < 0
                  ? ", waiting at the end, lags "
                  : ", before it ran on CPU " + cpu + ", lagged ")
              + MonitoredTasks.ms(lag)
              + " behind its part; "
              + MonitoredTasks.ms(boundNs)
              + " is too much");
    }
  }

  @Override
  public void affinityChanged(long timeNs, int task, CpuSet cpus) {
    if (tasks.ours(task) && !tasks.everywhere(cpus)) {
      judges = false;
    }
  }

  @Override
  public void departed(long timeNs, int task) {
    advance(timeNs);
    activeCount -= active[task] ? 1 : 0;
    runningCount -= runs[task] ? 1 : 0;
    active[task] = false;
    runs[task] = false;
    tasks.departed().set(task);
  }

  @Override
  public void message(
      long timeNs, int cpu, MessageType type, int task, int seqnum, boolean delivered) {
    if (type == MessageType.TASK_PRIORITY_CHANGED) {
      judges = false;
    }
  }

  @Override
  public void ended(long timeNs) {
    advance(timeNs);
    for (int task = 0; task < active.length; task++) {
      if (active[task] && !runs[task]) {
        judge(timeNs, task, -1);
      }
    }
  }
}
