package org.gpol.kernel.hook;

/**
 * What programs at {@link FairHook}s are given, little endian.
 *
 * <pre>
 * tick (40)                          pair (40)
 *  0 u64 ran of the turn, ns          0 u64 vruntime of the current task
 *  8 u64 vruntime of the current task 8 u64 vruntime of the other
 * 16 u64 least vruntime that waits   16 s32 pid of the current task
 * 24 s32 pid of the current task     20 s32 pid of the other
 * 28 u32 its weight                  24 u32 weight of the current task
 * 32 u32 tasks on the run queue      28 u32 weight of the other
 * 36 u32 CPU                         32 u32 tasks on the run queue
 *                                    36 u32 CPU
 * </pre>
 */
public final class FairContexts {
  public static final int TICK_SIZE = 40;
  public static final int TICK_RAN = 0;
  public static final int TICK_CURR_VRUNTIME = 8;
  public static final int TICK_LEAST_VRUNTIME = 16;
  public static final int TICK_CURR_PID = 24;
  public static final int TICK_CURR_WEIGHT = 28;
  public static final int TICK_NR_RUNNING = 32;
  public static final int TICK_CPU = 36;

  public static final int PAIR_SIZE = 40;
  public static final int PAIR_CURR_VRUNTIME = 0;
  public static final int PAIR_VRUNTIME = 8;
  public static final int PAIR_CURR_PID = 16;
  public static final int PAIR_PID = 20;
  public static final int PAIR_CURR_WEIGHT = 24;
  public static final int PAIR_WEIGHT = 28;
  public static final int PAIR_NR_RUNNING = 32;
  public static final int PAIR_CPU = 36;

  private FairContexts() {}
}
