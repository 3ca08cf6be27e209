package org.gpol.kernel.model;

import java.util.HashMap;
import java.util.Map;
import org.gpol.kernel.hook.Policy;
import org.gpol.kernel.report.TraceListener;

/** Tells the trace how the statistics of policies change, now and then. */
final class StatSampler {
  private static final long PERIOD_NS = 1_000_000;

  /** Null if nobody wants to know. */
  private final TraceListener trace;

  private final Map<String, Long> told = new HashMap<>();
  private long nextNs;

  StatSampler(TraceListener trace) {
    this.trace = trace != null && trace.wantsStatistics() ? trace : null;
  }

  /** A program has changed something. */
  void changed(long nowNs, Policy policy) {
    if (trace != null && nowNs >= nextNs) {
      sample(nowNs, policy);
      nextNs = nowNs + PERIOD_NS;
    }
  }

  /** Tells what is new now. */
  void sample(long nowNs, Policy policy) {
    if (trace != null) {
      policy
          .stats()
          .forEach(
              (name, value) -> {
                Long before = told.put(name, value);
                if (!value.equals(before)) {
                  trace.statistic(nowNs, name, value);
                }
              });
    }
  }
}
