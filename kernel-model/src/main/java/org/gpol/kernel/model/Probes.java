package org.gpol.kernel.model;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import org.gpol.kernel.hook.ContextCodec;
import org.gpol.kernel.hook.Errno;
import org.gpol.kernel.hook.FairContexts;
import org.gpol.kernel.hook.FairHook;
import org.gpol.kernel.hook.HookFault;
import org.gpol.kernel.hook.HookProgram;
import org.gpol.kernel.hook.Policy;
import org.gpol.kernel.hook.TraceContexts;
import org.gpol.kernel.hook.Tracepoint;
import org.gpol.kernel.report.HookResult;
import org.gpol.kernel.report.TraceListener.LeaveReason;

/**
 * Programs that belong to no enclave: they look on at the scheduler's tracepoints, or decide for
 * CFS. Their time is charged to the executing CPU. Where nothing is attached, nothing is done.
 */
final class Probes extends ProgramEnvironment {
  private static final int NICE_0 = 120;
  private static final int RT_0 = 99;

  /** A program at one of the points. */
  private final class Probe {
    private final HookProgram program;
    private final Policy owner;
    private final byte[] context;
    private final RunCounter counter = new RunCounter();
    private final String name;

    Probe(String name, int contextSize, HookProgram program, Policy owner) {
      this.name = name;
      this.context = new byte[contextSize];
      this.program = program;
      this.owner = owner;
    }

    long run() {
      counter.calls++;
      long before = owner.mutations();
      try {
        long result = program.run(context, Probes.this);
        long executed = program.lastInsns();
        counter.insns += executed;
        kernel.executing().policyLeftNs += kernel.config.costs().programNs(executed);
        if (owner.mutations() != before) {
          owner.drainEvents(events);
          kernel.statSampler.changed(kernel.nowNs(), owner);
          kernel.polling.markImpure();
          kernel.polling.policyChanged();
        }
        return result;
      } catch (HookFault fault) {
        counter.errors++;
        throw fault;
      }
    }
  }

  /** A policy that is attached nowhere else; null if there is none. */
  private Policy observer;

  private final EnumMap<Tracepoint, Probe> points = new EnumMap<>(Tracepoint.class);
  private final EnumMap<FairHook, Probe> decisions = new EnumMap<>(FairHook.class);

  Probes(Kernel kernel) {
    super(kernel);
  }

  /** Attaches what a policy has for these points. */
  void attachAll(Policy policy) {
    observer = policy.schedules() ? null : policy;
    for (Tracepoint point : Tracepoint.values()) {
      HookProgram program = policy.program(point);
      if (program != null) {
        points.put(point, new Probe(point.event(), point.contextSize(), program, policy));
      }
    }
    for (FairHook hook : FairHook.values()) {
      HookProgram program = policy.program(hook);
      if (program != null) {
        decisions.put(hook, new Probe(hook.hookName(), hook.contextSize(), program, policy));
      }
    }
  }

  /** The run is over. */
  void sampleStats() {
    if (observer != null) {
      kernel.statSampler.sample(kernel.nowNs(), observer);
    }
  }

  /** Says that a task is gone, to a policy that no enclave tells. */
  void taskExited(Task task) {
    if (observer != null) {
      observer.taskExited(task.gtid);
    }
  }

  /** The points that have a program, tracepoints first. */
  List<HookResult> results() {
    List<HookResult> results = new ArrayList<>();
    points.values().forEach(probe -> results.add(probe.counter.result(probe.name)));
    decisions.values().forEach(probe -> results.add(probe.counter.result(probe.name)));
    return results;
  }

  private Probe at(Tracepoint point) {
    return points.get(point);
  }

  /** {@code trace_sched_switch}. */
  void switched(Task prev, LeaveReason reason, Task next) {
    Probe probe = at(Tracepoint.SCHED_SWITCH);
    if (probe != null) {
      byte[] context = probe.context;
      putTask(context, prev);
      ContextCodec.putLong(context, TraceContexts.SWITCH_PREV_STATE, state(prev, reason));
      TraceContexts.putComm(context, TraceContexts.SWITCH_NEXT_COMM, comm(next));
      ContextCodec.putInt(context, TraceContexts.SWITCH_NEXT_PID, pid(next.gtid));
      ContextCodec.putInt(context, TraceContexts.SWITCH_NEXT_PRIO, prio(next));
      probe.run();
    }
  }

  private static int state(Task prev, LeaveReason reason) {
    return switch (reason) {
      case PREEMPTED -> TraceContexts.PREEMPTED;
      case YIELDED -> 0;
      case BLOCKED -> TraceContexts.SLEEPS;
      case EXITED -> TraceContexts.ENDED;
      case INTERNAL -> prev.isIdle() ? 0 : TraceContexts.SLEEPS;
    };
  }

  /** {@code trace_sched_waking}, on the CPU of who wakes. */
  void waking(Task task) {
    wake(Tracepoint.SCHED_WAKING, task);
  }

  /** {@code trace_sched_wakeup}, or that of a new task. */
  void woken(Task task, boolean fresh) {
    wake(fresh ? Tracepoint.SCHED_WAKEUP_NEW : Tracepoint.SCHED_WAKEUP, task);
  }

