package org.gpol.kernel.model;

/** What can be done with a task of any class that has run queues: hands it to its class. */
final class SchedClasses {
  private final Kernel kernel;
  final FairClass fair;
  final RtClass rt;
  final DeadlineClass deadline;

  SchedClasses(Kernel kernel) {
    this.kernel = kernel;
    this.fair = FairClass.of(kernel.config.fair(), kernel.config.tickNs(), kernel.probes);
    this.rt = new RtClass(kernel);
    this.deadline = new DeadlineClass(kernel);
  }

  /** Puts a task of the classes above ghOSt's on a run queue. */
  void enqueue(Cpu cpu, Task task, FairClass.Arrival arrival) {
    switch (task.schedClass) {
      case DEADLINE -> deadline.enqueue(cpu, task, arrival);
      case RT -> rt.enqueue(cpu, task);
      default -> fair.enqueue(cpu, task, arrival);
    }
  }

  /**
   * Takes a task of the classes above ghOSt's off its run queue, the current one too.
   *
   * @param sleep it is not put on another queue or into another class at once
   */
  void dequeue(Cpu cpu, Task task, boolean sleep) {
    switch (task.schedClass) {
      case DEADLINE -> deadline.dequeue(cpu, task);
      case RT -> rt.dequeue(cpu, task);
      default -> fair.dequeue(cpu, task, sleep);
    }
  }

  /** The current task executed. */
  void charge(Cpu cpu, long ranNs) {
    if (cpu.curr == cpu.fair.curr) {
      if (fair.charge(cpu, ranNs)) {
        kernel.resched(cpu);
      }
    } else if (cpu.curr.schedClass == SchedClass.DEADLINE) {
      rt.charge(cpu, ranNs);
      deadline.charge(cpu, ranNs);
    } else if (cpu.curr.schedClass == SchedClass.RT) {
      rt.charge(cpu, ranNs);
      rt.enforce(cpu);
    }
  }

  void tick(Cpu cpu) {
    if (cpu.curr.schedClass == SchedClass.GHOST) {
      kernel.ghost.tick(cpu);
    } else if (cpu.curr.schedClass == SchedClass.RT) {
      rt.tick(cpu);
    } else if (cpu.curr == cpu.fair.curr && fair.tickPreempts(cpu)) {
      kernel.resched(cpu);
    }
  }

  void taskYields(Cpu cpu, Task task) {
    switch (task.schedClass) {
      case DEADLINE -> deadline.taskYields(cpu, task);
      case RT -> rt.taskYields(cpu, task);
      case GHOST -> kernel.ghost.taskYields(cpu, task);
      default -> fair.taskYields(cpu, task);
    }
  }

  /** {@code check_preempt_curr}: classes compare by order, an agent as the high class it is. */
  void checkPreempt(Cpu cpu, Task woken) {
    Task curr = cpu.curr;
    if (curr.isIdle()) {
      kernel.resched(cpu);
    } else if (!woken.isGhostTask() && !curr.isAgent() && preempts(cpu, woken, curr)) {
      kernel.resched(cpu);
    }
  }

  private boolean preempts(Cpu cpu, Task woken, Task curr) {
    if (woken.schedClass != curr.schedClass) {
      return woken.schedClass.compareTo(curr.schedClass) < 0;
    }
    return switch (woken.schedClass) {
      case DEADLINE -> deadline.wakeupPreempts(cpu, woken);
      case RT -> rt.wakeupPreempts(cpu, woken);
      default -> curr == cpu.fair.curr && fair.wakeupPreempts(cpu, woken);
    };
  }

  /** The classes between agents and ghOSt's, from the top. */
  Task pick(Cpu cpu, Task prev, boolean mayPullFair) {
    kernel.migration.pull(cpu, prev);
    Task next = deadline.pick(cpu);
    if (next == null) {
      next = rt.pick(cpu);
    }
    if (next != null) {
      return next;
    }
    if (cpu.fair.nrRunning == 0 && mayPullFair) {
      kernel.balancer.newIdle(cpu);
    }
    return fair.pick(cpu, prev);
  }
}
