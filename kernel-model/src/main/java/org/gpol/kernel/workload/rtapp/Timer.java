package org.gpol.kernel.workload.rtapp;

/**
 * The clock behind {@code timer} events.
 *
 * <p>Facts from rt-app's {@code run_event} (src/rt-app.c, cases {@code rtapp_timer} and {@code
 * rtapp_timer_unique}): the reference of the first use is the start of the using thread after its
 * {@code delay} ({@code t_first}), not the moment of use; every use adds its period to the
 * reference and sleeps until then if that is still to come; if it is not, a relative timer takes
 * the present as its new reference while an absolute one keeps its grid. One use in absolute mode
 * makes the whole timer absolute (src/rt-app_parse_config.c stores the mode in the resource).
 */
final class Timer {

  private final boolean absolute;
  private boolean started;
  private long nextNs;

  Timer(boolean absolute) {
    this.absolute = absolute;
  }

  /** Moves on by a period; true if the task has to sleep until {@link #nextNs}. */
  boolean use(long startNs, long nowNs, long periodNs) {
    if (!started) {
      started = true;
      nextNs = startNs;
    }
    nextNs = plus(nextNs, periodNs);
    if (nowNs < nextNs) {
      return true;
    }
    if (!absolute) {
      nextNs = nowNs;
    }
    return false;
  }

  long nextNs() {
    return nextNs;
  }

  /** The sum of two times, or the end of time if there is no such long. */
  static long plus(long timeNs, long durationNs) {
    long sum = timeNs + durationNs;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
