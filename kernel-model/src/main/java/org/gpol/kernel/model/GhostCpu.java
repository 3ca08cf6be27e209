package org.gpol.kernel.model;

/** The ghOSt part of a CPU's run queue. */
final class GhostCpu {
  /** The enclave that the CPU belongs to, null if none. */
  Enclave enclave;

  /** Bound to the CPU; null if it has none. */
  Task agent;

  /** What the agent executes; null for one that only yields. */
  Agent program;

  /** What the agent wants the CPU to run; null outside of an enclave. */
  Transaction txn;

  /** Enqueued ghost tasks, the agent included. */
  int nrRunning;

  /** Those that are no agents, in the order in which they became runnable or left the CPU. */
  Task runFirst;

  private Task runLast;

  /** Master copy of the agent's barrier; copied to its status word when somebody looks. */
  int agentBarrier;

  /** The agent is inside a yielding {@code ghost_run}: enqueued but not eligible. */
  boolean blockedInRun;

  /** Request to end that at the next pick. */
  boolean agentShouldWake;

  /** Chosen by a latch or commit but not picked yet; the idle task to idle; null if none. */
  Task latched;

  /** Flags of the last latch or yield. */
  int runFlags;

  /** The current ghost task may not be kept by the next pick. */
  boolean mustResched;

  /** Request to set {@link #mustResched} at the next pick. */
  boolean setMustResched;

  /** The task leaving the CPU is a candidate for TASK_PREEMPT in this pick. */
  boolean checkPrevPreemption;

  /** Nobody is told that the current task is preempted, once. */
  boolean ignorePrevPreemption;

  /** The task that was latched by a sync group must not run: the group failed. */
  boolean poisoned;

  /** The idle loop must pick again at once, once. */
  boolean dontIdleOnce;

  /** Tasks handed the CPU to each other so often; negative once the chain ends. */
  int switchtoCount;

  long cpuSeqnum;

  /** Availability as last told to the agent. */
  boolean available;

  boolean agentOnRq() {
    return agent != null && agent.queued;
  }

  boolean agentRunnable() {
    return agentOnRq() && !blockedInRun;
  }

  /** Makes the agent's status word agree with the master copy of its barrier. */
  void syncBarrier() {
    if (agent != null) {
      agent.ghost.statusWord.barrier = agentBarrier;
    }
  }

  boolean hasRunFlag(int flag) {
    return (runFlags & flag) != 0;
  }

  void clearRunFlag(int flag) {
    runFlags &= ~flag;
  }

  /** Ghost tasks that want the CPU, without the agent. */
  int load() {
    return nrRunning - (agentOnRq() ? 1 : 0);
  }

  void append(Task task) {
    GhostTask ghost = task.ghost;
    ghost.onRunList = true;
    ghost.rqPrev = runLast;
    ghost.rqNext = null;
    if (runLast == null) {
      runFirst = task;
    } else {
      runLast.ghost.rqNext = task;
    }
    runLast = task;
  }

  void unlink(Task task) {
    GhostTask ghost = task.ghost;
    if (ghost.rqPrev == null) {
      runFirst = ghost.rqNext;
    } else {
      ghost.rqPrev.ghost.rqNext = ghost.rqNext;
    }
    if (ghost.rqNext == null) {
      runLast = ghost.rqPrev;
    } else {
      ghost.rqNext.ghost.rqPrev = ghost.rqPrev;
    }
    ghost.rqPrev = null;
    ghost.rqNext = null;
    ghost.onRunList = false;
  }
}
