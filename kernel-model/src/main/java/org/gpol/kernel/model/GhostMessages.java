package org.gpol.kernel.model;

import static org.gpol.kernel.hook.ContextCodec.putInt;
import static org.gpol.kernel.hook.ContextCodec.putLong;
import static org.gpol.kernel.hook.ContextCodec.putShort;

import org.gpol.kernel.hook.ContextCodec;
import org.gpol.kernel.hook.HookPoint;
import org.gpol.kernel.hook.MessageType;

/**
 * Produces the enclaves' messages: counts the source's barrier, fills the payload, asks the
 * enclave's program, appends to the source's queue, and wakes the agent that is to hear of it.
 */
final class GhostMessages {
  private static final int NEW_RUNTIME = MessageType.TASK_NEW.offset("runtime");
  private static final int NEW_RUNNABLE = MessageType.TASK_NEW.offset("runnable");
  private static final int NEW_NICE = MessageType.TASK_NEW.offset("nice");
  private static final int NEW_SW_ID = MessageType.TASK_NEW.offset("sw_id");
  private static final int NEW_SW_INDEX = MessageType.TASK_NEW.offset("sw_index");
  private static final int WAKEUP_LAST_RAN_CPU = MessageType.TASK_WAKEUP.offset("last_ran_cpu");
  private static final int WAKEUP_WAKE_UP_CPU = MessageType.TASK_WAKEUP.offset("wake_up_cpu");
  private static final int WAKEUP_WAKER_CPU = MessageType.TASK_WAKEUP.offset("waker_cpu");
  private static final int BLOCKED_RUNTIME = MessageType.TASK_BLOCKED.offset("runtime");
  private static final int BLOCKED_CPU_SEQNUM = MessageType.TASK_BLOCKED.offset("cpu_seqnum");
  private static final int BLOCKED_CPU = MessageType.TASK_BLOCKED.offset("cpu");
  private static final int PREEMPT_RUNTIME = MessageType.TASK_PREEMPT.offset("runtime");
  private static final int PREEMPT_CPU_SEQNUM = MessageType.TASK_PREEMPT.offset("cpu_seqnum");
  private static final int PREEMPT_CPU = MessageType.TASK_PREEMPT.offset("cpu");
  private static final int PREEMPT_WAS_LATCHED = MessageType.TASK_PREEMPT.offset("was_latched");
  private static final int ON_CPU_COMMIT_TIME = MessageType.TASK_ON_CPU.offset("commit_time");
  private static final int ON_CPU_CPU_SEQNUM = MessageType.TASK_ON_CPU.offset("cpu_seqnum");
  private static final int ON_CPU_CPU = MessageType.TASK_ON_CPU.offset("cpu");
  private static final int DEAD_CPU = MessageType.TASK_DEAD.offset("cpu");
  private static final int DEPARTED_CPU_SEQNUM = MessageType.TASK_DEPARTED.offset("cpu_seqnum");
  private static final int DEPARTED_CPU = MessageType.TASK_DEPARTED.offset("cpu");
  private static final int DEPARTED_WAS_CURRENT = MessageType.TASK_DEPARTED.offset("was_current");
  private static final int PRIORITY_CHANGED_NICE = MessageType.TASK_PRIORITY_CHANGED.offset("nice");
  private static final int LATCH_FAILURE_ERRNO = MessageType.TASK_LATCH_FAILURE.offset("errno");
  private static final int SWITCHTO_RUNTIME = MessageType.TASK_SWITCHTO.offset("runtime");
  private static final int SWITCHTO_CPU_SEQNUM = MessageType.TASK_SWITCHTO.offset("cpu_seqnum");
  private static final int SWITCHTO_CPU = MessageType.TASK_SWITCHTO.offset("cpu");
  private static final int NEW_PARENT_GTID = MessageType.TASK_NEW.offset("parent_gtid");
  private static final int BLOCKED_FROM_SWITCHTO = MessageType.TASK_BLOCKED.offset("from_switchto");
  private static final int PREEMPT_FROM_SWITCHTO = MessageType.TASK_PREEMPT.offset("from_switchto");
  private static final int DEPARTED_FROM_SWITCHTO =
      MessageType.TASK_DEPARTED.offset("from_switchto");
  private static final int TIMER_TYPE = MessageType.CPU_TIMER_EXPIRED.offset("type");
  private static final int TIMER_COOKIE = MessageType.CPU_TIMER_EXPIRED.offset("cookie");
  private static final int NOT_IDLE_NEXT_GTID = MessageType.CPU_NOT_IDLE.offset("next_gtid");
  private static final int TICK_IS_AGENT = MessageType.CPU_TICK.offset("is_agent");

