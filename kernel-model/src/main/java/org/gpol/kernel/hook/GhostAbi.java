package org.gpol.kernel.hook;

/** Numbers of the ghOSt ABI, version 91. */
public final class GhostAbi {

  /** Version of the ABI that the model follows. */
  public static final int VERSION = 91;

  /** Bits of the sequence number in a gtid; the pid is above them. */
  public static final int GTID_SEQ_BITS = 41;

  /** The scheduling policy of tasks and agents. */
  public static final int SCHED_GHOST = 18;

  /** As a target: no task, that is, throw off the one that runs. */
  public static final long NULL_GTID = 0;

  /** As a target: the agent of the CPU. */
  public static final long AGENT_GTID = -1;

  /** As a target: the idle task of the CPU. */
  public static final long IDLE_GTID = -2;

  public static final int RTLA_ON_PREEMPT = 0x1;
  public static final int RTLA_ON_BLOCKED = 0x2;
  public static final int RTLA_ON_YIELD = 0x4;
  public static final int RTLA_ON_IDLE = 0x20;
  public static final int NEED_L1D_FLUSH = 0x40;
  public static final int NEED_CPU_NOT_IDLE = 0x80;
  public static final int ELIDE_PREEMPT = 0x200;
  public static final int SEND_TASK_ON_CPU = 0x400;
  public static final int DEFER_LATCHED_PREEMPTION_BY_AGENT = 0x800;
  public static final int DO_NOT_PREEMPT = 0x1000;

  public static final int COMMIT_AT_SCHEDULE = 1;
  public static final int COMMIT_AT_TXN_COMMIT = 2;
  public static final int ALLOW_TASK_ONCPU = 4;
  public static final int ELIDE_AGENT_BARRIER_INC = 8;
  public static final int INC_AGENT_BARRIER_ON_FAILURE = 16;

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
  public static final int SW_TASK_MSG_GATED = 0x80000;

  /** Results of an association: the queue was the task's already. */
  public static final int ASSOC_ALREADY = 1;

  /** … TASK_NEW is still to come. */
  public static final int ASSOC_BRAND_NEW = 2;

  /** {@code pref_cpu}: nobody is woken for the message. */
  public static final int SKIP_AGENT_WAKE = -2;

  /** The source of messages is the agent of a CPU, or a task. */
  public static final int SRC_AGENT = 0;

  public static final int SRC_TASK = 1;

  /** A timer tells an agent. */
  public static final int TIMERFD_ENABLED = 1;

  public static final int MAX_QUEUE_ELEMS = 65536;

  /** CPUs that a queue can wake. */
  public static final int MAX_WAKEUPS = 2;

  /** {@code commit_flags} that exist. */
  public static final int COMMIT_FLAGS = 31;

  /** The message without meaning that fills a ring up to its end. */
  public static final int MSG_NOP = 0;

  /** The oldest version whose contexts and helpers are those of {@link #VERSION}. */
  public static final int OLDEST_VERSION = 84;

  private GhostAbi() {}

  /** The gtid of a task: positive, unique for ever although pids are used again. */
  public static long gtid(int pid, long seq) {
    return (long) pid << GTID_SEQ_BITS | seq;
  }

  /** The gtid of a word that may be a plain pid: those have nothing above the sequence number. */
  public static boolean isPlainPid(long id) {
    return id > 0 && id >> GTID_SEQ_BITS == 0;
  }

  /** The pid inside a gtid. */
  public static int pid(long gtid) {
    return (int) (gtid >> GTID_SEQ_BITS);
  }
}
