package org.gpol.kernel.hook;

/**
 * The decisions of CFS that a program may take, as in the series "Scheduler BPF" that was posted
 * for Linux 5.15. There a program sees the kernel's own structures; here it is given what the
 * kernel decides by, see {@link FairContexts}. It returns a positive number for "preempt", a
 * negative one for "do not", and 0 to leave the decision to the kernel.
 */
public enum FairHook {
  /** The tick: has the current task had its turn? */
  CHECK_PREEMPT_TICK("cfs_check_preempt_tick", FairContexts.TICK_SIZE),
  /** A task has woken: does it take the CPU from the current one? */
  CHECK_PREEMPT_WAKEUP("cfs_check_preempt_wakeup", FairContexts.PAIR_SIZE),
  /** Is a task far enough ahead of the current one to take its CPU? */
  WAKEUP_PREEMPT_ENTITY("cfs_wakeup_preempt_entity", FairContexts.PAIR_SIZE);

  private final String hook;
  private final int contextSize;

  FairHook(String hook, int contextSize) {
    this.hook = hook;
    this.contextSize = contextSize;
  }

  /** As policies and reports name it. */
  public String hookName() {
    return hook;
  }

  /** The ELF section that holds programs for it. */
  public String section() {
    return "sched/" + hook;
  }

  /** Bytes of context a program is given. */
  public int contextSize() {
    return contextSize;
  }
}
