package org.gpol.kernel.model;

import org.gpol.kernel.hook.FairHook;

/**
 * CFS: {@code kernel/sched/fair.c} of Linux 5.11 without groups, buddies or load tracking. vruntime
 * advances at 1024/weight of real time; the least goes first.
 */
final class CfsClass extends FairClass {
  private final FairTunables tunables;
  private final Probes probes;

  CfsClass(FairTunables tunables, Probes probes) {
    this.tunables = tunables;
    this.probes = probes;
  }

  @Override
  FairRunQueue newRunQueue(int[] machineWaiting) {
    return new FairRunQueue(machineWaiting);
  }

  @Override
  boolean charge(Cpu cpu, long ranNs) {
    Task curr = cpu.fair.curr;
    curr.vruntime += weighted(ranNs, curr.weight);
    cpu.fair.updateMinVruntime();
    return false;
  }

  @Override
  void enqueue(Cpu cpu, Task task, Arrival arrival) {
    FairRunQueue rq = cpu.fair;
    if (arrival != Arrival.FORK) {
      task.vruntime += rq.minVruntime;
    }
    rq.totalWeight += task.weight;
    rq.nrRunning++;
    if (arrival == Arrival.FORK) {
      task.vruntime = rq.minVruntime + weighted(slice(rq, task), task.weight);
    } else if (arrival == Arrival.WAKEUP) {
      task.vruntime = Math.max(task.vruntime, rq.minVruntime - tunables.latencyNs() / 2);
    }
    insert(rq, task);
  }

  /**
   * The vruntime of a task that moves is relative to the queue that it leaves; one that sleeps
   * keeps its own, so that the others get ahead of it.
   */
  @Override
  void dequeue(Cpu cpu, Task task, boolean sleep) {
    FairRunQueue rq = cpu.fair;
    if (rq.curr == task) {
      rq.curr = null;
    } else {
      rq.remove(task);
    }
    if (rq.skip == task) {
      rq.skip = null;
    }
    rq.totalWeight -= task.weight;
    rq.nrRunning--;
    if (!sleep) {
      task.vruntime -= rq.minVruntime;
    }
    rq.updateMinVruntime();
  }

  /** {@code migrate_task_rq_fair}: it takes to its new queue how far it was behind its last one. */
  @Override
  void waking(Task task) {
    task.vruntime -= task.cpu.fair.minVruntime;
  }

  @Override
  void joins(Task task) {
    task.vruntime = task.queued ? 0 : task.cpu.fair.minVruntime;
  }

  @Override
  void putPrev(Cpu cpu, Task task) {
    cpu.fair.curr = null;
    insert(cpu.fair, task);
  }

  private static void insert(FairRunQueue rq, Task task) {
    task.fairKey = task.vruntime;
    rq.insert(task);
  }

  @Override
  Task pick(Cpu cpu, Task prev) {
    FairRunQueue rq = cpu.fair;
    Task next = rq.first();
    if (next == null) {
      return null;
    }
    Task second = rq.second();
    if (rq.skip == next && second != null && preemptsBy(cpu, next, second) < 1) {
      next = second;
    }
    rq.skip = null;
    long ranBefore = next.runtimeAtPickNs;
    setCurr(cpu, next);
    if (next == prev) {
      next.runtimeAtPickNs = ranBefore;
    }
    return next;
  }

  @Override
  void setCurr(Cpu cpu, Task task) {
    cpu.fair.remove(task);
    cpu.fair.curr = task;
    task.runtimeAtPickNs = task.runtimeNs;
  }

  @Override
  void taskYields(Cpu cpu, Task task) {
    cpu.fair.skip = task;
  }

  @Override
  boolean tickPreempts(Cpu cpu) {
    FairRunQueue rq = cpu.fair;
    Task curr = rq.curr;
    if (rq.waiting() == 0) {
      return false;
    }
    long ideal = slice(rq, curr);
    long ran = curr.runtimeNs - curr.runtimeAtPickNs;
    int said = probes.atTick(cpu, curr, ran);
    if (said != 0) {
      return said > 0;
    }
    if (ran > ideal) {
      return true;
    }
    return ran >= tunables.minGranularityNs() && curr.vruntime - rq.first().vruntime > ideal;
  }

  @Override
  boolean wakeupPreempts(Cpu cpu, Task woken) {
    Task curr = cpu.fair.curr;
    return switch (byPolicy(curr, woken)) {
      case YES -> true;
      case NO -> false;
      case OPEN -> {
        int said = probes.ofPair(FairHook.CHECK_PREEMPT_WAKEUP, cpu, curr, woken);
        yield said == 0 ? preemptsBy(cpu, curr, woken) > 0 : said > 0;
      }
    };
  }

  /** {@code wakeup_preempt_entity}: -1 if curr is behind, 1 if se is ahead by a granularity. */
  private int preemptsBy(Cpu cpu, Task curr, Task se) {
    int said = probes.ofPair(FairHook.WAKEUP_PREEMPT_ENTITY, cpu, curr, se);
    if (said != 0) {
      return said;
    }
    long ahead = curr.vruntime - se.vruntime;
    if (ahead <= 0) {
      return -1;
    }
    return ahead > weighted(tunables.wakeupGranularityNs(), se.weight) ? 1 : 0;
  }

  private long slice(FairRunQueue rq, Task task) {
    long few = tunables.latencyNs() / tunables.minGranularityNs();
    long period =
        rq.nrRunning > few ? rq.nrRunning * tunables.minGranularityNs() : tunables.latencyNs();
    return period * task.weight / rq.totalWeight;
  }

  @Override
  void setNice(Cpu cpu, Task task, int nice) {
    long weight = weight(task.policy, nice);
    if (task.queued) {
      cpu.fair.totalWeight += weight - task.weight;
    }
    task.weight = weight;
  }
}