  private final Kernel kernel;

  GhostMessages(Kernel kernel) {
    this.kernel = kernel;
  }

  void taskNew(Task task, boolean runnable) {
    discovered(task, runnable);
    kernel.agents.wakeFor(task);
  }

  /** TASK_NEW that wakes nobody. */
  void discovered(Task task, boolean runnable) {
    byte[] payload = begin(MessageType.TASK_NEW, task);
    putLong(payload, NEW_PARENT_GTID, task.parentGtid);
    putLong(payload, NEW_RUNTIME, runtime(task));
    putShort(payload, NEW_RUNNABLE, runnable ? 1 : 0);
    putInt(payload, NEW_NICE, task.nice);
    putInt(payload, NEW_SW_ID, task.ghost.statusWord.region);
    putInt(payload, NEW_SW_INDEX, task.ghost.statusWord.index);
    send(MessageType.TASK_NEW, task);
  }

  void taskWakeup(Task task) {
    byte[] payload = begin(MessageType.TASK_WAKEUP, task);
    putInt(payload, WAKEUP_LAST_RAN_CPU, task.ghost.lastRanCpu);
    putInt(payload, WAKEUP_WAKE_UP_CPU, task.ghost.wakeUpCpu);
    putInt(payload, WAKEUP_WAKER_CPU, task.ghost.wakerCpu);
    send(MessageType.TASK_WAKEUP, task);
    kernel.agents.wakeFor(task);
  }

  void taskBlocked(Task task) {
    byte[] payload = begin(MessageType.TASK_BLOCKED, task);
    putLong(payload, BLOCKED_RUNTIME, runtime(task));
    putLong(payload, BLOCKED_CPU_SEQNUM, ++task.cpu.ghost.cpuSeqnum);
    putInt(payload, BLOCKED_CPU, task.cpu.id);
    payload[BLOCKED_FROM_SWITCHTO] = fromSwitchto(task);
    send(MessageType.TASK_BLOCKED, task);
    kernel.agents.wakeFor(task);
  }

  void taskYield(Task task) {
    preemptLike(MessageType.TASK_YIELD, task, false);
  }

  void taskPreempt(Task task, boolean wasLatched) {
    preemptLike(MessageType.TASK_PREEMPT, task, wasLatched);
  }

  /** TASK_YIELD is laid out as TASK_PREEMPT without its last field. */
  private void preemptLike(MessageType type, Task task, boolean wasLatched) {
    byte[] payload = begin(type, task);
    putLong(payload, PREEMPT_RUNTIME, runtime(task));
    putLong(payload, PREEMPT_CPU_SEQNUM, ++task.cpu.ghost.cpuSeqnum);
    putInt(payload, PREEMPT_CPU, task.cpu.id);
    payload[PREEMPT_FROM_SWITCHTO] = wasLatched ? 0 : fromSwitchto(task);
    payload[PREEMPT_WAS_LATCHED] = (byte) (wasLatched ? 1 : 0);
    send(type, task);
    kernel.agents.wakeFor(task);
  }

  private static byte fromSwitchto(Task task) {
    return (byte) (task.cpu.ghost.switchtoCount != 0 ? 1 : 0);
  }

