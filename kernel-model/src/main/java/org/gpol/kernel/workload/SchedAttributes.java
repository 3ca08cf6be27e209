package org.gpol.kernel.workload;

/**
 * What {@code sched_setattr(2)} takes besides nice values.
 *
 * @param priority of {@code SCHED_FIFO} and {@code SCHED_RR}: 1 to {@link #MAX_PRIORITY}, the
 *     larger the more urgent; 0 for other policies
 * @param runtimeNs of {@code SCHED_DEADLINE}: execution guaranteed in every period; 0 for others
 * @param deadlineNs by when, from the start of a period
 * @param periodNs how often
 * @param sliceNs of {@code SCHED_OTHER} and {@code SCHED_BATCH}: what the task asks EEVDF for at a
 *     time, {@link #MIN_SLICE_NS} to {@link #MAX_SLICE_NS}; 0 for {@code base_slice_ns}
 */
public record SchedAttributes(
    int priority, long runtimeNs, long deadlineNs, long periodNs, long sliceNs) {

  /** Of policies that take none. */
  public static final SchedAttributes NONE = new SchedAttributes(0, 0, 0, 0, 0);

  /** The most urgent real-time priority. */
  public static final int MAX_PRIORITY = 99;

  /**
   * Linux keeps ratios in units of 2^-20, so a shorter runtime would be lost ({@code DL_SCALE}).
   */
  public static final long MIN_RUNTIME_NS = 1 << 10;

  /** {@code sched_deadline_period_min_us}. */
  public static final long MIN_PERIOD_NS = 100_000;

  /** {@code sched_deadline_period_max_us}: 2^22 us, about 4.2 s. */
  public static final long MAX_PERIOD_NS = (1L << 22) * 1_000;

  /** The shortest slice, to which Linux 6.12 lengthens shorter ones. */
  public static final long MIN_SLICE_NS = 100_000;

  /** The longest slice, to which Linux 6.12 shortens longer ones. */
  public static final long MAX_SLICE_NS = 100_000_000;

  /** Checks what {@code __checkparam_dl} of the kernel checks. */
  public SchedAttributes {
    boolean reserves = runtimeNs != 0 || deadlineNs != 0 || periodNs != 0;
    boolean ordered =
        MIN_RUNTIME_NS <= runtimeNs && runtimeNs <= deadlineNs && deadlineNs <= periodNs;
    boolean inRange = MIN_PERIOD_NS <= periodNs && periodNs <= MAX_PERIOD_NS;
    boolean slice = sliceNs == 0 || (MIN_SLICE_NS <= sliceNs && sliceNs <= MAX_SLICE_NS);
    if (!slice || priority < 0 || priority > MAX_PRIORITY || (reserves && !(ordered && inRange))) {
      throw new IllegalArgumentException(
          "priority "
              + priority
              + ", "
              + runtimeNs
              + "/"
              + deadlineNs
              + "/"
              + periodNs
              + "/"
              + sliceNs
              + " ns");
    }
  }

  /** Of {@code SCHED_FIFO} and {@code SCHED_RR}. */
  public static SchedAttributes priority(int priority) {
    return new SchedAttributes(priority, 0, 0, 0, 0);
  }

  /** Of {@code SCHED_DEADLINE}: runtime &lt;= deadline &lt;= period. */
  public static SchedAttributes reservation(long runtimeNs, long deadlineNs, long periodNs) {
    return new SchedAttributes(0, runtimeNs, deadlineNs, periodNs, 0);
  }

  /** Of {@code SCHED_OTHER} and {@code SCHED_BATCH}, brought into the range as Linux does. */
  public static SchedAttributes slice(long sliceNs) {
    return new SchedAttributes(0, 0, 0, 0, Math.max(MIN_SLICE_NS, Math.min(MAX_SLICE_NS, sliceNs)));
  }

  /** Whether these are what a policy asks for. */
  boolean fit(SchedPolicy policy) {
    boolean hasPriority = policy == SchedPolicy.FIFO || policy == SchedPolicy.RR;
    boolean hasSlice = policy == SchedPolicy.OTHER || policy == SchedPolicy.BATCH;
    return (hasSlice || sliceNs == 0)
        && hasPriority == priority > 0
        && (policy == SchedPolicy.DEADLINE) == runtimeNs > 0;
  }
}
