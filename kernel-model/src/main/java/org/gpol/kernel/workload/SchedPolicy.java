package org.gpol.kernel.workload;

/**
 * The scheduling policy a task asks for, by the names of {@code sched_setscheduler(2)}; the
 * real-time and deadline policies are not modelled yet.
 */
public enum SchedPolicy {
  /** {@code SCHED_OTHER}, the default time-sharing policy. */
  OTHER("SCHED_OTHER"),
  /** {@code SCHED_BATCH}: time sharing without wake-up preemption. */
  BATCH("SCHED_BATCH"),
  /** {@code SCHED_IDLE}: runs when nobody else wants to. */
  IDLE("SCHED_IDLE"),
  /**
   * {@code SCHED_GHOST}, our extension of the format: this task belongs to the policy under test
   * and the tasks that do not say so stay with the kernel's own class; see {@link
   * Workload#isGhost}.
   */
  GHOST("SCHED_GHOST");

  private final String kernelName;

  SchedPolicy(String kernelName) {
    this.kernelName = kernelName;
  }

  /** The name as written in workload files, for example {@code SCHED_OTHER}. */
  public String kernelName() {
    return kernelName;
  }
}
