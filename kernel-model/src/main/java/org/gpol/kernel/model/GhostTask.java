package org.gpol.kernel.model;

/** The ghOSt part of a task: present as long as it belongs to the enclave. */
final class GhostTask {
  final StatusWord statusWord;

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

  GhostTask(StatusWord statusWord) {
    this.statusWord = statusWord;
  }
}
