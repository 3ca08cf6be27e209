package org.gpol.kernel.model;

/**
 * {@code SCHED_FIFO} and {@code SCHED_RR}: {@code kernel/sched/rt.c} of Linux 5.11 without groups.
 * The most urgent priority goes first; within one, who came first. A task that is preempted stays
 * where it is; one that yields, or whose turn is over, goes to the end of its list.
 *
 * <p>The class is throttled: in each second of a CPU it gets 950 ms ({@code sched_rt_period_us},
 * {@code sched_rt_runtime_us}); then the CPU goes to others, or idles, until the second is over.
 * What was used beyond, as the tick notices late, is taken from the next. Seconds begin at the
 * start of the run.
 */
final class RtClass {
  static final long PERIOD_NS = 1_000_000_000;
  static final long RUNTIME_NS = 950_000_000;

  /** {@code RR_TIMESLICE}. */
  static final long TURN_NS = 100_000_000;

  private final Kernel kernel;

  RtClass(Kernel kernel) {
    this.kernel = kernel;
  }

  /** Turns are counted in ticks. */
  static long turnTicks(long tickNs) {
    return Math.max(1, TURN_NS / tickNs);
  }

  void enqueue(Cpu cpu, Task task) {
    cpu.rt.append(task);
    kernel.migration.queued(1);
  }

  void dequeue(Cpu cpu, Task task) {
    cpu.rt.remove(task);
    kernel.migration.queued(-1);
  }

  Task pick(Cpu cpu) {
    return cpu.rt.wantsCpu() ? cpu.rt.first() : null;
  }

  void taskYields(Cpu cpu, Task task) {
    cpu.rt.toTail(task);
  }

  /**
   * {@code __sched_setscheduler} and {@code prio_changed_rt} of the current task: one that becomes
   * less urgent goes before the others of its new priority, one that becomes more urgent behind
   * them. It gives way if something is more urgent now.
   */
  void setPriority(Cpu cpu, Task task, int priority) {
    int before = task.rt.priority;
    cpu.rt.remove(task);
    task.rt.priority = priority;
    if (priority > before) {
      cpu.rt.append(task);
    } else {
      cpu.rt.prepend(task);
    }
    if (priority < before) {
      kernel.migration.pull(cpu, task);
    }
    if (cpu.rt.topPriority() > priority) {
      kernel.resched(cpu);
    }
  }

  /** The tick of a current task: counts down its turn. */
  void tick(Cpu cpu) {
    RtEntity entity = cpu.curr.rt;
    if (!entity.takesTurns || --entity.ticksLeft > 0) {
      return;
    }
    entity.ticksLeft = turnTicks(kernel.config.tickNs());
    if (!cpu.rt.isAlone(cpu.curr)) {
      cpu.rt.toTail(cpu.curr);
      kernel.resched(cpu);
    }
  }

  boolean wakeupPreempts(Cpu cpu, Task woken) {
    return woken.rt.priority > cpu.curr.rt.priority;
  }

  /** Time that a task of this class or of {@code SCHED_DEADLINE} executed on the CPU until now. */
  void charge(Cpu cpu, long ranNs) {
    RtRunQueue rq = cpu.rt;
    long endNs = kernel.nowNs();
    long boundaryNs = endNs / PERIOD_NS * PERIOD_NS;
    long before = Math.max(0, Math.min(ranNs, boundaryNs - (endNs - ranNs)));
    rq.timeNs += before;
    pay(rq, endNs / PERIOD_NS);
    rq.timeNs += ranNs - before;
  }

  /** Throttles the class on a CPU that has given it all it may; after {@link #charge}. */
  void enforce(Cpu cpu) {
    RtRunQueue rq = cpu.rt;
    if (rq.timeNs > RUNTIME_NS && !rq.throttled) {
      rq.throttled = true;
      kernel.timers.arm(TimerKind.RT_PERIOD, cpu.id, (rq.period + 1) * PERIOD_NS);
      kernel.resched(cpu);
    }
  }

  /** {@code sched_rt_period_timer} of a throttled CPU. */
  void periodOver(Cpu cpu) {
    RtRunQueue rq = cpu.rt;
    pay(rq, kernel.nowNs() / PERIOD_NS);
    if (rq.timeNs >= RUNTIME_NS) {
      kernel.timers.arm(TimerKind.RT_PERIOD, cpu.id, (rq.period + 1) * PERIOD_NS);
      return;
    }
    rq.throttled = false;
    if (rq.nrRunning > 0) {
      kernel.classes.checkPreempt(cpu, rq.first());
    }
  }

  private static void pay(RtRunQueue rq, long period) {
    rq.timeNs = Math.max(0, rq.timeNs - (period - rq.period) * RUNTIME_NS);
    rq.period = period;
  }
}
