package org.gpol.kernel.workload;

import java.util.List;

/**
 * Linux's admission test of {@code SCHED_DEADLINE} ({@code sched_dl_overflow}): together the tasks
 * may reserve 95% of the machine, in units of 2^-20, and each may use all of it. Linux asks when a
 * task sets its policy; here all tasks of a workload are taken to live at once.
 */
final class DeadlineAdmission {
  private static final int RATIO_BITS = 20;

  /** {@code sched_rt_runtime_us} of {@code sched_rt_period_us}. */
  private static final long LIMIT = ratio(950_000, 1_000_000);

  private DeadlineAdmission() {}

  static void check(List<TaskSpec> tasks, int cpus) {
    long reserved = 0;
    for (TaskSpec task : tasks) {
      if (task.policy() == SchedPolicy.DEADLINE) {
        requireAllCpus(task, cpus);
        reserved += ratio(task.attributes().runtimeNs(), task.attributes().periodNs());
        if (reserved > LIMIT * cpus) {
          throw new WorkloadException(
              task.position(),
              "task `" + task.name() + "` would reserve more than 95% of the machine (EBUSY)",
              "SCHED_DEADLINE admits runtimes over periods up to 0.95 of each CPU, all added up");
        }
      }
    }
  }

  private static void requireAllCpus(TaskSpec task, int cpus) {
    boolean changes = !task.namedCpus().isEmpty() && !task.namedCpus().equals(task.affinity());
    for (int cpu = 0; cpu < cpus; cpu++) {
      if (!task.affinity().contains(cpu) || changes) {
        throw new WorkloadException(
            task.position(),
            "task `" + task.name() + "` is bound to CPUs, which Linux refuses (EPERM)",
            "a SCHED_DEADLINE task may use all CPUs; remove `cpus`");
      }
    }
  }

  private static long ratio(long runtime, long period) {
    return (runtime << RATIO_BITS) / period;
  }
}
