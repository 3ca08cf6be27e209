package org.gpol.kernel.workload.rtapp;

import java.util.List;
import org.gpol.kernel.workload.SchedAttributes;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.SourcePosition;
import org.gpol.kernel.workload.WorkloadException;

/**
 * {@code priority} and {@code dl-…} of a task with a real-time policy, with rt-app's defaults:
 * priority 10, a period as long as the runtime, a deadline at the period's end.
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

  /** What a phase says, the same in all that say something. */
  private SchedAttributes ofPhases;

  private boolean anyPhaseWithout;

  RealTimeSettings(String label, SourcePosition at, SchedPolicy policy, Members task) {
    this.label = label;
    this.policy = policy;
    for (String key : KEYS) {
      if (task.has(key) && policy != SchedPolicy.DEADLINE) {
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
          case OTHER, BATCH, IDLE, GHOST -> SchedAttributes.NONE;
        };
  }

  /** A phase may repeat the priority, or give it, but not change it. */
  void phase(Members phase) {
    boolean isFixed = policy == SchedPolicy.FIFO || policy == SchedPolicy.RR;
    if (!isFixed || !phase.has(PRIORITY)) {
      anyPhaseWithout = true;
      if (policy == SchedPolicy.DEADLINE) {
        refusePriority(phase);
      }
      return;
    }
    SchedAttributes here = SchedAttributes.priority(priority(phase));
    boolean first = ofPhases == null && !anyPhaseWithout;
    if (!here.equals(first ? here : attributes())) {
      throw new WorkloadException(
          phase.value(PRIORITY).at(),
          "a change of real-time priority between phases is not supported yet",
          label + " has " + attributes().priority());
    }
    ofPhases = here;
  }

  SchedAttributes attributes() {
    return ofPhases == null ? ofTask : ofPhases;
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
