package org.gpol.kernel.hook;

/**
 * One of the up to two transactions of {@code struct bpf_sync_commit_args}.
 *
 * @param cpu that is to run something else
 * @param gtid what it is to run
 * @param taskBarrier of the target
 * @param runFlags of the transaction
 * @param commitFlags of the transaction
 */
public record SyncCommit(int cpu, long gtid, int taskBarrier, int runFlags, int commitFlags) {
  /** Transactions of a call. */
  public static final int COUNT = 2;

  /** Bytes of the structure. */
  public static final int SIZE = 48;
}
