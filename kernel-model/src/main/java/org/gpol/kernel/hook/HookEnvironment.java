package org.gpol.kernel.hook;

import java.util.List;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.vm.call.Environment;

/**
 * The kernel as a program sees it: what helpers can ask for and do. One without an enclave need
 * only have the first two. Results are 0 or a negative {@link Errno} as in the kernel.
 */
public interface HookEnvironment extends Environment {

  /**
   * {@code bpf_ghost_run_gtid}: latches a task for the executing CPU.
   *
   * @param gtid the task; 0 is the task that is on the CPU
   * @param taskBarrier seqnum of the last message the policy has seen from the task
   * @param runFlags {@link GhostAbi} run flags
   */
  int runGtid(long gtid, int taskBarrier, int runFlags);

  /**
   * {@code bpf_ghost_resched_cpu2}: makes a CPU pick again.
   *
   * @param cpu a CPU of the enclave
   * @param flags {@link GhostAbi} {@code RESCHED_*}, {@code SET_MUST_RESCHED}, {@code WAKE_AGENT}
   */
  int reschedCpu2(int cpu, int flags);

  /**
   * {@code bpf_ghost_wake_agent}: has the agent of a CPU of the enclave look again.
   *
   * @param cpu a CPU of the enclave
   */
  default int wakeAgent(int cpu) {
    return -Errno.ENODEV;
  }

  /**
   * {@code bpf_ghost_sync_commit}: opens a transaction for each CPU and commits all or none.
   *
   * @return 1, 0 if none will run, or an error
   */
  default int syncCommit(List<SyncCommit> transactions) {
    return -Errno.ENODEV;
  }

  /** The CPUs that a task may use, null if there is no such task; 0 is the task on the CPU. */
  default CpuSet affinity(long gtid) {
    return null;
  }

  /** The name of a task by its gtid, null if there is no such task. */
  default String nameOf(long gtid) {
    return null;
  }

  /** Number of CPUs of the machine. */
  default int cpuCount() {
    return 1;
  }
}