  private void wake(Tracepoint point, Task task) {
    Probe probe = at(point);
    if (probe != null) {
      putTask(probe.context, task);
      ContextCodec.putInt(probe.context, TraceContexts.WAKE_SUCCESS, 1);
      ContextCodec.putInt(probe.context, TraceContexts.WAKE_TARGET_CPU, task.cpu.id);
      probe.run();
    }
  }

  /** {@code trace_sched_migrate_task}, before the task's CPU changes. */
  void migrating(Task task, Cpu to) {
    Probe probe = at(Tracepoint.SCHED_MIGRATE_TASK);
    if (probe != null) {
      putTask(probe.context, task);
      ContextCodec.putInt(probe.context, TraceContexts.MIGRATE_ORIG_CPU, task.cpu.id);
      ContextCodec.putInt(probe.context, TraceContexts.MIGRATE_DEST_CPU, to.id);
      probe.run();
    }
  }

  /** {@code trace_sched_process_fork}. */
  void forked(Task parent, Task child) {
    Probe probe = at(Tracepoint.SCHED_PROCESS_FORK);
    if (probe != null) {
      TraceContexts.putComm(probe.context, TraceContexts.COMM, comm(parent));
      ContextCodec.putInt(probe.context, TraceContexts.PID, pid(parent.gtid));
      TraceContexts.putComm(probe.context, TraceContexts.FORK_CHILD_COMM, comm(child));
      ContextCodec.putInt(probe.context, TraceContexts.FORK_CHILD_PID, pid(child.gtid));
      probe.run();
    }
  }

  /** {@code trace_sched_process_exit}. */
  void exiting(Task task) {
    Probe probe = at(Tracepoint.SCHED_PROCESS_EXIT);
    if (probe != null) {
      putTask(probe.context, task);
      probe.run();
    }
  }

  private void putTask(byte[] context, Task task) {
    TraceContexts.putComm(context, TraceContexts.COMM, comm(task));
    ContextCodec.putInt(context, TraceContexts.PID, pid(task.gtid));
    ContextCodec.putInt(context, TraceContexts.PRIO, prio(task));
  }

  private static String comm(Task task) {
    return task.isIdle() ? "swapper/" + task.cpu.id : task.name;
  }

  /** {@code p->prio}: the less, the more urgent. */
  private static int prio(Task task) {
    return switch (task.schedClass) {
      case STOP -> 0;
      case DEADLINE -> -1;
      case RT -> RT_0 - task.rt.priority;
      case FAIR, GHOST, IDLE -> NICE_0 + task.nice;
    };
  }

  /** What a program says at the tick: positive, negative, or 0 for nothing. */
  int atTick(Cpu cpu, Task curr, long ranNs) {
    Probe probe = decisions.get(FairHook.CHECK_PREEMPT_TICK);
    if (probe == null) {
      return 0;
    }
    byte[] context = probe.context;
    Task first = cpu.fair.first();
    ContextCodec.putLong(context, FairContexts.TICK_RAN, ranNs);
    ContextCodec.putLong(context, FairContexts.TICK_CURR_VRUNTIME, curr.vruntime);
    ContextCodec.putLong(
        context, FairContexts.TICK_LEAST_VRUNTIME, first == null ? curr.vruntime : first.vruntime);
    ContextCodec.putInt(context, FairContexts.TICK_CURR_PID, pid(curr.gtid));
    ContextCodec.putInt(context, FairContexts.TICK_CURR_WEIGHT, (int) curr.weight);
    ContextCodec.putInt(context, FairContexts.TICK_NR_RUNNING, cpu.fair.nrRunning);
    ContextCodec.putInt(context, FairContexts.TICK_CPU, cpu.id);
    return (int) probe.run();
  }

  /** What a program says of two tasks: positive, negative, or 0 for nothing. */
  int ofPair(FairHook hook, Cpu cpu, Task curr, Task other) {
    Probe probe = decisions.get(hook);
    if (probe == null) {
      return 0;
    }
    byte[] context = probe.context;
    ContextCodec.putLong(context, FairContexts.PAIR_CURR_VRUNTIME, curr.vruntime);
    ContextCodec.putLong(context, FairContexts.PAIR_VRUNTIME, other.vruntime);
    ContextCodec.putInt(context, FairContexts.PAIR_CURR_PID, pid(curr.gtid));
    ContextCodec.putInt(context, FairContexts.PAIR_PID, pid(other.gtid));
    ContextCodec.putInt(context, FairContexts.PAIR_CURR_WEIGHT, (int) curr.weight);
    ContextCodec.putInt(context, FairContexts.PAIR_WEIGHT, (int) other.weight);
    ContextCodec.putInt(context, FairContexts.PAIR_NR_RUNNING, cpu.fair.nrRunning);
    ContextCodec.putInt(context, FairContexts.PAIR_CPU, cpu.id);
    return (int) probe.run();
  }

  /** No program here may call it. */
  @Override
  public int runGtid(long gtid, int taskBarrier, int runFlags) {
    return -Errno.EPERM;
  }

  /** No program here may call it. */
  @Override
  public int reschedCpu2(int cpu, int flags) {
    return -Errno.EPERM;
  }
}
