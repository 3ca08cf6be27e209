package org.gpol.kernel.model;

import org.gpol.kernel.hook.HookPoint;
import org.gpol.kernel.report.LatencyRecorder;
import org.gpol.kernel.report.TraceListener.LeaveReason;

/** {@code __schedule}: one pass of a CPU through its classes, and the switch that may follow. */
final class Scheduler {
  private final Kernel kernel;
  private int idleCpus;
  final LatencyRecorder wakeup = LatencyRecorder.dense();
  final LatencyRecorder latchedToRunning = LatencyRecorder.dense();

  Scheduler(Kernel kernel, int cpus) {
    this.kernel = kernel;
    this.idleCpus = cpus;
  }

  /** CPUs whose current task is the idle task. */
  int idleCpus() {
    return idleCpus;
  }

  /**
   * One pass at the present time. The time of the programs and of the switch lies after it: the CPU
   * is taken until {@link Cpu#windowEndNs}.
   *
   * @param preempt false if the current task itself called in; only then may it have to sleep
   */
  void pass(Cpu cpu, boolean preempt, boolean yielded) {
    Task prev = cpu.curr;
    LeaveReason reason = reason(prev, yielded);
    if (!preempt && prev.isWorkload() && prev.state != TaskState.RUNNABLE) {
      sleep(cpu, prev);
    }
    Task next = pick(cpu, prev);
    cpu.needResched = false;
    kernel.timers.cancel(TimerKind.RESCHED, cpu.id);
    if (next != prev) {
      switchTo(cpu, prev, reason, next);
    } else {
      cpu.ghost.checkPrevPreemption = false;
    }
    if (next.isIdle()) {
      goIdle(cpu, prev);
    } else {
      goBusy(cpu);
    }
    kernel.migration.push(cpu);
  }

  private static LeaveReason reason(Task task, boolean yielded) {
    if (!task.isWorkload()) {
      return LeaveReason.INTERNAL;
    }
    return switch (task.state) {
      case DEAD -> LeaveReason.EXITED;
      case SLEEPING, BLOCKED -> LeaveReason.BLOCKED;
      case NEW, RUNNABLE -> yielded ? LeaveReason.YIELDED : LeaveReason.PREEMPTED;
    };
  }

  /** Takes a task that blocks or ends off its queue, before anything is picked. */
  private void sleep(Cpu cpu, Task task) {
    task.queued = false;
    task.sleepSinceNs = kernel.nowNs();
    if (task.schedClass == SchedClass.GHOST) {
      kernel.ghost.dequeue(cpu, task, true);
    } else {
      kernel.classes.dequeue(cpu, task, true);
    }
  }

  /**
   * The classes from the top. The kernel's shortcut for "only CFS tasks are runnable" needs no code
   * of its own: it is never taken on a CPU with an agent, and without ghost tasks it gives the same
   * result.
   */
  private Task pick(Cpu cpu, Task prev) {
    if (cpu.ghost.enclave != null || prev.isGhostTask()) {
      kernel.polling.beginPick();
      kernel.ghost.prologue(cpu, prev);
      kernel.commits.atSchedule(cpu, prev);
    }
    boolean enclave = cpu.ghost.enclave != null;
    if (prev == cpu.fair.curr) {
      kernel.classes.fair.putPrev(cpu, prev);
    }
    Task next = pickFromClasses(cpu, prev, enclave);
    if (enclave && cpu.hooks().has(HookPoint.PICK_NEXT_TASK)) {
      if (!repeatsItself(cpu, prev, next)) {
        cpu.hooks().reportPick();
      }
    }
    return next;
  }

  private Task pickFromClasses(Cpu cpu, Task prev, boolean enclave) {
    if (cpu.stopWork != null) {
      return cpu.stopper;
    }
    Task next = enclave ? kernel.ghost.pickAgent(cpu, prev) : null;
    if (next == null) {
      next = kernel.classes.pick(cpu, prev, mayPull(cpu, prev));
    }
    if (next == null && enclave) {
      next = kernel.ghost.pickTask(cpu, prev);
    }
    return next == null ? cpu.idle : next;
  }

  /** Balancing starts at prev's class and goes down, so not every CPU of an enclave pulls. */
  private static boolean mayPull(Cpu cpu, Task prev) {
    return cpu.ghost.enclave == null || (isAboveGhost(prev) && cpu.ghost.latched == null);
  }

