package org.gpol.kernel.hook;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Layouts of the contexts of ghOSt programs, little endian.
 *
 * <pre>
 * bpf_ghost_sched (16)      bpf_ghost_msg (64)        bpf_ghost_select_rq (32)
 *  0 u8  agent_on_rq         0 payload (48 bytes)      0 u64 gtid
 *  1 u8  agent_runnable     48 u16 type                8 u32 task_cpu
 *  2 u8  might_yield        52 u32 seqnum             12 u32 waker_cpu
 *  3 u8  dont_idle     out  56 i32 pref_cpu   out     16 u32 sd_flag
 *  4 u8  must_resched  out                            20 u32 wake_flags
 *  8 u64 next_gtid                                    24 u8  skip_ttwu_queue  out
 *
 * bpf_ghost_halt_poll (4)
 *  0 u32 type
 * </pre>
 */
public final class ContextCodec {
  public static final int PNT_SIZE = 16;
  public static final int MSG_SIZE = 64;
  public static final int SELECT_RQ_SIZE = 32;
  public static final int HALT_POLL_SIZE = 4;

  public static final int HALT_POLL_TYPE = 0;

  /** A CPU is about to idle and asks whether to poll first. */
  public static final int HALT_POLL_PREPARE = 0;

  /** It polls and asks whether to go on. */
  public static final int HALT_POLL_CONTINUE = 1;

  /** It polls no longer. */
  public static final int HALT_POLL_END = 2;

  public static final int PNT_AGENT_ON_RQ = 0;
  public static final int PNT_AGENT_RUNNABLE = 1;
  public static final int PNT_MIGHT_YIELD = 2;
  public static final int PNT_DONT_IDLE = 3;
  public static final int PNT_MUST_RESCHED = 4;
  public static final int PNT_NEXT_GTID = 8;

  /** Where every message about a task has the task. */
  public static final int MSG_GTID = 0;

  /** Where every message about a CPU has the CPU. */
  public static final int MSG_CPU = 0;

  public static final int MSG_TYPE = 48;
  public static final int MSG_SEQNUM = 52;
  public static final int MSG_PREF_CPU = 56;

  public static final int SELECT_RQ_GTID = 0;
  public static final int SELECT_RQ_TASK_CPU = 8;
  public static final int SELECT_RQ_WAKER_CPU = 12;
  public static final int SELECT_RQ_SD_FLAG = 16;
  public static final int SELECT_RQ_WAKE_FLAGS = 20;
  public static final int SELECT_RQ_SKIP_TTWU_QUEUE = 24;

  /** Nobody is to be woken specially, {@code BPF_GHOST_MSG_NO_WAKEUP_PREF}. */
  public static final int NO_WAKEUP_PREF = -1;

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private ContextCodec() {}

  /** Fills a pick_next_task context; the outputs start as 0. */
  public static void writePnt(
      byte[] context, boolean agentOnRq, boolean agentRunnable, boolean mightYield, long nextGtid) {
    Arrays.fill(context, (byte) 0);
    context[PNT_AGENT_ON_RQ] = flag(agentOnRq);
    context[PNT_AGENT_RUNNABLE] = flag(agentRunnable);
    context[PNT_MIGHT_YIELD] = flag(mightYield);
    putLong(context, PNT_NEXT_GTID, nextGtid);
  }

  /** Starts a message: clears the payload, then type, sequence number and no wake-up preference. */
  public static void beginMessage(byte[] context, MessageType type, int seqnum) {
    Arrays.fill(context, (byte) 0);
    putShort(context, MSG_TYPE, type.number());
    putInt(context, MSG_SEQNUM, seqnum);
    putInt(context, MSG_PREF_CPU, NO_WAKEUP_PREF);
  }

  /** Fills a select_task_rq context; as in the kernel sd_flag is the low bits of wake_flags. */
  public static void writeSelectRq(
      byte[] context, long gtid, int taskCpu, int wakerCpu, int wakeFlags) {
    Arrays.fill(context, (byte) 0);
    putLong(context, SELECT_RQ_GTID, gtid);
    putInt(context, SELECT_RQ_TASK_CPU, taskCpu);
    putInt(context, SELECT_RQ_WAKER_CPU, wakerCpu);
    putInt(context, SELECT_RQ_SD_FLAG, wakeFlags & 0xf);
    putInt(context, SELECT_RQ_WAKE_FLAGS, wakeFlags);
  }

  private static byte flag(boolean value) {
    return (byte) (value ? 1 : 0);
  }

  /** Stores the low 16 bits of {@code value}. */
  public static void putShort(byte[] context, int offset, int value) {
    SHORTS.set(context, offset, (short) value);
  }

  /** Stores 32 bits. */
  public static void putInt(byte[] context, int offset, int value) {
    INTS.set(context, offset, value);
  }

  /** Stores 64 bits. */
  public static void putLong(byte[] context, int offset, long value) {
    LONGS.set(context, offset, value);
  }

  /** Loads 16 bits, zero-extended. */
  public static int getShort(byte[] context, int offset) {
    return (short) SHORTS.get(context, offset) & 0xffff;
  }

  /** Loads 32 bits. */
  public static int getInt(byte[] context, int offset) {
    return (int) INTS.get(context, offset);
  }

  /** Loads 64 bits. */
  public static long getLong(byte[] context, int offset) {
    return (long) LONGS.get(context, offset);
  }
}
