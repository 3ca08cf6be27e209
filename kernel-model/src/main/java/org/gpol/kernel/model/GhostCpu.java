package org.gpol.kernel.model;

/** The ghOSt part of a CPU's run queue; a CPU of the enclave always has an agent. */
final class GhostCpu {
  final Task agent;

  /** Enqueued ghost tasks; the agent, which is always enqueued, counts. */
  int nrRunning = 1;

  /** Master copy of the agent's barrier; copied to its status word when somebody looks. */
  int agentBarrier;

  /** The agent is inside a yielding {@code ghost_run}: enqueued but not eligible. */
  boolean blockedInRun = true;

  /** Request to end that at the next pick. */
  boolean agentShouldWake;

  /** Chosen by {@code run_gtid} but not picked yet; null if none. */
  Task latched;

  /** Flags of the last latch or yield. */
  int runFlags;

  /** The current ghost task may not be kept by the next pick. */
  boolean mustResched;

  /** Request to set {@link #mustResched} at the next pick. */
  boolean setMustResched;

  /** The task leaving the CPU is a candidate for TASK_PREEMPT in this pick. */
  boolean checkPrevPreemption;

  /** The idle loop must pick again at once, once. */
  boolean dontIdleOnce;

  long cpuSeqnum;

  /** Availability as last told to the agent. */
  boolean available;

  GhostCpu(Task agent) {
    this.agent = agent;
  }

  boolean agentRunnable() {
    return !blockedInRun;
  }

  /** Makes the agent's status word agree with the master copy of its barrier. */
  void syncBarrier() {
    agent.ghost.statusWord.barrier = agentBarrier;
  }

  boolean hasRunFlag(int flag) {
    return (runFlags & flag) != 0;
  }

  void clearRunFlag(int flag) {
    runFlags &= ~flag;
  }
}
