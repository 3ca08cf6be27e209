package org.gpol.kernel.model;

import org.gpol.kernel.report.TraceListener;

/** A CPU, its run queue, and the account of its time. */
final class Cpu {
  /** {@link #pace} of a CPU that nobody gets in the way of. */
  static final long FULL_PACE = 1 << 16;

  private static final long HUGE_NS = 1L << 46;

  final int id;
  final Task idle;
  final Task stopper;
  final FairRunQueue fair;
  final RtRunQueue rt = new RtRunQueue();
  final DeadlineQueue deadline = new DeadlineQueue();

  /** Deadline tasks that wait for their next period, by when that begins. */
  final DeadlineQueue throttled = new DeadlineQueue();

  final GhostCpu ghost = new GhostCpu();

  Task curr;

  /** A task the migration thread has to move away, or null. */
  Task stopWork;

  boolean needResched;

  /** Tasks that will start here as soon as the CPU takes interrupts again. */
  int starting;

  /** What part of its time counts as work, in 65536ths. */
  long pace = FULL_PACE;

  /** Up to here time is accounted for. */
  long accountedAtNs;

  /** Of the time after that, this much goes to programs, and then this much to switching. */
  long policyLeftNs;

  long switchLeftNs;

  long busyNs;
  long idleNs;
  long switchNs;
  long policyNs;
  long switches;

  final PollState poll = new PollState();

  Cpu(int id, FairRunQueue fair) {
    this.id = id;
    this.idle = Task.internal(TraceListener.IDLE, "idle/" + id, 0, SchedClass.IDLE, this);
    this.stopper =
        Task.internal(TraceListener.STOPPER, "migration/" + id, 0, SchedClass.STOP, this);
    this.stopper.state = TaskState.BLOCKED;
    this.fair = fair;
    this.curr = idle;
    idle.onCpu = true;
  }

  /** When programs and switch are over and the current task executes. */
  long windowEndNs() {
    return accountedAtNs + policyLeftNs + switchLeftNs;
  }

  /** When the current task's work will be done if nothing changes. */
  long workEndNs() {
    long left = curr.remainingNs;
    if (pace != FULL_PACE) {
      boolean huge = left > HUGE_NS;
      left = huge ? left / pace * FULL_PACE : (left * FULL_PACE + pace - 1) / pace;
    }
    return windowEndNs() + left;
  }

  /** Runnable tasks that will want the CPU, whatever their class. */
  int load() {
    return starting + deadline.size() + rt.nrRunning + fair.nrRunning + ghost.load();
  }

  /** Nothing runs here and nothing above ghOSt's class is about to. */
  boolean isIdle() {
    return curr == idle && !isWantedAboveGhost();
  }

  /** Tasks of classes between agents and ghost tasks are runnable, or the migration thread is. */
  boolean isWantedAboveGhost() {
    return fair.nrRunning > 0 || rt.wantsCpu() || deadline.size() > 0 || stopWork != null;
  }

  /** The programs that pick for this CPU, null outside of an enclave. */
  HookRunner hooks() {
    return ghost.enclave == null ? null : ghost.enclave.hooks;
  }

  private long worked(long ns) {
    return ns > HUGE_NS ? ns / FULL_PACE * pace : ns * pace / FULL_PACE;
  }

  /** Brings the account up to {@code nowNs}; returns what the current task executed. */
  long account(long nowNs) {
    long delta = nowNs - accountedAtNs;
    accountedAtNs = nowNs;
    long policy = Math.min(delta, policyLeftNs);
    policyLeftNs -= policy;
    policyNs += policy;
    delta -= policy;
    long switching = Math.min(delta, switchLeftNs);
    switchLeftNs -= switching;
    switchNs += switching;
    delta -= switching;
    if (curr == idle) {
      idleNs += delta;
      return 0;
    }
    if (curr.isAgent()) {
      policyNs += delta;
    } else {
      busyNs += delta;
    }
    curr.runtimeNs += delta;
    curr.remainingNs -= pace == FULL_PACE ? delta : Math.min(curr.remainingNs, worked(delta));
    return delta;
  }
}
