package org.gpol.kernel.check;

import org.gpol.bpf.contract.Contract;

/** Follows the tasks that wait, in the order in which they will have waited too long. */
final class LeadsToMonitor extends ContractMonitor {
  private final MonitoredTasks tasks;
  private final boolean onlyWoken;
  private final long boundNs;
  private final WaitList waiting;
  private final int[] lastCpu;

  LeadsToMonitor(Contract.LeadsTo contract, long boundNs, MonitoredTasks tasks) {
    super(contract);
    this.tasks = tasks;
    this.onlyWoken = contract.onlyWoken();
    this.boundNs = boundNs;
    waiting = new WaitList(tasks.count());
    lastCpu = new int[tasks.count()];
  }

  @Override
  public void woken(long timeNs, int task, int cpu, int wakerCpu, boolean fresh) {
    settle(timeNs);
    waits(timeNs, task, cpu);
  }

  @Override
  public void switched(long timeNs, int cpu, int prev, LeaveReason reason, int next) {
    settle(timeNs);
    if (!onlyWoken && (reason == LeaveReason.PREEMPTED || reason == LeaveReason.YIELDED)) {
      waits(timeNs, prev, cpu);
    }
    if (next >= 0) {
      waiting.remove(next);
    }
  }

  @Override
  public void departed(long timeNs, int task) {
    settle(timeNs);
    waiting.remove(task);
    tasks.departed().set(task);
  }

  private void waits(long timeNs, int task, int cpu) {
    if (tasks.ours(task)) {
      waiting.add(task, timeNs);
      lastCpu[task] = cpu;
    }
  }

  /** Takes those that have waited too long before {@code timeNs}; each wait counts once. */
  private void settle(long timeNs) {
    while (!waiting.isEmpty()) {
      int task = waiting.longest();
      long sinceNs = waiting.sinceNs(task);
      if (timeNs - sinceNs <= boundNs) {
        return;
      }
      waiting.remove(task);
      violated(
          sinceNs + boundNs,
          task,
          tasks.name(task)
              + ", runnable on CPU "
              + lastCpu[task]
              + " since "
              + MonitoredTasks.ms(sinceNs)
              + ", did not run within "
              + MonitoredTasks.ms(boundNs));
    }
  }

  @Override
  public void ended(long timeNs) {
    settle(timeNs);
  }
}
