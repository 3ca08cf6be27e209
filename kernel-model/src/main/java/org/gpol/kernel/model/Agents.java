package org.gpol.kernel.model;

import static org.gpol.kernel.hook.GhostAbi.SKIP_AGENT_WAKE;
import static org.gpol.kernel.hook.GhostAbi.SW_CPU_AVAIL;
import static org.gpol.kernel.hook.GhostAbi.SW_F_CANFREE;
import static org.gpol.kernel.hook.GhostAbi.SW_TASK_IS_AGENT;
import static org.gpol.kernel.hook.GhostAbi.SW_TASK_RUNNABLE;

import org.gpol.kernel.hook.ContextCodec;
import org.gpol.kernel.hook.Errno;

/** Agents as the kernel sees them: attached to CPUs, woken, yielding in {@code ghost_run}. */
final class Agents {
  private final Kernel kernel;

  Agents(Kernel kernel) {
    this.kernel = kernel;
  }

  /** A task becomes the agent of a CPU of its enclave; it is runnable. */
  void attach(Cpu cpu, Task agent, StatusWord word, MessageQueue queue) {
    agent.ghost = new GhostTask(cpu.ghost.enclave, word, queue);
    agent.ghost.newTask = false;
    word.set(SW_TASK_IS_AGENT | SW_TASK_RUNNABLE, true);
    word.set(SW_CPU_AVAIL, false);
    agent.queued = true;
    cpu.ghost.agent = agent;
    cpu.ghost.available = false;
    cpu.ghost.blockedInRun = false;
    cpu.ghost.nrRunning++;
  }

  /** The agent of the CPU runs at its next pick; no interrupt is sent. */
  void schedule(Cpu cpu) {
    increment(cpu);
    cpu.ghost.blockedInRun = false;
  }

  /** Counts the barrier, in the status word too. */
  void increment(Cpu cpu) {
    cpu.ghost.agentBarrier++;
    cpu.ghost.syncBarrier();
  }

  /** {@code wake_agent_on}; true if that made the CPU reschedule. */
  boolean wake(Cpu cpu) {
    cpu.ghost.agentBarrier++;
    if (!cpu.ghost.blockedInRun || cpu.ghost.agentShouldWake) {
      return false;
    }
    cpu.ghost.agentShouldWake = true;
    kernel.executing().policyLeftNs += kernel.config.costs().ns(Cost.AGENT_WAKE);
    kernel.resched(cpu);
    return true;
  }

  /** Wakes whoever is to hear of a message about a task. */
  void wakeFor(Task task) {
    wakeFor(task, task.ghost.statusWord.barrier, task.cpu);
  }

  /** Wakes whoever is to hear of a message about a CPU. */
  void wakeForCpu(Cpu cpu) {
    wakeFor(cpu.ghost.agent, cpu.ghost.agentBarrier, cpu);
  }

  private void wakeFor(Task source, int barrier, Cpu cpu) {
    GhostTask ghost = source.ghost;
    int override = ghost.wakeOverride;
    ghost.wakeOverride = ContextCodec.NO_WAKEUP_PREF;
    if (ghost.queue == null) {
      return;
    }
    if (ghost.wakeOverrideSeqnum == barrier) {
      if (override == SKIP_AGENT_WAKE) {
        return;
      }
      boolean exists = override >= 0 && override < kernel.cpuCount();
      if (exists && kernel.cpu(override).ghost.enclave == cpu.ghost.enclave) {
        wake(kernel.cpu(override));
        return;
      }
    }
    int target = ghost.queue.wakeupTarget(cpu.id);
    if (target >= 0) {
      wake(kernel.cpu(target));
    }
  }

  /**
   * {@code ghost_run} with no task: 0 if the agent leaves the CPU, ESTALE if it must look again.
   */
  int runYield(Cpu cpu, int barrier, int runFlags) {
    GhostCpu ghost = cpu.ghost;
    ghost.blockedInRun = true;
    ghost.syncBarrier();
    if (ghost.agentBarrier != barrier) {
      ghost.blockedInRun = false;
      return -Errno.ESTALE;
    }
    kernel.latcher.setPntState(cpu, ghost.latched, runFlags);
    return 0;
  }

  /** The agent executes; true if it leaves the CPU. */
  boolean turn(Cpu cpu) {
    if (cpu.ghost.program == null) {
      cpu.ghost.syncBarrier();
      runYield(cpu, cpu.ghost.agentBarrier, 0);
      return true;
    }
    return cpu.ghost.program.step();
  }

  /** The agent goes to sleep in a system call. */
  void block(Cpu cpu) {
    Task agent = cpu.ghost.agent;
    agent.queued = false;
    cpu.ghost.nrRunning--;
    agent.ghost.statusWord.set(SW_TASK_RUNNABLE, false);
    kernel.messages.agentBlocked(cpu);
  }

  /** A sleeping agent wakes. */
  void unblock(Cpu cpu) {
    Task agent = cpu.ghost.agent;
    agent.queued = true;
    cpu.ghost.nrRunning++;
    cpu.ghost.blockedInRun = false;
    agent.ghost.statusWord.set(SW_TASK_RUNNABLE, true);
    kernel.messages.agentWakeup(cpu);
    kernel.resched(cpu);
  }

  /** The agent's thread ends. Its status word stays until user space frees it. */
  void exit(Cpu cpu) {
    GhostCpu ghost = cpu.ghost;
    Task agent = ghost.agent;
    kernel.account(cpu);
    if (ghost.latched != null) {
      kernel.latcher.latchedTaskPreempted(cpu);
    }
    if (agent.queued) {
      agent.queued = false;
      ghost.nrRunning--;
    }
    agent.ghost.statusWord.set(SW_TASK_RUNNABLE, false);
    agent.ghost.statusWord.set(SW_F_CANFREE, true);
    agent.state = TaskState.DEAD;
    agent.schedClass = SchedClass.GHOST;
    if (ghost.program != null) {
      ghost.program.thread().agentOf = null;
    }
    ghost.agent = null;
    ghost.program = null;
    ghost.runFlags = 0;
    ghost.agentBarrier = 0;
    ghost.agentShouldWake = false;
    ghost.blockedInRun = false;
    ghost.setMustResched = false;
    ghost.available = false;
    killTransaction(cpu);
    kernel.gtids.remove(agent);
    kernel.resched(cpu);
  }

  /** A transaction that waits for an agent that is gone. */
  static void killTransaction(Cpu cpu) {
    if (cpu.ghost.txn != null && cpu.ghost.txn.state() == Transaction.READY) {
      cpu.ghost.txn.setState(Transaction.NO_AGENT);
    }
  }
}
