package org.gpol.kernel.model;

import static org.gpol.kernel.hook.ContextCodec.putInt;
import static org.gpol.kernel.hook.ContextCodec.putLong;
import static org.gpol.kernel.hook.ContextCodec.putShort;

import org.gpol.kernel.hook.ContextCodec;
import org.gpol.kernel.hook.HookPoint;
import org.gpol.kernel.hook.MessageType;
import org.gpol.kernel.report.TraceListener;

/**
 * Produces the enclave's messages: counts the source's barrier, fills the payload, asks the
 * policy's program. The default queue has no reader and wakes no agent, so a message that the
 * program lets through is only counted; the ring itself is not modelled.
 */
final class GhostMessages {
  private final Kernel kernel;
  private long unread;

  GhostMessages(Kernel kernel) {
    this.kernel = kernel;
  }

  /** Messages that were delivered and never read. */
  long unread() {
    return unread;
  }

  void taskNew(Task task, boolean runnable) {
    byte[] payload = begin(MessageType.TASK_NEW, task);
    putLong(payload, 16, runtime(task));
    putShort(payload, 24, runnable ? 1 : 0);
    putInt(payload, 28, task.nice);
    putInt(payload, 32, task.ghost.statusWord.region);
    putInt(payload, 36, task.ghost.statusWord.index);
    send(MessageType.TASK_NEW, task);
  }

  void taskWakeup(Task task) {
    byte[] payload = begin(MessageType.TASK_WAKEUP, task);
    putInt(payload, 20, task.ghost.lastRanCpu);
    putInt(payload, 24, task.ghost.wakeUpCpu);
    putInt(payload, 28, task.ghost.wakerCpu);
    send(MessageType.TASK_WAKEUP, task);
  }

  void taskBlocked(Task task) {
    byte[] payload = begin(MessageType.TASK_BLOCKED, task);
    putLong(payload, 8, runtime(task));
    putLong(payload, 16, ++task.cpu.ghost.cpuSeqnum);
    putInt(payload, 24, task.cpu.id);
    send(MessageType.TASK_BLOCKED, task);
  }

  void taskYield(Task task) {
    preemptLike(MessageType.TASK_YIELD, task, false);
  }

  void taskPreempt(Task task, boolean wasLatched) {
    preemptLike(MessageType.TASK_PREEMPT, task, wasLatched);
  }

  private void preemptLike(MessageType type, Task task, boolean wasLatched) {
    byte[] payload = begin(type, task);
    putLong(payload, 8, runtime(task));
    putLong(payload, 16, ++task.cpu.ghost.cpuSeqnum);
    putInt(payload, 32, task.cpu.id);
    payload[37] = (byte) (wasLatched ? 1 : 0);
    send(type, task);
  }

  void taskOnCpu(Task task) {
    byte[] payload = begin(MessageType.TASK_ON_CPU, task);
    putLong(payload, 8, kernel.nowNs());
    putLong(payload, 16, ++task.cpu.ghost.cpuSeqnum);
    putInt(payload, 24, task.cpu.id);
    send(MessageType.TASK_ON_CPU, task);
  }

  /** Returns whether it was delivered. */
  boolean taskDead(Task task) {
    byte[] payload = begin(MessageType.TASK_DEAD, task);
    putInt(payload, 8, task.cpu.id);
    return send(MessageType.TASK_DEAD, task);
  }

  /** Returns whether it was delivered. */
  boolean taskDeparted(Task task, boolean wasCurrent) {
    byte[] payload = begin(MessageType.TASK_DEPARTED, task);
    putLong(payload, 8, ++task.cpu.ghost.cpuSeqnum);
    putInt(payload, 16, task.cpu.id);
    payload[21] = (byte) (wasCurrent ? 1 : 0);
    return send(MessageType.TASK_DEPARTED, task);
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
      putInt(payload, 8, task.nice);
      send(MessageType.TASK_PRIORITY_CHANGED, task);
    }
  }

  /** Only the program ever sees it; it has the barrier as it is. */
  void latchFailure(Task task, int errno) {
    if (kernel.hooks().has(HookPoint.MSG_SEND)) {
      byte[] payload = kernel.hooks().messageContext();
      int barrier = task.ghost.statusWord.barrier;
      ContextCodec.beginMessage(payload, MessageType.TASK_LATCH_FAILURE, barrier);
      putLong(payload, 0, task.gtid);
      putInt(payload, 8, errno);
      kernel.hooks().message(MessageType.TASK_LATCH_FAILURE);
      report(MessageType.TASK_LATCH_FAILURE, task.cpu, task.index, barrier, false);
    }
  }

  void cpuTick(Cpu cpu, boolean isAgent) {
    byte[] payload = beginCpu(MessageType.CPU_TICK, cpu);
    putInt(payload, 4, isAgent ? 1 : 0);
    sendCpu(MessageType.CPU_TICK, cpu);
  }

  void cpuAvailability(Cpu cpu, boolean available) {
    MessageType type = available ? MessageType.CPU_AVAILABLE : MessageType.CPU_BUSY;
    beginCpu(type, cpu);
    sendCpu(type, cpu);
  }

  private static long runtime(Task task) {
    task.ghost.statusWord.runtimeNs = task.runtimeNs;
    return task.runtimeNs;
  }

  private byte[] begin(MessageType type, Task task) {
    byte[] payload = kernel.hooks().messageContext();
    ContextCodec.beginMessage(payload, type, ++task.ghost.statusWord.barrier);
    putLong(payload, 0, task.gtid);
    return payload;
  }

  private byte[] beginCpu(MessageType type, Cpu cpu) {
    byte[] payload = kernel.hooks().messageContext();
    cpu.ghost.agentBarrier++;
    cpu.ghost.syncBarrier();
    ContextCodec.beginMessage(payload, type, cpu.ghost.agentBarrier);
    putInt(payload, 0, cpu.id);
    return payload;
  }

  private boolean send(MessageType type, Task task) {
    return deliver(type, task.cpu, task.index, task.ghost.statusWord.barrier);
  }

  private void sendCpu(MessageType type, Cpu cpu) {
    deliver(type, cpu, TraceListener.AGENT, cpu.ghost.agentBarrier);
  }

  private boolean deliver(MessageType type, Cpu cpu, int source, int seqnum) {
    kernel.hooks().markImpure();
    boolean delivered = !kernel.hooks().has(HookPoint.MSG_SEND) || kernel.hooks().message(type);
    if (delivered) {
      unread++;
    }
    report(type, cpu, source, seqnum, delivered);
    return delivered;
  }

  private void report(MessageType type, Cpu cpu, int source, int seqnum, boolean delivered) {
    if (kernel.trace() != null) {
      kernel.trace().message(kernel.nowNs(), cpu.id, type, source, seqnum, delivered);
    }
  }
}
