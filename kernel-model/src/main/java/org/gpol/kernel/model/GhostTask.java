package org.gpol.kernel.model;

import org.gpol.kernel.hook.ContextCodec;

/** The ghOSt part of a task or agent: present as long as it belongs to an enclave. */
final class GhostTask {
  final Enclave enclave;
  final StatusWord statusWord;

  /** Where its messages go, null for nowhere. */
  MessageQueue queue;

  /** TASK_NEW is still owed. */
  boolean newTask = true;

  /** TASK_YIELD is owed at the next pick. */
  boolean yieldTask;

  /** TASK_BLOCKED is owed at the next pick. */
  boolean blockedTask;

  /** Since when it waits for a CPU; -1 when it does not (the kernel's 0). */
  long lastRunnableAtNs = -1;

  /** When it was last latched. */
  long latchedAtNs;

  /** What TASK_WAKEUP tells about the wake-up. */
  int lastRanCpu;

  int wakeUpCpu;
  int wakerCpu;

  /** Whose agent the program wants woken, and for which message. */
  int wakeOverride = ContextCodec.NO_WAKEUP_PREF;

  int wakeOverrideSeqnum;

  /** Neighbours on the run queue, in the order in which they became runnable or left the CPU. */
  Task rqPrev;

  Task rqNext;
  boolean onRunList;

  /** Neighbours in the enclave. */
  Task enclavePrev;

  Task enclaveNext;

  GhostTask(Enclave enclave, StatusWord statusWord, MessageQueue queue) {
    this.enclave = enclave;
    this.statusWord = statusWord;
    this.queue = queue;
  }
}
