package org.gpol.kernel.model;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gpol.kernel.hook.EnclaveTunables;

/** CPUs that belong to one policy, the tasks it schedules, and what is attached and set. */
final class Enclave {
  final int id;
  final int abi;
  final StatusWordTable statusWords;
  final HookRunner hooks;
  final BitSet cpus = new BitSet();

  /** Where the messages of new tasks go; null for nowhere. */
  MessageQueue defaultQueue;

  boolean deliverTicks;
  boolean deliverCpuAvailability;
  boolean deliverAgentRunnability;
  boolean wakeOnWakerCpu;
  boolean commitAtTick;
  boolean liveDangerously;
  boolean switchtoDisabled;

  /** A task that waits longer has the enclave destroyed; 0 for never. */
  long runnableTimeoutNs;

  /** Somebody holds {@code agent_online} open for writing. */
  boolean agentOnline;

  /** The process with which it goes, null if it stays. */
  UserProcess ephemeralOf;

  /** It is being taken down, or has been. */
  boolean dying;

  /** Its tasks without the agents, in the order of their TASK_NEW or entrance. */
  Task firstTask;

  private Task lastTask;
  int nrTasks;

  /** Tasks that departed and whose status words nobody has freed yet. */
  final Map<StatusWord, Task> inhibited = new LinkedHashMap<>();

  Enclave(int id, int abi, boolean growingStatusWords, HookRunner hooks) {
    this.id = id;
    this.abi = abi;
    this.statusWords = new StatusWordTable(growingStatusWords);
    this.hooks = hooks;
    hooks.belongTo(this);
  }

  void apply(EnclaveTunables tunables) {
    deliverTicks = tunables.deliverTicks();
    deliverCpuAvailability = tunables.deliverCpuAvailability();
    wakeOnWakerCpu = tunables.wakeOnWakerCpu();
  }

  void addTask(Task task) {
    task.ghost.enclavePrev = lastTask;
    if (lastTask == null) {
      firstTask = task;
    } else {
      lastTask.ghost.enclaveNext = task;
    }
    lastTask = task;
    nrTasks++;
  }

  void removeTask(Task task) {
    GhostTask ghost = task.ghost;
    if (ghost.enclavePrev == null) {
      firstTask = ghost.enclaveNext;
    } else {
      ghost.enclavePrev.ghost.enclaveNext = ghost.enclaveNext;
    }
    if (ghost.enclaveNext == null) {
      lastTask = ghost.enclavePrev;
    } else {
      ghost.enclaveNext.ghost.enclavePrev = ghost.enclavePrev;
    }
    nrTasks--;
  }
}
