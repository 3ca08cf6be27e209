package org.gpol.kernel.model;

import org.gpol.kernel.hook.ContextCodec;
import org.gpol.kernel.hook.GhostAbi;

/**
 * The transaction of a CPU, the first 64 bytes of its page of {@code cpu_data}: an agent says here
 * what the CPU is to run, and finds here what came of it.
 *
 * <pre>
 *  0 s32 version        16 u32 task_barrier   32 s64 commit_time
 *  4 s32 cpu            20 u16 run_flags      40 u64 cpu_seqnum
 *  8 s32 state          22 u8  commit_flags   48 s32 sync_group_owner
 * 12 u32 agent_barrier  24 s64 gtid
 * </pre>
 */
public final class Transaction implements SharedMemory {
  /** It was committed. */
  public static final int COMPLETE = Integer.MIN_VALUE;

  /** User space took it back. */
  public static final int ABORTED = COMPLETE + 1;

  public static final int TARGET_ONCPU = COMPLETE + 2;
  public static final int TARGET_STALE = COMPLETE + 3;
  public static final int TARGET_NOT_FOUND = COMPLETE + 4;
  public static final int TARGET_NOT_RUNNABLE = COMPLETE + 5;
  public static final int AGENT_STALE = COMPLETE + 6;
  public static final int CPU_OFFLINE = COMPLETE + 7;
  public static final int CPU_UNAVAIL = COMPLETE + 8;
  public static final int INVALID_FLAGS = COMPLETE + 9;
  public static final int INVALID_TARGET = COMPLETE + 10;
  public static final int NOT_PERMITTED = COMPLETE + 11;
  public static final int INVALID_CPU = COMPLETE + 12;
  public static final int NO_AGENT = COMPLETE + 13;
  public static final int UNSUPPORTED_VERSION = COMPLETE + 14;
  public static final int POISONED = COMPLETE + 15;

  /** Filled in and waiting to be claimed. */
  public static final int READY = Integer.MAX_VALUE;

  /** No sync group has it. */
  public static final int NO_OWNER = -1;

  private static final int PAGE = 4096;
  private static final int VERSION = 0;
  private static final int CPU = 4;
  private static final int STATE = 8;
  private static final int AGENT_BARRIER = 12;
  private static final int TASK_BARRIER = 16;
  private static final int RUN_FLAGS = 20;
  private static final int COMMIT_FLAGS = 22;
  private static final int GTID = 24;
  private static final int COMMIT_TIME = 32;
  private static final int CPU_SEQNUM = 40;
  private static final int OWNER = 48;
  private static final int BYTES = 64;

  private final byte[] memory = new byte[BYTES];

  Transaction(int cpu) {
    ContextCodec.putInt(memory, CPU, cpu);
    ContextCodec.putInt(memory, OWNER, NO_OWNER);
    setState(COMPLETE);
  }

  /**
   * Fills it in and makes it ready.
   *
   * @param gtid a task, or one of {@link GhostAbi#NULL_GTID}, {@link GhostAbi#AGENT_GTID}, {@link
   *     GhostAbi#IDLE_GTID}
   * @param taskBarrier sequence number of the last message that was seen of the task
   * @param agentBarrier barrier of the agent when it last looked; counts for its own CPU only
   */
  public void open(long gtid, int taskBarrier, int agentBarrier, int runFlags, int commitFlags) {
    ContextCodec.putLong(memory, GTID, gtid);
    ContextCodec.putInt(memory, TASK_BARRIER, taskBarrier);
    ContextCodec.putInt(memory, AGENT_BARRIER, agentBarrier);
    ContextCodec.putShort(memory, RUN_FLAGS, runFlags);
    memory[COMMIT_FLAGS] = (byte) commitFlags;
    setState(READY);
  }

  /** Takes it back; false if the kernel has claimed it. */
  public boolean abort() {
    if (state() != READY) {
      return false;
    }
    setState(ABORTED);
    return true;
  }

  /** Whether the kernel is done with it. */
  public boolean committed() {
    return state() < 0;
  }

  /** One of the constants, or the CPU that has claimed it. */
  public int state() {
    return getInt(STATE);
  }

  /** Its CPU. */
  public int cpu() {
    return getInt(CPU);
  }

  /** The target. */
  public long gtid() {
    return getLong(GTID);
  }

  /** When the kernel was done with it. */
  public long commitTimeNs() {
    return getLong(COMMIT_TIME);
  }

  /** The CPU's event counter after a successful commit. */
  public long cpuSeqnum() {
    return getLong(CPU_SEQNUM);
  }

  /** The sync group that has it, {@link #NO_OWNER} for none. */
  public int syncGroupOwner() {
    return getInt(OWNER);
  }

  /** Takes it for a sync group, or releases it with {@link #NO_OWNER}. */
  public void setSyncGroupOwner(int owner) {
    ContextCodec.putInt(memory, OWNER, owner);
  }

  /** Overwrites 32 bits, as whoever maps the page can. */
  public void putInt(int offset, int value) {
    ContextCodec.putInt(memory, offset, value);
  }

  int version() {
    return getInt(VERSION);
  }

  int agentBarrier() {
    return getInt(AGENT_BARRIER);
  }

  int taskBarrier() {
    return getInt(TASK_BARRIER);
  }

  int runFlags() {
    return ContextCodec.getShort(memory, RUN_FLAGS);
  }

  int commitFlags() {
    return memory[COMMIT_FLAGS] & 0xff;
  }

  void setState(int state) {
    ContextCodec.putInt(memory, STATE, state);
  }

  void succeeded(long cpuSeqnum) {
    ContextCodec.putLong(memory, CPU_SEQNUM, cpuSeqnum);
  }

  void finish(int state, long timeNs) {
    ContextCodec.putLong(memory, COMMIT_TIME, timeNs);
    setState(state);
  }

  /** The name of a state for messages to people. */
  public static String name(int state) {
    return switch (state) {
      case COMPLETE -> "COMPLETE";
      case ABORTED -> "ABORTED";
      case TARGET_ONCPU -> "TARGET_ONCPU";
      case TARGET_STALE -> "TARGET_STALE";
      case TARGET_NOT_FOUND -> "TARGET_NOT_FOUND";
      case TARGET_NOT_RUNNABLE -> "TARGET_NOT_RUNNABLE";
      case AGENT_STALE -> "AGENT_STALE";
      case CPU_OFFLINE -> "CPU_OFFLINE";
      case CPU_UNAVAIL -> "CPU_UNAVAIL";
      case INVALID_FLAGS -> "INVALID_FLAGS";
      case INVALID_TARGET -> "INVALID_TARGET";
      case NOT_PERMITTED -> "NOT_PERMITTED";
      case INVALID_CPU -> "INVALID_CPU";
      case NO_AGENT -> "NO_AGENT";
      case UNSUPPORTED_VERSION -> "UNSUPPORTED_VERSION";
      case POISONED -> "POISONED";
      case READY -> "READY";
      default -> "claimed by CPU " + state;
    };
  }

  @Override
  public int size() {
    return PAGE;
  }

  @Override
  public int getInt(int offset) {
    return offset + 4 <= BYTES ? ContextCodec.getInt(memory, offset) : 0;
  }

  @Override
  public long getLong(int offset) {
    return offset + 8 <= BYTES ? ContextCodec.getLong(memory, offset) : 0;
  }
}
