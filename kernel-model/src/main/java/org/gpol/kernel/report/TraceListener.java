package org.gpol.kernel.report;

import org.gpol.bpf.object.EventType;
import org.gpol.kernel.hook.HookPoint;
import org.gpol.kernel.hook.MessageType;
import org.gpol.kernel.workload.CpuSet;

/**
 * The stream of scheduling events in the order in which they happen; times never go back. Tasks are
 * named by their index in the workload; what is not a workload's task has a negative number. Idle
 * polls that can have no effect are not reported, whether the simulation ran or skipped them.
 */
public interface TraceListener {

  /** The idle task of the CPU. */
  int IDLE = -1;

  /** The ghOSt agent of the CPU. */
  int AGENT = -2;

  /** The kernel's migration thread of the CPU. */
  int STOPPER = -3;

  /** Why a task left a CPU. */
  enum LeaveReason {
    /** It could go on: something else was preferred. */
    PREEMPTED,
    /** It called {@code sched_yield}. */
    YIELDED,
    /** It waits for a time or a wake-up. */
    BLOCKED,
    /** It has ended. */
    EXITED,
    /** It is the idle task, the agent or the migration thread. */
    INTERNAL
  }

  /**
   * A CPU changes its current task.
   *
   * @param prev a task index, {@link #IDLE}, {@link #AGENT} or {@link #STOPPER}
   * @param next likewise
   */
  default void switched(long timeNs, int cpu, int prev, LeaveReason reason, int next) {}

  /**
   * The task that was switched in starts to execute: programs and context switch are over. Not
   * called for {@link #IDLE}.
   *
   * @param timeNs may be later than the events that follow; it is known at the time of the switch
   */
  default void running(long timeNs, int cpu, int task) {}

  /**
   * A task of {@code SCHED_DEADLINE} has used up its budget, and may not run until its next period;
   * or that has begun.
   */
  default void throttled(long timeNs, int task, boolean held) {}

  /**
   * The timer of a sleeping task, or of one that has yet to start, goes off: the next {@link
   * #woken} of it is the interrupt's doing, not that of the task on the waking CPU.
   */
  default void timerExpired(long timeNs, int task) {}

  /** A task becomes runnable; {@code fresh} the first time. */
  default void woken(long timeNs, int task, int cpu, int wakerCpu, boolean fresh) {}

  /** A task is moved to another CPU's run queue. */
  default void migrated(long timeNs, int task, int fromCpu, int toCpu) {}

  /** A task's affinity changed, also reported when it comes to life. */
  default void affinityChanged(long timeNs, int task, CpuSet cpus) {}

  /** A task has left the policy for the kernel's own class. */
  default void departed(long timeNs, int task) {}

  /**
   * A CPU has come to the policy's enclave or been taken from it; at the start of a run it has
   * those of which nothing else is said.
   */
  default void enclaveCpu(long timeNs, int cpu, boolean member) {}

  /** A task was latched for a CPU by {@code run_gtid}. */
  default void latched(long timeNs, int task, int cpu) {}

  /**
   * A message was produced.
   *
   * @param cpu where the event happened
   * @param task index, or {@link #AGENT} for a CPU's message
   * @param delivered false if the policy's program swallowed it
   */
  default void message(
      long timeNs, int cpu, MessageType type, int task, int seqnum, boolean delivered) {}

  /** A program ran. */
  default void hook(long timeNs, int cpu, HookPoint point, long insns, long result) {}

  /** A program wrote a line with {@code trace_printk}. */
  default void printk(long timeNs, int cpu, String line) {}

  /**
   * A program sent an event.
   *
   * @param values of its fields; the array is used again
   */
  default void policyEvent(long timeNs, int cpu, EventType type, long[] values) {}

  /** Whether {@link #statistic} is to be called: reading statistics takes time. */
  default boolean wantsStatistics() {
    return false;
  }

  /**
   * A counter or gauge of the policy has another value than when it was told last. Told once a
   * millisecond at most, and at the end.
   */
  default void statistic(long timeNs, String name, long value) {}

  /** The run is over; nothing follows. */
  default void ended(long timeNs) {}
}
