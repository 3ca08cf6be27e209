package org.gpol.kernel.model;

/**
 * {@code SCHED_DEADLINE}: {@code kernel/sched/deadline.c} of Linux 5.11, earliest deadline first
 * among constant-bandwidth servers. A task that has used its runtime is throttled until its next
 * period; this is noticed by the tick (the kernel's default, without {@code HRTICK}), and what it
 * had too much is missing then. Neither bandwidth reclaiming nor inheritance is there.
 */
final class DeadlineClass {
  private final Kernel kernel;

  DeadlineClass(Kernel kernel) {
    this.kernel = kernel;
  }

  void enqueue(Cpu cpu, Task task, FairClass.Arrival arrival) {
    DeadlineEntity entity = task.deadline;
    long nowNs = kernel.nowNs();
    if (entity.throttled) {
      if (entity.throttledOn != cpu) {
        forget(task);
        hold(cpu, task);
      }
      return;
    }
    if (arrival == FairClass.Arrival.FORK) {
      entity.begin(nowNs);
    } else if (arrival == FairClass.Arrival.WAKEUP) {
      if (entity.isBetweenPeriods(nowNs)) {
        entity.leftNs = Math.min(entity.leftNs, 0);
        hold(cpu, task);
        return;
      }
      entity.wakeUp(nowNs);
    }
    insert(cpu, task);
  }

  private void insert(Cpu cpu, Task task) {
    cpu.deadline.insert(task, task.deadline.dueNs);
    kernel.migration.queued(1);
  }

  void dequeue(Cpu cpu, Task task) {
    if (!task.deadline.throttled) {
      cpu.deadline.remove(task);
      kernel.migration.queued(-1);
    }
  }

  /** A task that ends or changes its class waits for no period any longer. */
  void forget(Task task) {
    DeadlineEntity entity = task.deadline;
    if (entity.throttledOn != null) {
      entity.throttledOn.throttled.remove(task);
      entity.throttledOn = null;
    }
  }

  Task pick(Cpu cpu) {
    return cpu.deadline.first();
  }

  /** Gives up what is left of the budget until the next period. */
  void taskYields(Cpu cpu, Task task) {
    task.deadline.yielded = true;
    enforce(cpu, task);
  }

  boolean wakeupPreempts(Cpu cpu, Task woken) {
    return woken.deadline.inQueue
        && woken.deadline.throttledOn == null
        && woken.deadline.dueNs < cpu.curr.deadline.dueNs;
  }

  void charge(Cpu cpu, long ranNs) {
    cpu.curr.deadline.leftNs -= ranNs;
    enforce(cpu, cpu.curr);
  }

  private void enforce(Cpu cpu, Task task) {
    DeadlineEntity entity = task.deadline;
    if (entity.throttled || (entity.leftNs > 0 && !entity.yielded)) {
      return;
    }
    dequeue(cpu, task);
    if (entity.nextPeriodNs() > kernel.nowNs()) {
      hold(cpu, task);
      kernel.resched(cpu);
      return;
    }
    entity.replenish(kernel.nowNs());
    insert(cpu, task);
    if (cpu.deadline.first() != task) {
      kernel.resched(cpu);
    }
  }

  /** Throttles a task until its next period. */
  private void hold(Cpu cpu, Task task) {
    DeadlineEntity entity = task.deadline;
    entity.throttled = true;
    entity.throttledOn = cpu;
    cpu.throttled.insert(task, entity.nextPeriodNs());
    trace(task, true);
    arm(cpu);
  }

  /** Of a task that goes to another class: nothing holds it any more. */
  void leave(Task task) {
    forget(task);
    if (task.deadline.throttled) {
      task.deadline.throttled = false;
      trace(task, false);
    }
  }

  private void trace(Task task, boolean held) {
    if (kernel.trace != null) {
      kernel.trace.throttled(kernel.nowNs(), task.index, held);
    }
  }

  private void arm(Cpu cpu) {
    Task first = cpu.throttled.first();
    if (first != null) {
      long atNs = Math.max(kernel.nowNs(), first.deadline.key);
      kernel.timers.arm(TimerKind.DEADLINE, cpu.id, atNs);
    }
  }

  /** {@code dl_task_timer}: who waited for this time gets a new budget. */
  void periodBegins(Cpu cpu) {
    Task task = cpu.throttled.first();
    while (task != null && task.deadline.key <= kernel.nowNs()) {
      forget(task);
      task.deadline.replenish(kernel.nowNs());
      trace(task, false);
      if (task.queued) {
        insert(cpu, task);
        kernel.classes.checkPreempt(cpu, task);
        kernel.migration.woken(cpu, task);
      }
      task = cpu.throttled.first();
    }
    arm(cpu);
  }
}
