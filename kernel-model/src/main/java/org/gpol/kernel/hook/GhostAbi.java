package org.gpol.kernel.hook;

/** Numbers of the ghOSt ABI, version 91. */
public final class GhostAbi {

  /** Version of the ABI that the model follows. */
  public static final int VERSION = 91;

  /** Bits of the sequence number in a gtid; the pid is above them. */
  public static final int GTID_SEQ_BITS = 41;

  public static final int RTLA_ON_PREEMPT = 0x1;
  public static final int RTLA_ON_BLOCKED = 0x2;
  public static final int RTLA_ON_YIELD = 0x4;
  public static final int NEED_L1D_FLUSH = 0x40;
  public static final int ELIDE_PREEMPT = 0x200;
  public static final int SEND_TASK_ON_CPU = 0x400;
  public static final int DO_NOT_PREEMPT = 0x1000;

  public static final int RESCHED_ANY_CLASS = 1;
  public static final int RESCHED_GHOST_CLASS = 2;
  public static final int RESCHED_IDLE_CLASS = 4;
  public static final int RESCHED_OTHER_CLASS = 8;
  public static final int SET_MUST_RESCHED = 16;
  public static final int WAKE_AGENT = 32;

  /** One more than all flags of {@code resched_cpu2} together. */
  public static final int RESCHED_CPU_MAX = 64;

  public static final int SW_F_INUSE = 1;
  public static final int SW_F_CANFREE = 2;
  public static final int SW_F_ALLOCATED = 4;
  public static final int SW_CPU_AVAIL = 0x100;
  public static final int SW_BOOST_PRIO = 0x200;
  public static final int SW_TASK_ONCPU = 0x10000;
  public static final int SW_TASK_RUNNABLE = 0x20000;
  public static final int SW_TASK_IS_AGENT = 0x40000;

  private GhostAbi() {}

  /** The gtid of a task: positive, unique for ever although pids are used again. */
  public static long gtid(int pid, long seq) {
    return (long) pid << GTID_SEQ_BITS | seq;
  }

  /** The pid inside a gtid. */
  public static int pid(long gtid) {
    return (int) (gtid >> GTID_SEQ_BITS);
  }
}
