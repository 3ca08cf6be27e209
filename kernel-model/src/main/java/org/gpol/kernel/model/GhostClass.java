package org.gpol.kernel.model;

import static org.gpol.kernel.hook.GhostAbi.ELIDE_PREEMPT;
import static org.gpol.kernel.hook.GhostAbi.RTLA_ON_BLOCKED;
import static org.gpol.kernel.hook.GhostAbi.RTLA_ON_PREEMPT;
import static org.gpol.kernel.hook.GhostAbi.RTLA_ON_YIELD;
import static org.gpol.kernel.hook.GhostAbi.SEND_TASK_ON_CPU;
import static org.gpol.kernel.hook.GhostAbi.SW_BOOST_PRIO;
import static org.gpol.kernel.hook.GhostAbi.SW_CPU_AVAIL;
import static org.gpol.kernel.hook.GhostAbi.SW_F_CANFREE;
import static org.gpol.kernel.hook.GhostAbi.SW_TASK_ONCPU;
import static org.gpol.kernel.hook.GhostAbi.SW_TASK_RUNNABLE;

import org.gpol.bpf.GpolBug;
import org.gpol.kernel.hook.ContextCodec;
import org.gpol.kernel.hook.EnclaveTunables;
import org.gpol.kernel.hook.Errno;
import org.gpol.kernel.hook.GhostAbi;
import org.gpol.kernel.hook.HookPoint;

/**
 * The ghOSt scheduling class and its agents' half. Flags that {@code run_gtid} does not accept
 * (RTLA_ON_IDLE, NEED_CPU_NOT_IDLE, DEFER_LATCHED_PREEMPTION_BY_AGENT) need transactions and do not
 * occur, nor does a task that enters while it runs.
 */
final class GhostClass {
  private final Kernel kernel;
  private final EnclaveTunables tunables;
  private final StatusWordTable statusWords = new StatusWordTable();

  GhostClass(Kernel kernel, EnclaveTunables tunables) {
    this.kernel = kernel;
    this.tunables = tunables;
  }

  EnclaveTunables tunables() {
    return tunables;
  }

  /** Gives a CPU to the enclave with an agent that waits in {@code ghost_run}. */
  void addCpu(Cpu cpu, Task agent) {
    agent.ghost = new GhostTask(statusWords.allocate());
    agent.ghost.newTask = false;
    agent.ghost.statusWord.set(GhostAbi.SW_TASK_IS_AGENT, true);
    agent.queued = true;
    cpu.ghost = new GhostCpu(agent);
  }

  /** Makes a task that has not started a member of the enclave. */
  void enter(Task task) {
    task.schedClass = SchedClass.GHOST;
    task.ghost = new GhostTask(statusWords.allocate());
  }

  void enqueue(Cpu cpu, Task task) {
    cpu.ghost.nrRunning++;
    task.ghost.lastRunnableAtNs = kernel.nowNs();
  }

  /** Takes a task off its run queue; {@code sleep} if it blocks. */
  void dequeue(Cpu cpu, Task task, boolean sleep) {
    cpu.ghost.nrRunning--;
    task.ghost.lastRunnableAtNs = -1;
    if (cpu.ghost.latched == task) {
      kernel.latcher().latchedTaskPreempted(cpu);
    }
    if (sleep) {
      task.ghost.statusWord.set(SW_TASK_RUNNABLE, false);
      task.ghost.blockedTask = true;
      if (cpu.ghost.hasRunFlag(RTLA_ON_BLOCKED)) {
        scheduleAgent(cpu);
      }
    }
  }

  /** {@code task_woken}: the message about a wake-up, or about a task nobody has heard of. */
  void woken(Task task) {
    task.ghost.statusWord.set(SW_TASK_RUNNABLE, true);
    if (task.ghost.newTask) {
      task.ghost.newTask = false;
      kernel.messages().taskNew(task, true);
    } else {
      kernel.messages().taskWakeup(task);
    }
  }

  void taskYields(Cpu cpu, Task task) {
    cpu.ghost.mustResched = true;
    if (cpu.ghost.hasRunFlag(RTLA_ON_YIELD)) {
      scheduleAgent(cpu);
    }
    task.ghost.yieldTask = true;
  }

