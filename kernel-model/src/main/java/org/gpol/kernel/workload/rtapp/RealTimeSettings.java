package org.gpol.kernel.workload.rtapp;

import java.util.List;
import org.gpol.kernel.workload.SchedAttributes;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.SourcePosition;
import org.gpol.kernel.workload.WorkloadException;

/**
 * {@code priority} and {@code dl-…} of a task, with rt-app's defaults: priority 10, a period as
 * long as the runtime, a deadline at the period's end. {@code dl-runtime} of {@code SCHED_OTHER}
 * and {@code SCHED_BATCH} is their slice, as of Linux 6.12.
 */
final class RealTimeSettings {
  private static final String RUNTIME = "dl-runtime";
  private static final String PERIOD = "dl-period";
  private static final String DEADLINE = "dl-deadline";
  private static final String PRIORITY = "priority";

  static final List<String> KEYS = List.of(RUNTIME, PERIOD, DEADLINE);

  /** rt-app's {@code DEFAULT_THREAD_PRIORITY}. */
  private static final int DEFAULT_PRIORITY = 10;

  private final String label;
  private final SchedPolicy policy;
  private final SchedAttributes ofTask;

  RealTimeSettings(String label, SourcePosition at, SchedPolicy policy, Members task) {
    this.label = label;
    this.policy = policy;
    for (String key : KEYS) {
      boolean slice = key.equals(RUNTIME) && hasSlice(policy);
      if (task.has(key) && policy != SchedPolicy.DEADLINE && !slice) {
        throw new WorkloadException(
            task.value(key).at(),
            Values.quoted(key) + " is for SCHED_DEADLINE, and " + label + " is not",
            "it has " + policy.kernelName());
      }
    }
    ofTask =
        switch (policy) {
          case FIFO, RR -> SchedAttributes.priority(priority(task));
          case DEADLINE -> reservation(at, task);
          case OTHER, BATCH ->
              task.has(RUNTIME) ? SchedAttributes.slice(time(task, RUNTIME)) : SchedAttributes.NONE;
          case IDLE, GHOST -> SchedAttributes.NONE;
        };
  }

  private static boolean hasSlice(SchedPolicy policy) {
    return policy == SchedPolicy.OTHER || policy == SchedPolicy.BATCH;
  }

  /** The priority that a phase sets. */
  int priorityOf(Members phase) {
    if (policy == SchedPolicy.DEADLINE) {
      refusePriority(phase);
    }
    return priority(phase);
  }

  /** Those that the task begins with, if its first phase sets this priority, or null for none. */
  SchedAttributes startingWith(Integer priority) {
    return policy.isRealTime() && priority != null ? SchedAttributes.priority(priority) : ofTask;
  }

  private static int priority(Members members) {
    return members.has(PRIORITY)
        ? Values.integer("`priority`", members.value(PRIORITY), 1, SchedAttributes.MAX_PRIORITY)
        : DEFAULT_PRIORITY;
  }

  private void refusePriority(Members members) {
    if (members.has(PRIORITY)) {
      throw new WorkloadException(
          members.value(PRIORITY).at(),
          "`priority` means nothing to SCHED_DEADLINE",
          "remove it; the earliest deadline goes first");
    }
  }

  private SchedAttributes reservation(SourcePosition at, Members task) {
    refusePriority(task);
    if (!task.has(RUNTIME)) {
      throw new WorkloadException(
          at, label + " has SCHED_DEADLINE and no `dl-runtime`", "say how long it may run");
    }
    long runtimeNs = time(task, RUNTIME);
    long periodNs = task.has(PERIOD) ? time(task, PERIOD) : runtimeNs;
    long deadlineNs = task.has(DEADLINE) ? time(task, DEADLINE) : periodNs;
    if (runtimeNs < SchedAttributes.MIN_RUNTIME_NS
        || runtimeNs > deadlineNs
        || deadlineNs > periodNs) {
      throw new WorkloadException(
          task.value(RUNTIME).at(),
          "Linux refuses a runtime of "
              + runtimeNs
              + " ns by a deadline of "
              + deadlineNs
              + " ns in a period of "
              + periodNs
              + " ns (EINVAL)",
          "1024 ns <= runtime <= deadline <= period");
    }
    if (periodNs < SchedAttributes.MIN_PERIOD_NS || periodNs > SchedAttributes.MAX_PERIOD_NS) {
      throw new WorkloadException(
          task.value(task.has(PERIOD) ? PERIOD : RUNTIME).at(),
          "Linux refuses a period of " + periodNs + " ns (EINVAL)",
          "from 100 us to 4194304 us");
    }
    return SchedAttributes.reservation(runtimeNs, deadlineNs, periodNs);
  }

  private static long time(Members task, String key) {
    return Values.timeNs(Values.quoted(key), task.value(key), Values.NS_PER_US);
  }
}
