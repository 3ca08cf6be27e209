package org.gpol.kernel.workload;

import java.util.Objects;

/**
 * Something that happens to a run from outside at a given time: what administrators, other
 * processes and broken hardware do to tasks and CPUs. All go through the kernel's own mechanisms,
 * so a policy hears of them what it would hear on a real machine.
 *
 * <p>What concerns a task that has not started yet or has ended, or an enclave that there is not,
 * happens without effect, as it would there.
 */
public sealed interface Fault {
  /** Simulated time since the start of the workload, at least 0. */
  long atNs();

  /**
   * {@code SIGKILL}: the task ends as soon as it has a CPU, and at once if it has one. A lock that
   * it holds stays locked.
   *
   * @param task index in the workload
   */
  record Kill(long atNs, int task) implements Fault {
    /** Checks the ranges. */
    public Kill {
      requireTask(atNs, task);
    }
  }

  /** The task leaves the policy for the kernel's own class ({@code sched_setscheduler}). */
  record Depart(long atNs, int task) implements Fault {
    /** Checks the ranges. */
    public Depart {
      requireTask(atNs, task);
    }
  }

  /**
   * {@code setpriority} by another process; whoever holds the task's sequence number has an old one
   * now.
   *
   * @param nice -20 to 19
   */
  record Renice(long atNs, int task, int nice) implements Fault {
    /** Checks the ranges. */
    public Renice {
      requireTask(atNs, task);
      if (nice < TaskSpec.MIN_NICE || nice > TaskSpec.MAX_NICE) {
        throw new IllegalArgumentException("nice " + nice);
      }
    }
  }

  /**
   * {@code sched_setaffinity} by another process.
   *
   * @param cpus at least one
   */
  record Rebind(long atNs, int task, CpuSet cpus) implements Fault {
    /** Checks the ranges. */
    public Rebind {
      requireTask(atNs, task);
      Objects.requireNonNull(cpus, "cpus");
      if (cpus.isEmpty()) {
        throw new IllegalArgumentException("no CPU");
      }
    }
  }

  /**
   * The task's nice value changes back and forth at one instant: a message each time. All sequence
   * numbers of the task that anybody holds are stale ({@code ESTALE}), and a queue of messages that
   * an agent does not read in the meantime overflows.
   *
   * @param times 1 to {@value #MAX_STORM}
   */
  record Storm(long atNs, int task, int times) implements Fault {
    /** Checks the ranges. */
    public Storm {
      requireTask(atNs, task);
      if (times < 1 || times > MAX_STORM) {
        throw new IllegalArgumentException(times + " changes");
      }
    }
  }

  /**
   * The policy's enclave loses a CPU: its agent ends, what is latched or runs there is preempted.
   *
   * @param cpu number of the CPU
   */
  record TakeCpu(long atNs, int cpu) implements Fault {
    /** Checks the ranges. */
    public TakeCpu {
      requireCpu(atNs, cpu);
    }
  }

  /** The enclave gets a CPU back that it lost. */
  record GiveCpu(long atNs, int cpu) implements Fault {
    /** Checks the ranges. */
    public GiveCpu {
      requireCpu(atNs, cpu);
    }
  }

  /**
   * The processes behind all enclaves crash: agents end, their enclaves go, and tasks go on under
   * the kernel's own class.
   */
  record Crash(long atNs) implements Fault {
    /** Checks the time. */
    public Crash {
      requireTime(atNs);
    }
  }

  /** The most changes of one {@link Storm}; more than the largest queue of messages holds. */
  int MAX_STORM = 100_000;

  private static void requireTime(long atNs) {
    if (atNs < 0) {
      throw new IllegalArgumentException("at " + atNs + " ns");
    }
  }

  private static void requireTask(long atNs, int task) {
    requireTime(atNs);
    if (task < 0) {
      throw new IllegalArgumentException("task " + task);
    }
  }

  private static void requireCpu(long atNs, int cpu) {
    requireTime(atNs);
    if (cpu < 0 || cpu >= CpuSet.MAX_CPUS) {
      throw new IllegalArgumentException("CPU " + cpu);
    }
  }
}