  /** What every pick on a CPU of the enclave begins with. */
  void prologue(Cpu cpu, Task prev) {
    GhostCpu ghost = cpu.ghost;
    ghost.checkPrevPreemption = produceOwedMessage(prev);
    if (ghost.setMustResched) {
      ghost.setMustResched = false;
      ghost.mustResched = true;
    }
    boolean available = cpu.fair.nrRunning == 0 && cpu.stopWork == null;
    setAvailable(cpu, available);
    if (kernel.hooks().has(HookPoint.PICK_NEXT_TASK)) {
      byte[] context =
          kernel.hooks().pick(ghost.agentRunnable(), !available, nextGtid(ghost, prev));
      ghost.dontIdleOnce = context[ContextCodec.PNT_DONT_IDLE] != 0;
      if (context[ContextCodec.PNT_MUST_RESCHED] != 0) {
        ghost.mustResched = true;
        kernel.hooks().markImpure();
      }
    }
  }

  /** YIELD or BLOCKED owed by the task that leaves; true if it may instead be preempted. */
  private boolean produceOwedMessage(Task prev) {
    if (!prev.isGhostTask()) {
      return false;
    }
    if (prev.ghost.yieldTask) {
      prev.ghost.yieldTask = false;
      prev.ghost.blockedTask = false;
      kernel.messages().taskYield(prev);
      return false;
    }
    if (prev.ghost.blockedTask) {
      prev.ghost.blockedTask = false;
      kernel.messages().taskBlocked(prev);
      return false;
    }
    return true;
  }

  private static long nextGtid(GhostCpu ghost, Task prev) {
    if (ghost.latched != null) {
      return ghost.latched.gtid;
    }
    return mayKeep(ghost, prev) ? prev.gtid : 0;
  }

  private static boolean mayKeep(GhostCpu ghost, Task prev) {
    return prev.isGhostTask() && prev.state == TaskState.RUNNABLE && !ghost.mustResched;
  }

  /** {@code handle_availability}: tells the agent when it changes. */
  private void setAvailable(Cpu cpu, boolean available) {
    if (cpu.ghost.available != available) {
      cpu.ghost.agent.ghost.statusWord.set(SW_CPU_AVAIL, available);
      if (tunables.deliverCpuAvailability()) {
        kernel.messages().cpuAvailability(cpu, available);
      }
      cpu.ghost.available = available;
      kernel.hooks().markImpure();
    }
  }

  /** The pick above CFS: the agent if it is to run; ghost tasks make way for CFS here. */
  Task pickAgent(Cpu cpu, Task prev) {
    GhostCpu ghost = cpu.ghost;
    Task next = eligibleAgent(ghost);
    boolean preempted = cpu.fair.nrRunning > 0 || cpu.stopWork != null;
    if (next != null || preempted) {
      if (ghost.checkPrevPreemption) {
        preempt(cpu, prev);
        ghost.mustResched = true;
        ghost.checkPrevPreemption = false;
        ghost.syncBarrier();
      }
      if (ghost.latched != null) {
        kernel.latcher().latchedTaskPreempted(cpu);
      }
      if (next == null) {
        next = eligibleAgent(ghost);
      }
    }
    if (next == null) {
      return null;
    }
    next.ghost.statusWord.set(SW_BOOST_PRIO, preempted);
    prepare(next, prev);
    return next;
  }

  private static Task eligibleAgent(GhostCpu ghost) {
    if (ghost.agentShouldWake) {
      ghost.agentShouldWake = false;
      ghost.syncBarrier();
      ghost.blockedInRun = false;
    }
    return ghost.blockedInRun ? null : ghost.agent;
  }

  /** The pick below CFS: the latched task, or the previous one if nothing speaks against it. */
  Task pickTask(Cpu cpu, Task prev) {
    GhostCpu ghost = cpu.ghost;
    if (ghost.hasRunFlag(ELIDE_PREEMPT)) {
      ghost.checkPrevPreemption = false;
      ghost.clearRunFlag(ELIDE_PREEMPT);
    }
    Task next = null;
    if (ghost.latched != null) {
      next = ghost.latched;
      ghost.latched = null;
      if (!next.queued || next.onCpu || next.cpu != cpu) {
        throw new GpolBug("latched task " + next + " cannot run on CPU " + cpu.id);
      }
    } else if (mayKeep(ghost, prev)) {
      next = prev;
      ghost.checkPrevPreemption = false;
    }
    if (next != null) {
      prepare(next, prev);
      ghost.mustResched = false;
    }
    return next;
  }

  private void prepare(Task next, Task prev) {
    next.ghost.lastRunnableAtNs = -1;
    if (next != prev) {
      next.ghost.statusWord.switchTimeNs = kernel.nowNs();
      next.ghost.statusWord.set(SW_TASK_ONCPU, true);
    }
  }

