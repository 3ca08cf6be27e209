package org.gpol.kernel.model;

import static org.gpol.kernel.hook.GhostAbi.DEFER_LATCHED_PREEMPTION_BY_AGENT;
import static org.gpol.kernel.hook.GhostAbi.ELIDE_PREEMPT;
import static org.gpol.kernel.hook.GhostAbi.NEED_CPU_NOT_IDLE;
import static org.gpol.kernel.hook.GhostAbi.RTLA_ON_BLOCKED;
import static org.gpol.kernel.hook.GhostAbi.RTLA_ON_IDLE;
import static org.gpol.kernel.hook.GhostAbi.RTLA_ON_PREEMPT;
import static org.gpol.kernel.hook.GhostAbi.RTLA_ON_YIELD;
import static org.gpol.kernel.hook.GhostAbi.SEND_TASK_ON_CPU;
import static org.gpol.kernel.hook.GhostAbi.SW_BOOST_PRIO;
import static org.gpol.kernel.hook.GhostAbi.SW_CPU_AVAIL;
import static org.gpol.kernel.hook.GhostAbi.SW_TASK_ONCPU;
import static org.gpol.kernel.hook.GhostAbi.SW_TASK_RUNNABLE;

import org.gpol.bpf.GpolBug;
import org.gpol.kernel.hook.ContextCodec;
import org.gpol.kernel.hook.HookPoint;

/**
 * The ghOSt scheduling class and its agents' half: run lists, the pick loop's prologue, the two
 * picks, what a switch tells, the tick.
 */
final class GhostClass {
  private final Kernel kernel;

  GhostClass(Kernel kernel) {
    this.kernel = kernel;
  }

  void enqueue(Cpu cpu, Task task) {
    cpu.ghost.nrRunning++;
    cpu.ghost.append(task);
    task.ghost.lastRunnableAtNs = kernel.nowNs();
    kernel.enclaves.watch(cpu);
  }

  /** Takes a task off its run queue; {@code sleep} if it blocks. */
  void dequeue(Cpu cpu, Task task, boolean sleep) {
    cpu.ghost.nrRunning--;
    cpu.ghost.unlink(task);
    task.ghost.lastRunnableAtNs = -1;
    if (cpu.ghost.latched == task) {
      kernel.latcher.latchedTaskPreempted(cpu);
    }
    if (sleep) {
      task.ghost.statusWord.set(SW_TASK_RUNNABLE, false);
      task.ghost.blockedTask = true;
      if (cpu.ghost.hasRunFlag(RTLA_ON_BLOCKED)) {
        kernel.agents.schedule(cpu);
      }
    }
  }

  /** {@code task_woken}: the message about a wake-up, or about a task nobody has heard of. */
  void woken(Task task) {
    task.ghost.statusWord.set(SW_TASK_RUNNABLE, true);
    if (task.ghost.newTask) {
      task.ghost.newTask = false;
      kernel.messages.taskNew(task, true);
    } else {
      kernel.messages.taskWakeup(task);
    }
  }

  void taskYields(Cpu cpu, Task task) {
    cpu.ghost.mustResched = true;
    if (cpu.ghost.hasRunFlag(RTLA_ON_YIELD)) {
      kernel.agents.schedule(cpu);
    }
    task.ghost.yieldTask = true;
  }

  /** What every pick on a CPU of an enclave begins with. */
  void prologue(Cpu cpu, Task prev) {
    GhostCpu ghost = cpu.ghost;
    boolean preemptible = produceOwedMessage(prev);
    ghost.checkPrevPreemption = preemptible && !ghost.ignorePrevPreemption;
    ghost.ignorePrevPreemption = false;
    if (ghost.switchtoCount > 0) {
      ghost.switchtoCount = -ghost.switchtoCount;
    }
    if (ghost.setMustResched) {
      ghost.setMustResched = false;
      ghost.mustResched = true;
    }
    if (ghost.enclave != null) {
      boolean available = !cpu.isWantedAboveGhost();
      setAvailable(cpu, available);
      if (ghost.enclave.hooks.has(HookPoint.PICK_NEXT_TASK)) {
        runPickProgram(ghost, available, prev);
      }
    }
  }

  private void runPickProgram(GhostCpu ghost, boolean available, Task prev) {
    byte[] context =
        ghost.enclave.hooks.pick(
            ghost.agentOnRq(), ghost.agentRunnable(), !available, nextGtid(ghost, prev));
    ghost.dontIdleOnce = context[ContextCodec.PNT_DONT_IDLE] != 0;
    if (context[ContextCodec.PNT_MUST_RESCHED] != 0) {
      ghost.mustResched = true;
      kernel.polling.markImpure();
    }
  }