  void taskSwitchto(Task task) {
    byte[] payload = begin(MessageType.TASK_SWITCHTO, task);
    putLong(payload, SWITCHTO_RUNTIME, runtime(task));
    putLong(payload, SWITCHTO_CPU_SEQNUM, ++task.cpu.ghost.cpuSeqnum);
    putInt(payload, SWITCHTO_CPU, task.cpu.id);
    send(MessageType.TASK_SWITCHTO, task);
  }

  void taskOnCpu(Task task) {
    byte[] payload = begin(MessageType.TASK_ON_CPU, task);
    putLong(payload, ON_CPU_COMMIT_TIME, kernel.nowNs());
    putLong(payload, ON_CPU_CPU_SEQNUM, ++task.cpu.ghost.cpuSeqnum);
    putInt(payload, ON_CPU_CPU, task.cpu.id);
    send(MessageType.TASK_ON_CPU, task);
  }

  /** Returns whether it was delivered. */
  boolean taskDead(Task task) {
    byte[] payload = begin(MessageType.TASK_DEAD, task);
    putInt(payload, DEAD_CPU, task.cpu.id);
    return sendAndWakeIfDelivered(MessageType.TASK_DEAD, task);
  }

  /** Returns whether it was delivered. */
  boolean taskDeparted(Task task, boolean wasCurrent) {
    byte[] payload = begin(MessageType.TASK_DEPARTED, task);
    putLong(payload, DEPARTED_CPU_SEQNUM, ++task.cpu.ghost.cpuSeqnum);
    putInt(payload, DEPARTED_CPU, task.cpu.id);
    payload[DEPARTED_FROM_SWITCHTO] = wasCurrent ? fromSwitchto(task) : 0;
    payload[DEPARTED_WAS_CURRENT] = (byte) (wasCurrent ? 1 : 0);
    return sendAndWakeIfDelivered(MessageType.TASK_DEPARTED, task);
  }

  private boolean sendAndWakeIfDelivered(MessageType type, Task task) {
    boolean delivered = send(type, task);
    if (delivered) {
      kernel.agents.wakeFor(task);
    }
    return delivered;
  }

  void affinityChanged(Task task) {
    if (!task.ghost.newTask) {
      begin(MessageType.TASK_AFFINITY_CHANGED, task);
      send(MessageType.TASK_AFFINITY_CHANGED, task);
    }
  }

  void priorityChanged(Task task) {
    if (!task.ghost.newTask) {
      byte[] payload = begin(MessageType.TASK_PRIORITY_CHANGED, task);
      putInt(payload, PRIORITY_CHANGED_NICE, task.nice);
      send(MessageType.TASK_PRIORITY_CHANGED, task);
      kernel.agents.wakeFor(task);
    }
  }

  /** Only the program ever sees it; it has the barrier as it is. */
  void latchFailure(Task task, int errno) {
    HookRunner hooks = task.ghost.enclave.hooks;
    if (hooks.has(HookPoint.MSG_SEND)) {
      byte[] payload = hooks.messageContext();
      int barrier = task.ghost.statusWord.barrier;
      ContextCodec.beginMessage(payload, MessageType.TASK_LATCH_FAILURE, barrier);
      putLong(payload, ContextCodec.MSG_GTID, task.gtid);
      putInt(payload, LATCH_FAILURE_ERRNO, errno);
      hooks.message(MessageType.TASK_LATCH_FAILURE);
      report(MessageType.TASK_LATCH_FAILURE, task.cpu, task.index, barrier, false);
    }
  }

  void cpuTick(Cpu cpu, boolean isAgent) {
    byte[] payload = beginCpu(MessageType.CPU_TICK, cpu);
    putInt(payload, TICK_IS_AGENT, isAgent ? 1 : 0);
    sendCpu(MessageType.CPU_TICK, cpu, true);
  }

  void timerExpired(Cpu cpu, long type, long cookie) {
    byte[] payload = beginCpu(MessageType.CPU_TIMER_EXPIRED, cpu);
    putLong(payload, TIMER_TYPE, type);
    putLong(payload, TIMER_COOKIE, cookie);
    sendCpu(MessageType.CPU_TIMER_EXPIRED, cpu, true);
  }

