package org.gpol.kernel.model;

/** {@code try_to_wake_up} and {@code wake_up_new_task}. */
final class Wakeups {
  private final Kernel kernel;

  Wakeups(Kernel kernel) {
    this.kernel = kernel;
  }

  /**
   * Makes a task runnable on the CPU that is chosen for it, and preempts what runs there if due.
   */
  void wake(Task task, Cpu waker, boolean fresh) {
    if (!fresh) {
      task.sleepNs += kernel.nowNs() - task.sleepSinceNs;
      kernel.probes.waking(task);
    }
    task.state = TaskState.RUNNABLE;
    task.wokenAtNs = kernel.nowNs();
    int lastRan = task.cpu.id;
    Cpu target = kernel.placement.select(task, waker, fresh);
    if (!fresh && task.schedClass == SchedClass.FAIR) {
      kernel.classes.fair.waking(task);
    }
    kernel.setTaskCpu(task, target);
    task.queued = true;
    if (kernel.trace != null) {
      kernel.trace.woken(kernel.nowNs(), task.index, target.id, waker.id, fresh);
    }
    if (task.schedClass == SchedClass.GHOST) {
      task.ghost.lastRanCpu = lastRan;
      task.ghost.wakeUpCpu = target.id;
      task.ghost.wakerCpu = waker.id;
      kernel.ghost.enqueue(target, task);
      kernel.probes.woken(task, fresh);
      kernel.classes.checkPreempt(target, task);
      kernel.ghost.woken(task);
    } else {
      kernel.account(target);
      kernel.classes.enqueue(
          target, task, fresh ? FairClass.Arrival.FORK : FairClass.Arrival.WAKEUP);
      kernel.probes.woken(task, fresh);
      kernel.classes.checkPreempt(target, task);
      kernel.migration.woken(target, task);
    }
  }
}