  /** NEW, YIELD or BLOCKED owed by the task that leaves; true if it may instead be preempted. */
  private boolean produceOwedMessage(Task prev) {
    if (!prev.isGhostTask()) {
      return false;
    }
    GhostTask ghost = prev.ghost;
    if (ghost.newTask) {
      ghost.newTask = false;
      ghost.yieldTask = false;
      ghost.blockedTask = false;
      kernel.messages.taskNew(prev, prev.queued);
      return false;
    }
    if (ghost.yieldTask) {
      ghost.yieldTask = false;
      ghost.blockedTask = false;
      kernel.messages.taskYield(prev);
      return false;
    }
    if (ghost.blockedTask) {
      ghost.blockedTask = false;
      kernel.messages.taskBlocked(prev);
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
    if (cpu.ghost.agent != null && cpu.ghost.available != available) {
      cpu.ghost.agent.ghost.statusWord.set(SW_CPU_AVAIL, available);
      if (cpu.ghost.enclave.deliverCpuAvailability) {
        kernel.messages.cpuAvailability(cpu, available);
      }
      cpu.ghost.available = available;
      kernel.polling.markImpure();
    }
  }

  /** The pick above CFS: the agent if it is to run; ghost tasks make way for CFS here. */
  Task pickAgent(Cpu cpu, Task prev) {
    GhostCpu ghost = cpu.ghost;
    if (!ghost.agentOnRq()) {
      return null;
    }
    Task next = eligibleAgent(ghost);
    boolean preempted = cpu.isWantedAboveGhost();
    if (next != null || preempted) {
      if (ghost.checkPrevPreemption) {
        preempt(cpu, prev);
        ghost.mustResched = true;
        ghost.checkPrevPreemption = false;
        ghost.syncBarrier();
      }
      boolean deferred = !preempted && ghost.hasRunFlag(DEFER_LATCHED_PREEMPTION_BY_AGENT);
      if (ghost.latched != null && !deferred) {
        kernel.latcher.latchedTaskPreempted(cpu);
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

  /** The pick below CFS: what is latched, or the previous task if nothing speaks against it. */
  Task pickTask(Cpu cpu, Task prev) {
    GhostCpu ghost = cpu.ghost;
    if (ghost.switchtoCount != 0) {
      ghost.mustResched = true;
    } else if (ghost.hasRunFlag(ELIDE_PREEMPT)) {
      ghost.checkPrevPreemption = false;
      ghost.clearRunFlag(ELIDE_PREEMPT);
    }
    if (ghost.agent == null) {
      return null;
    }
    Task next = null;
    if (ghost.latched != null) {
      next = takeLatched(cpu);
      if (next.isIdle()) {
        return next;
      }
    } else if (mayKeep(ghost, prev)) {
      next = prev;
      ghost.checkPrevPreemption = false;
    } else if (ghost.hasRunFlag(RTLA_ON_IDLE)) {
      ghost.blockedInRun = false;
      return pickAgent(cpu, prev);
    }
    if (next != null) {
      prepare(next, prev);
      ghost.mustResched = false;
    }
    return next;
  }

  private static Task takeLatched(Cpu cpu) {
    Task next = cpu.ghost.latched;
    cpu.ghost.latched = null;
    if (!next.isIdle() && (!next.queued || next.onCpu || next.cpu != cpu)) {
      throw new GpolBug("latched task " + next + " cannot run on CPU " + cpu.id);
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
    boolean available = next.schedClass == SchedClass.GHOST || next.isIdle();
    if (ghost.agent != null) {
      setAvailable(cpu, available);
      if (!available && ghost.hasRunFlag(NEED_CPU_NOT_IDLE)) {
        ghost.clearRunFlag(NEED_CPU_NOT_IDLE);
        kernel.messages.cpuNotIdle(cpu, next);
      }
    }
    if (prev.isGhostTask()) {
      leave(cpu, prev);
    }
    if (prev.ghost != null) {
      prev.ghost.statusWord.runtimeNs = prev.runtimeNs;
      prev.ghost.statusWord.set(SW_TASK_ONCPU, false);
    }
    if (ghost.latched != null) {
      kernel.latcher.latchedTaskPreempted(cpu);
    }
    if (next.isGhostTask() && ghost.hasRunFlag(SEND_TASK_ON_CPU)) {
      kernel.messages.taskOnCpu(next);
      ghost.clearRunFlag(SEND_TASK_ON_CPU);
    }
    ghost.switchtoCount = 0;
    if (ghost.poisoned && next.isGhostTask()) {
      ghost.poisoned = false;
      ghost.mustResched = true;
      ghost.ignorePrevPreemption = true;
      kernel.resched(cpu);
    }
  }

  private void leave(Cpu cpu, Task prev) {
    GhostCpu ghost = cpu.ghost;
    if (prev.ghost.newTask) {
      ghost.checkPrevPreemption = false;
      prev.ghost.newTask = false;
      kernel.messages.taskNew(prev, prev.queued);
    }
    if (prev.queued) {
      ghost.unlink(prev);
      ghost.append(prev);
      prev.ghost.lastRunnableAtNs = kernel.nowNs();
      kernel.enclaves.watch(cpu);
    }
    if (ghost.checkPrevPreemption) {
      preempt(cpu, prev);
      ghost.checkPrevPreemption = false;
    }
  }

  private void preempt(Cpu cpu, Task prev) {
    kernel.messages.taskPreempt(prev, false);
    if (cpu.ghost.hasRunFlag(RTLA_ON_PREEMPT)) {
      kernel.agents.schedule(cpu);
    }
  }

  /** The class's tick: only a ghost task or agent that is hit tells. */
  void tick(Cpu cpu) {
    if (cpu.ghost.agent == null) {
      return;
    }
    boolean isAgent = cpu.curr.isAgent();
    if (isAgent && cpu.ghost.latched != null) {
      kernel.latcher.latchedTaskPreempted(cpu);
    }
    if (cpu.ghost.enclave.deliverTicks) {
      kernel.messages.cpuTick(cpu, isAgent);
    }
  }
}
