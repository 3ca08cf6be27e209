package org.gpol.kernel.model;

import static org.gpol.kernel.hook.GhostAbi.DO_NOT_PREEMPT;
import static org.gpol.kernel.hook.GhostAbi.ELIDE_PREEMPT;
import static org.gpol.kernel.hook.GhostAbi.NEED_L1D_FLUSH;
import static org.gpol.kernel.hook.GhostAbi.RTLA_ON_BLOCKED;
import static org.gpol.kernel.hook.GhostAbi.RTLA_ON_PREEMPT;
import static org.gpol.kernel.hook.GhostAbi.RTLA_ON_YIELD;
import static org.gpol.kernel.hook.GhostAbi.SEND_TASK_ON_CPU;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gpol.kernel.hook.Errno;
import org.gpol.kernel.report.LatencyRecorder;

/** {@code bpf_ghost_run_gtid} and what becomes of a latched task. */
final class Latcher {
  private static final int SUPPORTED_FLAGS =
      RTLA_ON_PREEMPT
          | RTLA_ON_BLOCKED
          | RTLA_ON_YIELD
          | NEED_L1D_FLUSH
          | ELIDE_PREEMPT
          | SEND_TASK_ON_CPU
          | DO_NOT_PREEMPT;

  private final Kernel kernel;
  private final Map<String, Long> failures = new LinkedHashMap<>();
  final LatencyRecorder runnableToLatched = LatencyRecorder.dense();

  Latcher(Kernel kernel) {
    this.kernel = kernel;
  }

  /** Failed calls by error name, in the order of their first occurrence. */
  Map<String, Long> failures() {
    return Collections.unmodifiableMap(failures);
  }

  int runGtid(Cpu cpu, long gtid, int barrier, int flags, boolean fromPick) {
    Task task = kernel.gtids.find(gtid, cpu);
    int errno = task == null || task.isAgent() ? Errno.ENOENT : check(cpu, task, barrier, flags);
    if (errno != Errno.ENOENT && !fromPick) {
      errno = Errno.EINVAL;
    }
    if (errno == 0) {
      errno = moveAndLatch(cpu, task, flags);
    }
    if (errno != 0) {
      failures.merge(Errno.name(errno), 1L, Long::sum);
      if (errno != Errno.ENOENT && task.ghost != null) {
        kernel.messages.latchFailure(task, errno);
      }
    }
    return -errno;
  }

  /** The conditions in the kernel's order; the first that fails gives the error. */
  private static int check(Cpu cpu, Task task, int barrier, int flags) {
    if ((flags & ~SUPPORTED_FLAGS) != 0) {
      return Errno.EINVAL;
    }
    if (cpu.ghost.enclave == null) {
      return Errno.EXDEV;
    }
    if (task.inhibitor != null || task.ghost == null || barrier != task.ghost.statusWord.barrier) {
      return Errno.ESTALE;
    }
    if (!task.queued) {
      return Errno.EINVAL;
    }
    if (task.ghost.enclave != cpu.ghost.enclave) {
      return Errno.EPERM;
    }
    return task.onCpu ? Errno.EBUSY : 0;
  }

  private int moveAndLatch(Cpu cpu, Task task, int flags) {
    if (task.cpu != cpu) {
      moveSilently(task, cpu);
    }
    if (cpu.ghost.agent == null) {
      return Errno.EINVAL;
    }
    if ((flags & DO_NOT_PREEMPT) != 0) {
      boolean displaces = !cpu.curr.isIdle() && cpu.curr != task;
      Task latched = cpu.ghost.latched;
      if (displaces || (latched != null && latched != task)) {
        return Errno.ESTALE;
      }
    }
    setPntState(cpu, task, flags);
    latched(cpu, task);
    kernel.executing().policyLeftNs += kernel.config.costs().ns(Cost.RUN_GTID);
    return 0;
  }

  /** A task is latched: for the figures and the trace. */
  void latched(Cpu cpu, Task task) {
    GhostTask ghost = task.ghost;
    ghost.latchedAtNs = kernel.nowNs();
    if (ghost.lastRunnableAtNs >= 0) {
      runnableToLatched.record(kernel.nowNs() - ghost.lastRunnableAtNs);
    }
    if (kernel.trace != null) {
      kernel.trace.latched(kernel.nowNs(), task.index, cpu.id);
    }
  }

  /** A move by a latch: where the task was latched before, nobody is told. */
  void moveSilently(Task task, Cpu to) {
    GhostCpu from = task.cpu.ghost;
    if (from.latched == task) {
      from.latched = null;
      from.clearRunFlag(ELIDE_PREEMPT);
    }
    from.nrRunning--;
    from.unlink(task);
    kernel.setTaskCpu(task, to);
    to.ghost.nrRunning++;
    to.ghost.append(task);
  }

  /** {@code set_pnt_state}. */
  void setPntState(Cpu cpu, Task task, int flags) {
    GhostCpu ghost = cpu.ghost;
    if (ghost.latched != null && ghost.latched != task) {
      latchedTaskPreempted(cpu);
    }
    ghost.latched = task;
    ghost.mustResched = false;
    ghost.poisoned = false;
    ghost.runFlags = flags;
    ghost.cpuSeqnum++;
  }

  /** {@code latched_task_preempted}: a latched task is told; in any case it is forgotten. */
  void latchedTaskPreempted(Cpu cpu) {
    GhostCpu ghost = cpu.ghost;
    if (!ghost.latched.isIdle()) {
      ghost.clearRunFlag(SEND_TASK_ON_CPU);
      kernel.messages.taskPreempt(ghost.latched, true);
      if (ghost.hasRunFlag(RTLA_ON_PREEMPT)) {
        kernel.agents.schedule(cpu);
      }
    }
    ghost.latched = null;
    ghost.clearRunFlag(ELIDE_PREEMPT);
  }
}
