package org.gpol.kernel.model;

import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.SchedPolicy;

/**
 * The kernel's class for tasks that share time, in one of its two forms: what both have in common,
 * and what the rest of the kernel may ask of them.
 */
abstract class FairClass {
  static final long NICE_0_WEIGHT = 1024;
  private static final long IDLE_POLICY_WEIGHT = 3;

  /** {@code sched_prio_to_weight}: nice -20 to 19, each about 1.25 times the next. */
  private static final int[] WEIGHTS = {
    88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916,
    9548, 7620, 6100, 4904, 3906, 3121, 2501, 1991, 1586, 1277,
    1024, 820, 655, 526, 423, 335, 272, 215, 172, 137,
    110, 87, 70, 56, 45, 36, 29, 23, 18, 15
  };

  /** How a task comes to a run queue. */
  enum Arrival {
    FORK,
    WAKEUP,
    MOVE
  }

  /** What the policies of two tasks say about a preemption. */
  enum Preemption {
    YES,
    NO,
    OPEN
  }

  static FairClass of(FairSettings settings, long tickNs, Probes probes) {
    if (settings instanceof EevdfTunables eevdf) {
      return new EevdfClass(eevdf, tickNs);
    }
    return new CfsClass((FairTunables) settings, probes);
  }

  static long weight(SchedPolicy policy, int nice) {
    return policy == SchedPolicy.IDLE ? IDLE_POLICY_WEIGHT : WEIGHTS[nice + 20];
  }

  static long weighted(long ns, long weight) {
    return weight == NICE_0_WEIGHT ? ns : ns * NICE_0_WEIGHT / weight;
  }

  /** The run queue that this form keeps its order in. */
  abstract FairRunQueue newRunQueue(int[] machineWaiting);

  /**
   * Charges the current task for {@code ranNs} of execution; true if that ends its turn and others
   * wait.
   */
  abstract boolean charge(Cpu cpu, long ranNs);

  abstract void enqueue(Cpu cpu, Task task, Arrival arrival);

  /**
   * Takes a task off, the current one too.
   *
   * @param sleep it is not put on another queue or into another class at once
   */
  abstract void dequeue(Cpu cpu, Task task, boolean sleep);

  /**
   * A task that slept is about to be put on a queue, perhaps not that of the CPU where it slept.
   */
  abstract void waking(Task task);

  /** A task without history joins the class; {@link #enqueue} follows if it is runnable. */
  abstract void joins(Task task);

  /** Puts a current task that stays runnable back into the order. */
  abstract void putPrev(Cpu cpu, Task task);

  /** Takes the task that goes next, null if there is none. */
  abstract Task pick(Cpu cpu, Task prev);

  /** Makes a waiting task the current one. */
  abstract void setCurr(Cpu cpu, Task task);

  abstract void taskYields(Cpu cpu, Task task);

  /** Whether the tick takes the CPU from the current task. */
  abstract boolean tickPreempts(Cpu cpu);

  /** Whether {@code woken}, just enqueued, takes the CPU from the current task of the class. */
  abstract boolean wakeupPreempts(Cpu cpu, Task woken);

  abstract void setNice(Cpu cpu, Task task, int nice);

  /** {@code SCHED_IDLE} makes way for others, and {@code SCHED_BATCH} does not push in. */
  static Preemption byPolicy(Task curr, Task woken) {
    boolean wokenIsIdlePolicy = woken.policy == SchedPolicy.IDLE;
    if (curr.policy == SchedPolicy.IDLE && !wokenIsIdlePolicy) {
      return Preemption.YES;
    }
    return woken.policy == SchedPolicy.BATCH || wokenIsIdlePolicy ? Preemption.NO : Preemption.OPEN;
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
