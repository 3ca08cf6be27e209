package org.gpol.kernel.model;

import static org.gpol.kernel.hook.GhostAbi.AGENT_GTID;
import static org.gpol.kernel.hook.GhostAbi.ALLOW_TASK_ONCPU;
import static org.gpol.kernel.hook.GhostAbi.COMMIT_AT_SCHEDULE;
import static org.gpol.kernel.hook.GhostAbi.COMMIT_AT_TXN_COMMIT;
import static org.gpol.kernel.hook.GhostAbi.COMMIT_FLAGS;
import static org.gpol.kernel.hook.GhostAbi.DEFER_LATCHED_PREEMPTION_BY_AGENT;
import static org.gpol.kernel.hook.GhostAbi.DO_NOT_PREEMPT;
import static org.gpol.kernel.hook.GhostAbi.ELIDE_AGENT_BARRIER_INC;
import static org.gpol.kernel.hook.GhostAbi.ELIDE_PREEMPT;
import static org.gpol.kernel.hook.GhostAbi.IDLE_GTID;
import static org.gpol.kernel.hook.GhostAbi.INC_AGENT_BARRIER_ON_FAILURE;
import static org.gpol.kernel.hook.GhostAbi.NEED_CPU_NOT_IDLE;
import static org.gpol.kernel.hook.GhostAbi.NEED_L1D_FLUSH;
import static org.gpol.kernel.hook.GhostAbi.RTLA_ON_BLOCKED;
import static org.gpol.kernel.hook.GhostAbi.RTLA_ON_IDLE;
import static org.gpol.kernel.hook.GhostAbi.RTLA_ON_PREEMPT;
import static org.gpol.kernel.hook.GhostAbi.RTLA_ON_YIELD;
import static org.gpol.kernel.hook.GhostAbi.SEND_TASK_ON_CPU;

/**
 * Commits one claimed transaction: the checks in the kernel's order, of which the first that fails
 * gives the state, then what a success does. That a wake-up of the target holds its lock cannot
 * happen here, as events are atomic.
 */
final class Committer {
  private static final int RUN_FLAGS =
      RTLA_ON_PREEMPT
          | RTLA_ON_BLOCKED
          | RTLA_ON_YIELD
          | RTLA_ON_IDLE
          | NEED_L1D_FLUSH
          | NEED_CPU_NOT_IDLE
          | ELIDE_PREEMPT
          | SEND_TASK_ON_CPU
          | DEFER_LATCHED_PREEMPTION_BY_AGENT
          | DO_NOT_PREEMPT;

  /** Who commits. */
  enum Mode {
    /** The CPU itself, on its way through the kernel. */
    ASYNC,
    /** A thread that asked for it. */
    SYNC,
    /** A program. */
    BPF
  }

  private final Kernel kernel;

  Committer(Kernel kernel) {
    this.kernel = kernel;
  }

  /**
   * Commits the transaction of {@code run}, claimed by {@code by}, and has {@code run} reschedule;
   * true if {@code by} itself has to.
   *
   * @param process of the thread that asked, null if none did
   */
  boolean commit(Cpu run, Cpu by, Mode mode, Object process) {
    Transaction txn = run.ghost.txn;
    int state = checkShape(run, txn);
    Task next = null;
    if (state == Transaction.COMPLETE) {
      next = target(txn, run);
      state = checkTarget(run, txn, next);
    }
    if (state == Transaction.COMPLETE) {
      state = checkCpu(run, by, txn, next, mode, process);
    }
    boolean resched = false;
    if (state == Transaction.COMPLETE) {
      resched = apply(run, txn, next, mode, run == by);
      txn.succeeded(++run.ghost.cpuSeqnum);
    } else if ((txn.commitFlags() & INC_AGENT_BARRIER_ON_FAILURE) != 0) {
      kernel.agents.increment(run);
    }
    txn.finish(state, kernel.nowNs());
    if (resched && run != by) {
      kernel.resched(run);
    } else if (resched && mode == Mode.ASYNC) {
      run.needResched = true;
    }
    return resched && run == by;
  }

  private static int checkShape(Cpu run, Transaction txn) {
    if (txn.version() != 0) {
      return Transaction.UNSUPPORTED_VERSION;
    }
    if (txn.cpu() != run.id) {
      return Transaction.INVALID_CPU;
    }
    int flags = txn.runFlags();
    long gtid = txn.gtid();
    boolean idleFlag = (flags & RTLA_ON_IDLE) != 0 && gtid < 0;
    boolean notIdleFlag = (flags & NEED_CPU_NOT_IDLE) != 0 && gtid != IDLE_GTID;
    if ((flags & ~RUN_FLAGS) != 0
        || idleFlag
        || notIdleFlag
        || (gtid == AGENT_GTID && flags != 0)) {
      return Transaction.INVALID_FLAGS;
    }
    int commit = txn.commitFlags();
    boolean unknown = (commit & ~COMMIT_FLAGS) != 0;
    if (unknown
        || all(commit, COMMIT_AT_SCHEDULE | COMMIT_AT_TXN_COMMIT)
        || all(commit, ELIDE_AGENT_BARRIER_INC | INC_AGENT_BARRIER_ON_FAILURE)) {
      return Transaction.INVALID_FLAGS;
    }
    return Transaction.COMPLETE;
  }

