package org.gpol.kernel.model;

import static org.gpol.kernel.hook.GhostAbi.SW_F_CANFREE;
import static org.gpol.kernel.hook.GhostAbi.SW_TASK_MSG_GATED;
import static org.gpol.kernel.hook.GhostAbi.SW_TASK_ONCPU;
import static org.gpol.kernel.hook.GhostAbi.SW_TASK_RUNNABLE;

import org.gpol.kernel.hook.Errno;

/** How tasks come into an enclave and leave it, and what becomes of their status words. */
final class Membership {
  private final Kernel kernel;

  Membership(Kernel kernel) {
    this.kernel = kernel;
  }

  /** A task that has not started yet will be a member from its first wake-up on: 0 or an errno. */
  int enterNew(Task task, Enclave enclave) {
    int errno = allocate(task, enclave);
    if (errno == 0) {
      task.schedClass = SchedClass.GHOST;
      enclave.addTask(task);
    }
    return errno;
  }

  /** What a write to an enclave's list of tasks does: 0 or an errno. */
  int enter(Task task, Enclave enclave) {
    if (task.state == TaskState.DEAD) {
      return Errno.ESRCH;
    }
    if (task.isAgent() || (task.ghost != null && task.ghost.enclave != enclave)) {
      return Errno.EPERM;
    }
    if (task.ghost != null) {
      return 0;
    }
    if (enclave.dying) {
      return Errno.EXDEV;
    }
    if (task.inhibitor != null && task.inhibitor.abi != enclave.abi) {
      return Errno.EINVAL;
    }
    if (task.state == TaskState.NEW) {
      return enterNew(task, enclave);
    }
    int errno = allocate(task, enclave);
    if (errno == 0) {
      switchClass(task, enclave);
    }
    return errno;
  }

  private int allocate(Task task, Enclave enclave) {
    StatusWord word = enclave.statusWords.allocate(task.gtid, task.ghostPrevBarrier);
    if (word == null) {
      return Errno.ENOMEM;
    }
    task.ghost = new GhostTask(enclave, word, enclave.defaultQueue);
    return 0;
  }

  private void switchClass(Task task, Enclave enclave) {
    Cpu cpu = task.cpu;
    kernel.account(cpu);
    kernel.attributes.dequeue(cpu, task);
    task.schedClass = SchedClass.GHOST;
    StatusWord word = task.ghost.statusWord;
    word.runtimeNs = task.runtimeNs;
    word.set(SW_TASK_RUNNABLE, task.queued);
    enclave.addTask(task);
    if (task.queued) {
      kernel.ghost.enqueue(cpu, task);
    }
    if (task.onCpu) {
      task.ghost.lastRunnableAtNs = -1;
      word.switchTimeNs = kernel.nowNs();
      word.set(SW_TASK_ONCPU, true);
      cpu.ghost.mustResched = true;
      kernel.resched(cpu);
    } else {
      task.ghost.newTask = false;
      kernel.messages.taskNew(task, task.queued);
    }
  }

  /** A task that has ended and left its CPU is told for the last time and forgotten. */
  void release(Task task) {
    StatusWord word = task.ghost.statusWord;
    task.ghost.enclave.removeTask(task);
    if (task.inhibitor != null) {
      free(task.ghost.enclave, word);
    } else {
      word.set(SW_F_CANFREE, true);
      if (!kernel.messages.taskDead(task)) {
        free(task.ghost.enclave, word);
      }
    }
    task.ghost = null;
  }

  /** A task leaves the enclave for another class; it is off its run queue. */
  void depart(Task task, boolean wasCurrent) {
    left(task);
    GhostTask ghost = task.ghost;
    StatusWord word = ghost.statusWord;
    ghost.enclave.removeTask(task);
    if (task.inhibitor != null) {
      task.ghostPrevBarrier = word.barrier;
      free(ghost.enclave, word);
    } else {
      if (ghost.newTask) {
        ghost.newTask = false;
        kernel.messages.taskNew(task, false);
      }
      word.set(SW_F_CANFREE | SW_TASK_MSG_GATED, true);
      if (kernel.messages.taskDeparted(task, wasCurrent)) {
        task.inhibitor = ghost.enclave;
        ghost.enclave.inhibited.put(word, task);
        task.ghostPrevBarrier = word.barrier;
      } else {
        free(ghost.enclave, word);
      }
    }
    task.ghost = null;
  }

  private void left(Task task) {
    if (kernel.trace != null) {
      kernel.trace.departed(kernel.nowNs(), task.index);
    }
  }

  /** A task that never started leaves without a word. */
  void forgetNew(Task task) {
    left(task);
    task.ghost.enclave.removeTask(task);
    free(task.ghost.enclave, task.ghost.statusWord);
    task.ghost = null;
    task.schedClass = SchedClass.FAIR;
  }

  /** {@code SW_FREE}: 0 or an errno. */
  int freeStatusWord(Enclave enclave, int region, int index) {
    StatusWordRegion from = enclave.statusWords.region(region);
    if (from == null || index < 0 || index >= StatusWordRegion.CAPACITY) {
      return Errno.ENOENT;
    }
    StatusWord word = from.word(index);
    if (word == null || !word.has(SW_F_CANFREE)) {
      return Errno.EINVAL;
    }
    free(enclave, word);
    return 0;
  }

  /** Frees a status word; whoever it gated is heard again. */
  private void free(Enclave enclave, StatusWord word) {
    boolean gated = word.has(SW_TASK_MSG_GATED);
    enclave.statusWords.free(word);
    if (gated) {
      Task task = enclave.inhibited.remove(word);
      if (task != null) {
        uninhibit(task);
      }
    }
  }

  private void uninhibit(Task task) {
    task.inhibitor = null;
    if (task.ghost != null && task.state != TaskState.DEAD && !task.ghost.newTask) {
      kernel.messages.taskNew(task, task.queued);
    }
  }

  /** {@code discover tasks}: the program hears of every task again; no agent is woken. */
  void discover(Enclave enclave) {
    for (Task task = enclave.firstTask; task != null; task = task.ghost.enclaveNext) {
      if (task.state != TaskState.NEW) {
        kernel.messages.discovered(task, task.queued);
      }
    }
  }

  /** The enclave goes: its tasks go on under CFS, its status words are freed. */
  void expelAll(Enclave enclave) {
    while (enclave.firstTask != null) {
      Task task = enclave.firstTask;
      if (task.state == TaskState.NEW) {
        forgetNew(task);
      } else {
        kernel.attributes.leaveGhost(task);
      }
    }
    for (Task task : enclave.inhibited.values()) {
      task.inhibitor = null;
    }
    enclave.inhibited.clear();
  }
}
