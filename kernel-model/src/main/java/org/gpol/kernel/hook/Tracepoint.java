package org.gpol.kernel.hook;

/**
 * The scheduler's tracepoints, where programs of any policy look on ({@code
 * BPF_PROG_TYPE_TRACEPOINT}). Their contexts are laid out as {@link TraceContexts} says.
 */
public enum Tracepoint {
  /** A CPU changes its current task, just before it does. */
  SCHED_SWITCH("sched_switch", TraceContexts.SWITCH_SIZE),
  /** Somebody is about to wake a task. */
  SCHED_WAKING("sched_waking", TraceContexts.WAKE_SIZE),
  /** A task that was woken is on a run queue. */
  SCHED_WAKEUP("sched_wakeup", TraceContexts.WAKE_SIZE),
  /** A task that is new is on a run queue for the first time. */
  SCHED_WAKEUP_NEW("sched_wakeup_new", TraceContexts.WAKE_SIZE),
  /** A task goes over to another CPU, just before it does. */
  SCHED_MIGRATE_TASK("sched_migrate_task", TraceContexts.MIGRATE_SIZE),
  /** A task has made another one. */
  SCHED_PROCESS_FORK("sched_process_fork", TraceContexts.FORK_SIZE),
  /** A task ends. */
  SCHED_PROCESS_EXIT("sched_process_exit", TraceContexts.EXIT_SIZE);

  private final String event;
  private final int contextSize;

  Tracepoint(String event, int contextSize) {
    this.event = event;
    this.contextSize = contextSize;
  }

  /** As tracefs names it. */
  public String event() {
    return event;
  }

  /** The ELF section that holds programs for it; {@code tp/sched/…} means the same. */
  public String section() {
    return "tracepoint/sched/" + event;
  }

  /** Bytes of context a program is given. */
  public int contextSize() {
    return contextSize;
  }
}