  private static boolean all(int flags, int bits) {
    return (flags & bits) == bits;
  }

  private Task target(Transaction txn, Cpu run) {
    if (txn.gtid() > 0) {
      return kernel.gtids.find(txn.gtid(), run);
    }
    return txn.gtid() == IDLE_GTID ? run.idle : null;
  }

  private int checkTarget(Cpu run, Transaction txn, Task task) {
    if (txn.gtid() > 0) {
      return checkTask(run, txn, task);
    }
    if (txn.gtid() < IDLE_GTID) {
      return Transaction.INVALID_TARGET;
    }
    boolean allowed = (txn.commitFlags() & ALLOW_TASK_ONCPU) != 0;
    return task != null && !allowed && run.curr == task
        ? Transaction.TARGET_ONCPU
        : Transaction.COMPLETE;
  }

  private int checkTask(Cpu run, Transaction txn, Task task) {
    if (task == null) {
      return Transaction.TARGET_NOT_FOUND;
    }
    if (task.isAgent() || run.ghost.enclave == null) {
      return Transaction.INVALID_TARGET;
    }
    if (task.inhibitor != null
        || task.ghost == null
        || task.ghost.statusWord.barrier != txn.taskBarrier()) {
      return Transaction.TARGET_STALE;
    }
    if (!task.queued) {
      return Transaction.TARGET_NOT_RUNNABLE;
    }
    if (task.ghost.enclave != run.ghost.enclave) {
      return Transaction.NOT_PERMITTED;
    }
    boolean allowed = (txn.commitFlags() & ALLOW_TASK_ONCPU) != 0 && task.cpu == run;
    if (task.onCpu && !allowed) {
      return Transaction.TARGET_ONCPU;
    }
    if (task.onCpu && run.ghost.mustResched && run.needResched) {
      return Transaction.TARGET_STALE;
    }
    if (task.cpu != run) {
      kernel.latcher.moveSilently(task, run);
    }
    return Transaction.COMPLETE;
  }

  private int checkCpu(Cpu run, Cpu by, Transaction txn, Task next, Mode mode, Object process) {
    GhostCpu ghost = run.ghost;
    if (ghost.agent == null) {
      return Transaction.NO_AGENT;
    }
    if (mode != Mode.ASYNC && !isPermitted(run, by, txn, mode, process)) {
      return Transaction.NOT_PERMITTED;
    }
    if (next != null && (txn.runFlags() & DO_NOT_PREEMPT) != 0) {
      boolean displaces = !run.curr.isIdle() && run.curr != next;
      if (displaces || (ghost.latched != null && ghost.latched != next)) {
        return Transaction.AGENT_STALE;
      }
    }
    boolean makesWay = run.curr.schedClass == SchedClass.GHOST || run.curr.isIdle();
    if (next != null && !makesWay) {
      return Transaction.CPU_UNAVAIL;
    }
    boolean local = mode == Mode.SYNC && run == by && run.curr == ghost.agent;
    if (local && txn.gtid() != AGENT_GTID) {
      ghost.blockedInRun = true;
      ghost.syncBarrier();
      if (ghost.agentBarrier != txn.agentBarrier()) {
        ghost.blockedInRun = false;
        return Transaction.AGENT_STALE;
      }
    }
    return Transaction.COMPLETE;
  }

  private static boolean isPermitted(Cpu run, Cpu by, Transaction txn, Mode mode, Object process) {
    boolean agent = by.ghost.agent != null && by.curr == by.ghost.agent;
    if (mode == Mode.BPF || agent) {
      return run.ghost.enclave == by.ghost.enclave;
    }
    Agent target = run.ghost.program;
    return txn.gtid() == AGENT_GTID && target != null && target.thread().process() == process;
  }

  /** Returns whether the CPU has to reschedule. */
  private boolean apply(Cpu run, Transaction txn, Task next, Mode mode, boolean self) {
    GhostCpu ghost = run.ghost;
    long gtid = txn.gtid();
    if (next != null && run.curr == next) {
      kernel.latcher.setPntState(run, null, txn.runFlags());
      return false;
    }
    if ((txn.commitFlags() & ELIDE_AGENT_BARRIER_INC) == 0) {
      kernel.agents.increment(run);
    }
    if (gtid == AGENT_GTID) {
      kernel.agents.schedule(run);
    } else {
      kernel.latcher.setPntState(run, next, txn.runFlags());
      if (next == null) {
        ghost.mustResched = true;
      } else if (!next.isIdle()) {
        kernel.latcher.latched(run, next);
      }
    }
    boolean makesWay = run.curr.schedClass == SchedClass.GHOST || run.curr.isIdle();
    boolean resched = makesWay || gtid == AGENT_GTID;
    if (mode == Mode.SYNC) {
      return resched && !(self && gtid == AGENT_GTID);
    }
    return resched && run.curr != ghost.agent;
  }

  /** The group of a committed transaction failed: its task does not run, and nobody is told. */
  void undo(Cpu cpu) {
    if (cpu.ghost.latched != null) {
      cpu.ghost.poisoned = true;
    } else if (cpu.curr.isGhostTask()) {
      cpu.ghost.mustResched = true;
      cpu.ghost.ignorePrevPreemption = true;
      kernel.resched(cpu);
    }
  }
}
