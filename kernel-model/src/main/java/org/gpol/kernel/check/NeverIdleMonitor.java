package org.gpol.kernel.check;

import java.util.Arrays;
import org.gpol.bpf.contract.Contract;
import org.gpol.kernel.workload.CpuSet;

/**
 * Follows the CPUs that are idle while some task that they may run waits. Tasks that may run
 * everywhere are counted together, so an event costs more than a few steps only if it is about a
 * task with an affinity, or if it begins or ends that anything waits: then a step for each CPU.
 */
final class NeverIdleMonitor extends ContractMonitor {
  private final MonitoredTasks tasks;
  private final long boundNs;
  private final WaitList waiting;
  private final WaitList held;
  private final boolean[] reported;
  private final boolean[] idle;

  /** The CPUs that the policy has. */
  private final boolean[] ours;

  private final CpuSet[] affinity;
  private final boolean[] everywhere;
  private final int[] waitingOn;
  private int waitingAnywhere;

  NeverIdleMonitor(Contract.NeverIdle contract, long boundNs, MonitoredTasks tasks) {
    super(contract);
    this.tasks = tasks;
    this.boundNs = boundNs;
    int count = tasks.count();
    waiting = new WaitList(count);
    held = new WaitList(tasks.cpus());
    reported = new boolean[tasks.cpus()];
    idle = new boolean[tasks.cpus()];
    Arrays.fill(idle, true);
    ours = new boolean[tasks.cpus()];
    Arrays.fill(ours, true);
    waitingOn = new int[tasks.cpus()];
    affinity = new CpuSet[count];
    everywhere = new boolean[count];
    for (int task = 0; task < count; task++) {
      affinity[task] = tasks.workload().tasks().get(task).affinity();
      everywhere[task] = tasks.everywhere(affinity[task]);
    }
  }

  @Override
  public void woken(long timeNs, int task, int cpu, int wakerCpu, boolean fresh) {
    settle(timeNs);
    starts(timeNs, task);
  }

  @Override
  public void switched(long timeNs, int cpu, int prev, LeaveReason reason, int next) {
    settle(timeNs);
    if (reason == LeaveReason.PREEMPTED || reason == LeaveReason.YIELDED) {
      starts(timeNs, prev);
    }
    if (next >= 0 && waiting.contains(next)) {
      waiting.remove(next);
      count(timeNs, next, -1);
    }
    idle[cpu] = next == IDLE;
    look(timeNs, cpu);
  }

  @Override
  public void affinityChanged(long timeNs, int task, CpuSet cpus) {
    settle(timeNs);
    boolean waits = waiting.contains(task);
    CpuSet before = affinity[task];
    boolean wasEverywhere = everywhere[task];
    affinity[task] = cpus;
    everywhere[task] = tasks.everywhere(cpus);
    if (waits) {
      // First the new ones, so that a CPU in both is held without a break.
      count(timeNs, task, 1);
      count(timeNs, before, wasEverywhere, -1);
    }
  }

  @Override
  public void departed(long timeNs, int task) {
    settle(timeNs);
    if (waiting.contains(task)) {
      waiting.remove(task);
      count(timeNs, task, -1);
    }
    tasks.departed().set(task);
  }

  @Override
  public void enclaveCpu(long timeNs, int cpu, boolean member) {
    settle(timeNs);
    ours[cpu] = member;
    look(timeNs, cpu);
  }

  private void starts(long timeNs, int task) {
    if (tasks.ours(task) && !waiting.contains(task)) {
      waiting.add(task, timeNs);
      count(timeNs, task, 1);
    }
  }

  private void count(long timeNs, int task, int change) {
    count(timeNs, affinity[task], everywhere[task], change);
  }

  private void count(long timeNs, CpuSet allowed, boolean all, int change) {
    if (all) {
      boolean before = waitingAnywhere > 0;
      waitingAnywhere += change;
      if (before != (waitingAnywhere > 0)) {
        for (int cpu = 0; cpu < idle.length; cpu++) {
          look(timeNs, cpu);
        }
      }
      return;
    }
    for (int cpu = allowed.nextFrom(0);
        cpu >= 0 && cpu < idle.length;
        cpu = allowed.nextFrom(cpu + 1)) {
      waitingOn[cpu] += change;
      look(timeNs, cpu);
    }
  }

  /** Notes whether what must not last holds of a CPU. */
  private void look(long timeNs, int cpu) {
    if (!ours[cpu] || !idle[cpu] || (waitingAnywhere == 0 && waitingOn[cpu] == 0)) {
      held.remove(cpu);
      reported[cpu] = false;
    } else if (!reported[cpu]) {
      held.add(cpu, timeNs);
    }
  }

  private void settle(long timeNs) {
    while (!held.isEmpty()) {
      int cpu = held.longest();
      long sinceNs = held.sinceNs(cpu);
      if (timeNs - sinceNs <= boundNs) {
        return;
      }
      held.remove(cpu);
      reported[cpu] = true;
      int task = waiting.longest();
      while (!affinity[task].contains(cpu)) {
        task = waiting.after(task);
      }
      violated(
          sinceNs + boundNs,
          task,
          "CPU "
              + cpu
              + " was idle for more than "
              + MonitoredTasks.ms(boundNs)
              + " from "
              + MonitoredTasks.ms(sinceNs)
              + " on, while "
              + tasks.name(task)
              + " was runnable");
    }
  }

  @Override
  public void ended(long timeNs) {
    settle(timeNs);
  }
}
