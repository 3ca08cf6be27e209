package org.gpol.kernel.model;

import java.util.Arrays;
import org.gpol.kernel.hook.HookPoint;

/** On which CPU a task goes: choices at wake-up, moves between run queues. */
final class Placement {
  /** {@code WF_FORK} and {@code WF_TTWU} of the kernel. */
  private static final int WAKE_FORK = 4;

  private static final int WAKE_TTWU = 8;

  private final Kernel kernel;

  Placement(Kernel kernel) {
    this.kernel = kernel;
  }

  /** {@code select_task_rq}, its check of the affinity included. */
  Cpu select(Task task, Cpu waker, boolean fork) {
    Cpu chosen =
        switch (task.schedClass) {
          case GHOST -> selectGhost(task, waker, fork);
          case DEADLINE, RT -> kernel.migration.select(task);
          default -> fork ? task.cpu : selectIdle(task, waker);
        };
    return task.affinity.contains(chosen.id) ? chosen : fallback(task);
  }

  private Cpu selectGhost(Task task, Cpu waker, boolean fork) {
    Enclave enclave = task.ghost.enclave;
    if (enclave.hooks.has(HookPoint.SELECT_RQ)) {
      int flags = fork ? WAKE_FORK : WAKE_TTWU;
      int cpu = enclave.hooks.selectRq(task.gtid, task.cpu.id, waker.id, flags);
      if (cpu >= 0 && cpu < kernel.cpuCount()) {
        return kernel.cpu(cpu);
      }
    }
    return enclave.wakeOnWakerCpu ? waker : task.cpu;
  }

  /** CFS: the last CPU if idle, the waker's, any idle one near the last, else the last. */
  private Cpu selectIdle(Task task, Cpu waker) {
    Cpu last = task.cpu;
    if (kernel.idleCpus() == 0 || isIdleFor(task, last)) {
      return last;
    }
    Topology topology = kernel.config.topology();
    if (topology.llc(waker.id) == topology.llc(last.id) && isIdleFor(task, waker)) {
      return waker;
    }
    int[] mates = topology.cacheMates(last.id);
    int at = Arrays.binarySearch(mates, last.id);
    for (int i = 1; i < mates.length; i++) {
      Cpu cpu = kernel.cpu(mates[(at + i) % mates.length]);
      if (isIdleFor(task, cpu)) {
        return cpu;
      }
    }
    return last;
  }

  private static boolean isIdleFor(Task task, Cpu cpu) {
    return cpu.isIdle() && task.affinity.contains(cpu.id);
  }

  private Cpu fallback(Task task) {
    return FairClass.leastLoaded(kernel.cpus, task.affinity);
  }

  /** Moves a queued task that is not running to a CPU it may use. */
  void moveToAllowed(Task task) {
    move(task, fallback(task));
  }

  void move(Task task, Cpu to) {
    Cpu from = task.cpu;
    if (task.schedClass == SchedClass.GHOST) {
      kernel.ghost.dequeue(from, task, false);
      kernel.setTaskCpu(task, to);
      kernel.ghost.enqueue(to, task);
    } else {
      transfer(task, to);
    }
    kernel.classes.checkPreempt(to, task);
  }

  /** Moves a task of a class above ghOSt's that waits, and preempts nobody for it. */
  void transfer(Task task, Cpu to) {
    Cpu from = task.cpu;
    kernel.account(from);
    kernel.account(to);
    kernel.classes.dequeue(from, task, false);
    kernel.setTaskCpu(task, to);
    kernel.classes.enqueue(to, task, FairClass.Arrival.MOVE);
  }
}