  /** {@code prepare_task_switch}: the messages of an actual switch. */
  void prepareSwitch(Cpu cpu, Task prev, Task next) {
    GhostCpu ghost = cpu.ghost;
    setAvailable(cpu, next.isGhostTask() || next.isAgent() || next.isIdle());
    if (prev.isGhostTask()) {
      if (prev.queued) {
        prev.ghost.lastRunnableAtNs = kernel.nowNs();
      }
      if (ghost.checkPrevPreemption) {
        preempt(cpu, prev);
        ghost.checkPrevPreemption = false;
      }
    }
    if (prev.ghost != null) {
      prev.ghost.statusWord.runtimeNs = prev.runtimeNs;
      prev.ghost.statusWord.set(SW_TASK_ONCPU, false);
    }
    if (ghost.latched != null) {
      kernel.latcher().latchedTaskPreempted(cpu);
    }
    if (next.isGhostTask() && ghost.hasRunFlag(SEND_TASK_ON_CPU)) {
      kernel.messages().taskOnCpu(next);
      ghost.clearRunFlag(SEND_TASK_ON_CPU);
    }
  }

  private void preempt(Cpu cpu, Task prev) {
    kernel.messages().taskPreempt(prev, false);
    if (cpu.ghost.hasRunFlag(RTLA_ON_PREEMPT)) {
      scheduleAgent(cpu);
    }
  }

  /** The class's tick: only a ghost task or agent that is hit tells. */
  void tick(Cpu cpu) {
    boolean isAgent = cpu.curr.isAgent();
    if (isAgent && cpu.ghost.latched != null) {
      kernel.latcher().latchedTaskPreempted(cpu);
    }
    if (tunables.deliverTicks()) {
      kernel.messages().cpuTick(cpu, isAgent);
    }
  }

  /** The agent of the CPU runs at its next pick; no interrupt is sent. */
  void scheduleAgent(Cpu cpu) {
    cpu.ghost.agentBarrier++;
    cpu.ghost.syncBarrier();
    cpu.ghost.blockedInRun = false;
  }

  /** {@code wake_agent_on}; true if that made the CPU reschedule. */
  private boolean wakeAgent(Cpu cpu) {
    cpu.ghost.agentBarrier++;
    if (!cpu.ghost.blockedInRun || cpu.ghost.agentShouldWake) {
      return false;
    }
    cpu.ghost.agentShouldWake = true;
    kernel.resched(cpu);
    return true;
  }

  /** The agent was given the CPU: it yields again, as biff's agents do. */
  void agentTurn(Cpu cpu) {
    cpu.ghost.blockedInRun = true;
    cpu.ghost.syncBarrier();
    kernel.latcher().setPntState(cpu, cpu.ghost.latched, 0);
  }

  /** {@code bpf_ghost_resched_cpu2}. */
  int reschedCpu2(int id, int flags) {
    if (id < 0) {
      return -Errno.EINVAL;
    }
    if (id >= kernel.cpuCount()) {
      return -Errno.ERANGE;
    }
    if (flags < 0 || flags >= GhostAbi.RESCHED_CPU_MAX) {
      return -Errno.EINVAL;
    }
    Cpu cpu = kernel.cpu(id);
    if ((flags & GhostAbi.RESCHED_ANY_CLASS) == 0 && (flags & classFlag(cpu.curr)) == 0) {
      return -Errno.EPERM;
    }
    if ((flags & GhostAbi.SET_MUST_RESCHED) != 0) {
      cpu.ghost.setMustResched = true;
    }
    boolean woke = (flags & GhostAbi.WAKE_AGENT) != 0 && wakeAgent(cpu);
    if (!woke) {
      kernel.resched(cpu);
    }
    return 0;
  }

  private static int classFlag(Task curr) {
    return switch (curr.schedClass) {
      case GHOST -> GhostAbi.RESCHED_GHOST_CLASS;
      case IDLE -> GhostAbi.RESCHED_IDLE_CLASS;
      case FAIR, STOP -> GhostAbi.RESCHED_OTHER_CLASS;
    };
  }

  /** A task that has ended and left its CPU is told for the last time and forgotten. */
  void release(Task task) {
    task.ghost.statusWord.set(SW_F_CANFREE, true);
    boolean delivered = kernel.messages().taskDead(task);
    forget(task, delivered);
  }

  /** A task leaves the enclave for another class; it is off its run queue. */
  void depart(Task task, boolean wasCurrent) {
    task.ghost.statusWord.set(SW_F_CANFREE, true);
    forget(task, kernel.messages().taskDeparted(task, wasCurrent));
  }

  /** A status word that was announced stays until user space frees it. */
  private void forget(Task task, boolean delivered) {
    if (!delivered) {
      statusWords.free(task.ghost.statusWord);
    }
    task.ghost = null;
  }
}
