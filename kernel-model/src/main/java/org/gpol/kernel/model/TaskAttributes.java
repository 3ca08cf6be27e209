package org.gpol.kernel.model;

import org.gpol.kernel.workload.CpuSet;

/** Changes of what a task is: its nice value, its affinity, its class. */
final class TaskAttributes {
  private final Kernel kernel;

  TaskAttributes(Kernel kernel) {
    this.kernel = kernel;
  }

  /** {@code setpriority}. */
  void setNice(Task task, int nice) {
    task.nice = nice;
    if (task.schedClass == SchedClass.GHOST) {
      task.weight = FairClass.weight(task.policy, nice);
      kernel.messages.priorityChanged(task);
    } else if (task.schedClass == SchedClass.FAIR) {
      kernel.account(task.cpu);
      kernel.classes.fair.setNice(task.cpu, task, nice);
    }
  }

  /** {@code sched_setparam} of a task of {@code SCHED_FIFO} or {@code SCHED_RR} that executes. */
  void setPriority(Task task, int priority) {
    kernel.account(task.cpu);
    kernel.classes.rt.setPriority(task.cpu, task, priority);
  }

  /**
   * {@code sched_setaffinity}. A task that stands where it may no longer be is moved: at once if it
   * waits, by the migration thread if it runs.
   */
  void setAffinity(Task task, CpuSet affinity) {
    task.affinity = affinity;
    if (kernel.trace != null) {
      kernel.trace.affinityChanged(kernel.nowNs(), task.index, affinity);
    }
    if (task.ghost != null) {
      kernel.messages.affinityChanged(task);
    }
    if (!task.queued || affinity.contains(task.cpu.id)) {
      return;
    }
    if (task.onCpu) {
      task.cpu.stopWork = task;
      kernel.resched(task.cpu);
    } else {
      kernel.placement.moveToAllowed(task);
    }
  }

  /** What the migration thread runs for. */
  void migrate(Cpu cpu) {
    Task task = cpu.stopWork;
    cpu.stopWork = null;
    boolean waitsHere = task.cpu == cpu && task.queued && !task.onCpu;
    if (waitsHere && !task.affinity.contains(cpu.id)) {
      kernel.placement.moveToAllowed(task);
    }
  }

  /** Takes a task that leaves a class above ghOSt's off its queue, the current one too. */
  void dequeue(Cpu cpu, Task task) {
    if (task.queued) {
      kernel.classes.dequeue(cpu, task, false);
    }
    if (task.deadline != null) {
      kernel.classes.deadline.leave(task);
    }
  }

  /** {@code sched_setscheduler(SCHED_OTHER)} of a ghost task that has started. */
  void leaveGhost(Task task) {
    Cpu cpu = task.cpu;
    kernel.account(cpu);
    if (task.queued) {
      kernel.ghost.dequeue(cpu, task, false);
    }
    kernel.membership.depart(task, task.onCpu);
    task.schedClass = SchedClass.FAIR;
    kernel.classes.fair.joins(task);
    if (task.queued) {
      kernel.classes.enqueue(cpu, task, FairClass.Arrival.MOVE);
      if (task.onCpu) {
        kernel.classes.fair.setCurr(cpu, task);
        kernel.resched(cpu);
      } else {
        kernel.classes.checkPreempt(cpu, task);
      }
    }
  }
}