  void cpuNotIdle(Cpu cpu, Task next) {
    byte[] payload = beginCpu(MessageType.CPU_NOT_IDLE, cpu);
    putLong(payload, NOT_IDLE_NEXT_GTID, next.gtid);
    sendCpu(MessageType.CPU_NOT_IDLE, cpu, true);
  }

  void cpuAvailability(Cpu cpu, boolean available) {
    plain(available ? MessageType.CPU_AVAILABLE : MessageType.CPU_BUSY, cpu);
  }

  void agentBlocked(Cpu cpu) {
    if (cpu.ghost.enclave.deliverAgentRunnability) {
      plain(MessageType.CPU_AGENT_BLOCKED, cpu);
    }
  }

  void agentWakeup(Cpu cpu) {
    if (cpu.ghost.enclave.deliverAgentRunnability) {
      plain(MessageType.CPU_AGENT_WAKEUP, cpu);
    }
  }

  private void plain(MessageType type, Cpu cpu) {
    beginCpu(type, cpu);
    sendCpu(type, cpu, false);
  }

  private static long runtime(Task task) {
    task.ghost.statusWord.runtimeNs = task.runtimeNs;
    return task.runtimeNs;
  }

  private static byte[] begin(MessageType type, Task task) {
    byte[] payload = task.ghost.enclave.hooks.messageContext();
    ContextCodec.beginMessage(payload, type, ++task.ghost.statusWord.barrier);
    putLong(payload, ContextCodec.MSG_GTID, task.gtid);
    return payload;
  }

  private byte[] beginCpu(MessageType type, Cpu cpu) {
    byte[] payload = cpu.ghost.enclave.hooks.messageContext();
    kernel.agents.increment(cpu);
    ContextCodec.beginMessage(payload, type, cpu.ghost.agentBarrier);
    putInt(payload, ContextCodec.MSG_CPU, cpu.id);
    return payload;
  }

  /** True if it is in the queue; a task without queue or that is inhibited is not heard at all. */
  private boolean send(MessageType type, Task task) {
    kernel.polling.markImpure();
    if (task.inhibitor != null || task.ghost.queue == null) {
      return false;
    }
    return deliver(type, task, task.cpu, task.ghost.statusWord.barrier);
  }

  private void sendCpu(MessageType type, Cpu cpu, boolean wakes) {
    kernel.polling.markImpure();
    if (cpu.ghost.agent.ghost.queue != null
        && deliver(type, cpu.ghost.agent, cpu, cpu.ghost.agentBarrier)
        && wakes) {
      kernel.agents.wakeForCpu(cpu);
    }
  }

  private boolean deliver(MessageType type, Task source, Cpu cpu, int seqnum) {
    GhostTask ghost = source.ghost;
    HookRunner hooks = ghost.enclave.hooks;
    byte[] context = hooks.messageContext();
    boolean delivered = true;
    kernel.executing().policyLeftNs += kernel.config.costs().ns(Cost.MESSAGE);
    if (hooks.has(HookPoint.MSG_SEND)) {
      delivered = hooks.message(type);
      int preferred = ContextCodec.getInt(context, ContextCodec.MSG_PREF_CPU);
      if (preferred != ContextCodec.NO_WAKEUP_PREF) {
        ghost.wakeOverride = preferred;
        ghost.wakeOverrideSeqnum = ContextCodec.getInt(context, ContextCodec.MSG_SEQNUM);
      }
    }
    if (delivered) {
      int number = ContextCodec.getShort(context, ContextCodec.MSG_TYPE);
      delivered = ghost.queue.produce(number, seqnum, context, type.payloadSize());
    }
    report(type, cpu, source.index, seqnum, delivered);
    return delivered;
  }

  private void report(MessageType type, Cpu cpu, int source, int seqnum, boolean delivered) {
    if (kernel.trace != null) {
      kernel.trace.message(kernel.nowNs(), cpu.id, type, source, seqnum, delivered);
    }
  }
}
