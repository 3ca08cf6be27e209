package org.gpol.kernel.model;

import org.gpol.kernel.report.TraceListener;

/** A CPU, its run queue, and the account of its time. */
final class Cpu {
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
    curr.remainingNs -= delta;
    return delta;
  }
}
