package org.gpol.kernel.workload;

/** The scheduling policy a task asks for, by the names of {@code sched_setscheduler(2)}. */
public enum SchedPolicy {
  /** {@code SCHED_OTHER}, the default time-sharing policy. */
  OTHER("SCHED_OTHER"),
  /** {@code SCHED_BATCH}: time sharing without wake-up preemption. */
  BATCH("SCHED_BATCH"),
  /** {@code SCHED_IDLE}: runs when nobody else wants to. */
  IDLE("SCHED_IDLE"),
  /** {@code SCHED_FIFO}: fixed priority above all time sharing, for as long as it wants. */
  FIFO("SCHED_FIFO"),
  /** {@code SCHED_RR}: as {@link #FIFO}, taking turns with others of the same priority. */
  RR("SCHED_RR"),
  /** {@code SCHED_DEADLINE}: a reservation of runtime in every period, earliest deadline first. */
  DEADLINE("SCHED_DEADLINE"),
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

  /** Whether its tasks go before all that share time, so that no policy under test has them. */
  public boolean isRealTime() {
    return this == FIFO || this == RR || this == DEADLINE;
  }

  /** The name as written in workload files, for example {@code SCHED_OTHER}. */
  public String kernelName() {
    return kernelName;
  }
}
