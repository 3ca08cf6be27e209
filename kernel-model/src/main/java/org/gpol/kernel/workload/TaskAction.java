package org.gpol.kernel.workload;

import java.util.Objects;

/**
 * One step of a task as the scheduler sees it. Actions are values: a behaviour may return the same
 * object again and again, and the simulation must not compare them by identity.
 */
public sealed interface TaskAction {

  /** The only {@link Spin} anyone needs. */
  Spin SPIN = new Spin();

  /** The only {@link Block} anyone needs. */
  Block BLOCK = new Block();

  /** The only {@link Yield} anyone needs. */
  Yield YIELD = new Yield();

  /** The only {@link Exit} anyone needs. */
  Exit EXIT = new Exit();

  /**
   * Needs the CPU for {@code ns} nanoseconds of execution; preemption suspends the work, never
   * repeats it.
   *
   * @param ns at least 1
   */
  record Run(long ns) implements TaskAction {
    /** Rejects work that takes no time: a zero-time step must not reach the scheduler. */
    public Run {
      if (ns < 1) {
        throw new IllegalArgumentException("run of " + ns + " ns");
      }
    }
  }

  /**
   * Leaves the CPU until the given simulated time. A time that is not after the present does not
   * block: the task keeps the CPU and goes on, as {@code clock_nanosleep(TIMER_ABSTIME)} does.
   *
   * @param timeNs absolute simulated time since the start of the workload
   */
  record SleepUntil(long timeNs) implements TaskAction {}

  /** Leaves the CPU until {@link Waker#wake} is called for this task. */
  record Block() implements TaskAction {}

  /**
   * Looks at memory again and again until {@link Waker#wake} is called for this task: it needs the
   * CPU all the time and notices at once, or as soon as it has the CPU again.
   */
  record Spin() implements TaskAction {}

  /** {@code sched_yield}: stays runnable and lets others go first. */
  record Yield() implements TaskAction {}

  /**
   * {@code sched_setaffinity} on itself; takes effect at once, so a task that stands on a CPU
   * outside the set has to move before it goes on.
   *
   * @param cpus the CPUs allowed from now on; {@link CpuSet#ALL} lifts every restriction
   */
  record SetAffinity(CpuSet cpus) implements TaskAction {
    /** Rejects a set on which the task could never run again. */
    public SetAffinity {
      Objects.requireNonNull(cpus, "cpus");
      if (cpus.isEmpty()) {
        throw new IllegalArgumentException("empty affinity");
      }
    }
  }

  /**
   * {@code setpriority} on itself.
   *
   * @param nice -20 (most CPU) to 19 (least)
   */
  record SetNice(int nice) implements TaskAction {
    /** Checks the range, which the kernel would silently clamp. */
    public SetNice {
      if (nice < TaskSpec.MIN_NICE || nice > TaskSpec.MAX_NICE) {
        throw new IllegalArgumentException("nice " + nice);
      }
    }
  }

  /**
   * {@code sched_setparam} on itself, of a task of {@code SCHED_FIFO} or {@code SCHED_RR}.
   *
   * @param priority 1 to 99 (most urgent)
   */
  record SetPriority(int priority) implements TaskAction {
    /** Checks the range, as the kernel does. */
    public SetPriority {
      if (priority < 1 || priority > SchedAttributes.MAX_PRIORITY) {
        throw new IllegalArgumentException("priority " + priority);
      }
    }
  }

  /** The task ends. */
  record Exit() implements TaskAction {}
}
