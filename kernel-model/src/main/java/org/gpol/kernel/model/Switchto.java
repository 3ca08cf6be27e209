package org.gpol.kernel.model;

import static org.gpol.kernel.hook.GhostAbi.SW_TASK_ONCPU;
import static org.gpol.kernel.hook.GhostAbi.SW_TASK_RUNNABLE;

import org.gpol.kernel.hook.Errno;

/**
 * Direct hand-over of a CPU from one ghost task to another that is blocked. The agent hears of the
 * first hand-over of a chain only, and is not woken for it.
 */
final class Switchto {
  private final Kernel kernel;

  Switchto(Kernel kernel) {
    this.kernel = kernel;
  }

  /** 0, or an errno: EPERM where the enclave forbids it, EINVAL if the tasks cannot do it. */
  int handOver(Cpu cpu, Task next) {
    Task prev = cpu.curr;
    if (prev.ghost == null
        || next.ghost == null
        || next.ghost.enclave != prev.ghost.enclave
        || next.ghost.newTask
        || next.state != TaskState.BLOCKED) {
      return Errno.EINVAL;
    }
    if (prev.ghost.enclave.switchtoDisabled) {
      return Errno.EPERM;
    }
    leave(cpu, prev);
    enter(cpu, next);
    cpu.ghost.switchtoCount++;
    if (cpu.ghost.switchtoCount == 1) {
      kernel.messages.taskSwitchto(prev);
    }
    prev.ghost.statusWord.set(SW_TASK_ONCPU, false);
    kernel.scheduler.handOver(cpu, prev, next);
    return 0;
  }

  private void leave(Cpu cpu, Task prev) {
    prev.state = TaskState.BLOCKED;
    prev.queued = false;
    prev.sleepSinceNs = kernel.nowNs();
    cpu.ghost.nrRunning--;
    cpu.ghost.unlink(prev);
    prev.ghost.statusWord.set(SW_TASK_RUNNABLE, false);
  }

  private void enter(Cpu cpu, Task next) {
    next.sleepNs += kernel.nowNs() - next.sleepSinceNs;
    next.state = TaskState.RUNNABLE;
    next.wokenAtNs = kernel.nowNs();
    kernel.probes.waking(next);
    kernel.setTaskCpu(next, cpu);
    next.queued = true;
    cpu.ghost.nrRunning++;
    cpu.ghost.append(next);
    next.ghost.lastRunnableAtNs = -1;
    next.ghost.latchedAtNs = kernel.nowNs();
    next.ghost.statusWord.switchTimeNs = kernel.nowNs();
    next.ghost.statusWord.set(SW_TASK_RUNNABLE | SW_TASK_ONCPU, true);
    kernel.probes.woken(next, false);
    if (kernel.trace != null) {
      kernel.trace.woken(kernel.nowNs(), next.index, cpu.id, cpu.id, false);
    }
  }
}
