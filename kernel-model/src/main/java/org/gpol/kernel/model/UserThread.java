package org.gpol.kernel.model;

/** A thread of user space that is no task of the workload: it makes system calls, in no time. */
public final class UserThread {
  private final UserProcess process;
  private final int cpu;
  private boolean capable = true;
  private boolean mayLoadPrograms = true;

  /** The CPU whose agent it is, null while it is none. */
  Cpu agentOf;

  /** What it executes as an agent. */
  AgentProgram program;

  UserThread(UserProcess process, int cpu) {
    this.process = process;
    this.cpu = cpu;
  }

  /** The process that it belongs to. */
  public UserProcess process() {
    return process;
  }

  /** Where it runs. */
  public int cpu() {
    return agentOf == null ? cpu : agentOf.id;
  }

  /** Whether it is an agent: of policy SCHED_GHOST, resetting on fork. */
  public boolean isAgent() {
    return agentOf != null;
  }

  /** Drops CAP_SYS_NICE. */
  public UserThread withoutSysNice() {
    capable = false;
    return this;
  }

  boolean isCapable() {
    return capable;
  }

  /** Whether it may still load BPF programs. */
  public boolean mayLoadPrograms() {
    return mayLoadPrograms;
  }

  void disableProgramLoad() {
    mayLoadPrograms = false;
  }
}