  private static boolean isAboveGhost(Task prev) {
    return switch (prev.schedClass) {
      case DEADLINE, RT, FAIR -> true;
      case STOP, GHOST, IDLE -> false;
    };
  }

  /** An idle CPU stayed idle, and its program neither learnt nor did anything new. */
  private boolean repeatsItself(Cpu cpu, Task prev, Task next) {
    return prev.isIdle() && next.isIdle() && kernel.polling.pickWasPure() && !cpu.needResched;
  }

  private void switchTo(Cpu cpu, Task prev, LeaveReason reason, Task next) {
    kernel.probes.switched(prev, reason, next);
    cpu.curr = next;
    cpu.switches++;
    prev.onCpu = false;
    next.onCpu = true;
    if (next.isIdle() != prev.isIdle()) {
      idleCpus += next.isIdle() ? 1 : -1;
      kernel.cores.changed(cpu);
    }
    if (reason == LeaveReason.PREEMPTED) {
      prev.preemptions++;
    }
    if (kernel.trace != null) {
      kernel.trace.switched(kernel.nowNs(), cpu.id, prev.index, reason, next.index);
    }
    if (cpu.ghost.enclave != null || prev.isGhostTask()) {
      kernel.ghost.prepareSwitch(cpu, prev, next);
    }
    if (prev.state == TaskState.DEAD) {
      kernel.exited(prev);
    }
    chargeSwitch(cpu, prev, next);
  }

  private void chargeSwitch(Cpu cpu, Task prev, Task next) {
    if (!next.isIdle()) {
      long busyElsewhere = next.leftCpuAtNs - kernel.nowNs();
      cpu.switchLeftNs += kernel.config.costs().ns(Cost.CONTEXT_SWITCH);
      cpu.switchLeftNs += Math.max(0, busyElsewhere - cpu.policyLeftNs - cpu.switchLeftNs);
    }
    prev.leftCpuAtNs = cpu.windowEndNs();
    started(cpu, next);
  }

  /** A blocked task is given the CPU by the one that has it and blocks, without a pick. */
  void handOver(Cpu cpu, Task prev, Task next) {
    kernel.probes.switched(prev, LeaveReason.BLOCKED, next);
    cpu.curr = next;
    cpu.switches++;
    prev.onCpu = false;
    next.onCpu = true;
    if (kernel.trace != null) {
      kernel.trace.switched(kernel.nowNs(), cpu.id, prev.index, LeaveReason.BLOCKED, next.index);
    }
    chargeSwitch(cpu, prev, next);
  }

  /** A task that ran elsewhere finds its data in other caches, and executes longer. */
  private void warmUp(Cpu cpu, Task task) {
    if (task.ranOn != null) {
      Topology topology = kernel.config.topology();
      task.remainingNs += kernel.config.costs().migrationNs(topology, task.ranOn.id, cpu.id);
    }
    task.ranOn = cpu;
  }

  private void started(Cpu cpu, Task task) {
    long startNs = cpu.windowEndNs();
    if (task.isWorkload()) {
      if (task.ranOn != cpu) {
        warmUp(cpu, task);
      }
      task.switches++;
      if (task.wokenAtNs >= 0) {
        task.wakeupLatency.record(startNs - task.wokenAtNs);
        wakeup.record(startNs - task.wokenAtNs);
        task.wokenAtNs = -1;
      }
      if (task.ghost != null) {
        latchedToRunning.record(startNs - task.ghost.latchedAtNs);
      }
    }
    if (kernel.trace != null && !task.isIdle()) {
      kernel.trace.running(startNs, cpu.id, task.index);
    }
  }

  private void goIdle(Cpu cpu, Task prev) {
    if (!kernel.enclaves.isWatched(cpu)) {
      kernel.timers.cancel(TimerKind.TICK, cpu.id);
    }
    if (cpu.ghost.dontIdleOnce) {
      cpu.ghost.dontIdleOnce = false;
      kernel.polling.poll(cpu, repeatsItself(cpu, prev, cpu.idle));
    } else if (!prev.isIdle() || !kernel.polling.isHaltPolling(cpu)) {
      kernel.polling.prepareHalt(cpu);
    }
  }

  private void goBusy(Cpu cpu) {
    kernel.polling.endHalt(cpu);
    kernel.timers.cancel(TimerKind.POLL, cpu.id);
    kernel.armTick(cpu);
  }
}
