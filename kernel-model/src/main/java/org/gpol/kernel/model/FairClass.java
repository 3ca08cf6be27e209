package org.gpol.kernel.model;

import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.SchedPolicy;

/**
 * CFS: {@code kernel/sched/fair.c} of Linux 5.11 without groups, buddies, load tracking or periodic
 * balancing. vruntime advances at 1024/weight of real time; the least goes first.
 */
final class FairClass {
  static final long NICE_0_WEIGHT = 1024;
  private static final long IDLE_POLICY_WEIGHT = 3;

  /** {@code sched_prio_to_weight}: nice -20 to 19, each about 1.25 times the next. */
  private static final int[] WEIGHTS = {
    88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916,
    9548, 7620, 6100, 4904, 3906, 3121, 2501, 1991, 1586, 1277,
    1024, 820, 655, 526, 423, 335, 272, 215, 172, 137,
    110, 87, 70, 56, 45, 36, 29, 23, 18, 15
  };

  private final FairTunables tunables;

  FairClass(FairTunables tunables) {
    this.tunables = tunables;
  }

  static long weight(SchedPolicy policy, int nice) {
    return policy == SchedPolicy.IDLE ? IDLE_POLICY_WEIGHT : WEIGHTS[nice + 20];
  }

  /** Charges the current task for {@code ranNs} of execution. */
  void charge(Cpu cpu, long ranNs) {
    Task curr = cpu.fair.curr;
    curr.vruntime += weighted(ranNs, curr.weight);
    cpu.fair.updateMinVruntime();
  }

  private static long weighted(long ns, long weight) {
    return weight == NICE_0_WEIGHT ? ns : ns * NICE_0_WEIGHT / weight;
  }

  /** How a task comes to a run queue. */
  enum Arrival {
    FORK,
    WAKEUP,
    MOVE
  }

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
    rq.insert(task);
  }

  /** Takes a task off; what is left of its vruntime is relative to the queue it leaves. */
  void dequeue(Cpu cpu, Task task) {
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
    task.vruntime -= rq.minVruntime;
    rq.updateMinVruntime();
  }

  /** Puts a current task that stays runnable back into the order. */
  void putPrev(Cpu cpu, Task task) {
    cpu.fair.curr = null;
    cpu.fair.insert(task);
  }

  /** Takes the task that goes next, null if there is none. */
  Task pick(Cpu cpu, Task prev) {
    FairRunQueue rq = cpu.fair;
    Task next = rq.first();
    if (next == null) {
      return null;
    }
    Task second = rq.second();
    if (rq.skip == next && second != null && preemptsBy(next, second) < 1) {
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

  /** Makes a waiting task the current one. */
  void setCurr(Cpu cpu, Task task) {
    cpu.fair.remove(task);
    cpu.fair.curr = task;
    task.runtimeAtPickNs = task.runtimeNs;
  }

  void taskYields(Cpu cpu, Task task) {
    cpu.fair.skip = task;
  }

  /** Whether the tick takes the CPU from the current task. */
  boolean tickPreempts(Cpu cpu) {
    FairRunQueue rq = cpu.fair;
    Task curr = rq.curr;
    if (rq.waiting() == 0) {
      return false;
    }
    long ideal = slice(rq, curr);
    long ran = curr.runtimeNs - curr.runtimeAtPickNs;
    if (ran > ideal) {
      return true;
    }
    return ran >= tunables.minGranularityNs() && curr.vruntime - rq.first().vruntime > ideal;
  }

  /** Whether {@code woken}, just enqueued, takes the CPU from CFS's current task. */
  boolean wakeupPreempts(Cpu cpu, Task woken) {
    Task curr = cpu.fair.curr;
    boolean currIsIdlePolicy = curr.policy == SchedPolicy.IDLE;
    boolean wokenIsIdlePolicy = woken.policy == SchedPolicy.IDLE;
    if (currIsIdlePolicy && !wokenIsIdlePolicy) {
      return true;
    }
    if (woken.policy == SchedPolicy.BATCH || wokenIsIdlePolicy) {
      return false;
    }
    return preemptsBy(curr, woken) == 1;
  }

  /** {@code wakeup_preempt_entity}: -1 if curr is behind, 1 if se is ahead by a granularity. */
  private int preemptsBy(Task curr, Task se) {
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

  void setNice(Cpu cpu, Task task, int nice) {
    long weight = weight(task.policy, nice);
    if (task.queued) {
      cpu.fair.totalWeight += weight - task.weight;
    }
    task.weight = weight;
  }

  /** A waiting task that may run on {@code cpu}, from the last in the heap; null if none. */
  static Task pullable(Cpu from, int cpu) {
    for (int i = from.fair.waiting() - 1; i >= 0; i--) {
      Task task = from.fair.waiting(i);
      if (task.affinity.contains(cpu)) {
        return task;
      }
    }
    return null;
  }

  /** The CPU for a task that starts: fewest runnable tasks, then lowest number. */
  static Cpu leastLoaded(Cpu[] cpus, CpuSet affinity) {
    Cpu best = null;
    for (Cpu cpu : cpus) {
      if (affinity.contains(cpu.id) && (best == null || cpu.load() < best.load())) {
        best = cpu;
      }
    }
    return best;
  }
}
