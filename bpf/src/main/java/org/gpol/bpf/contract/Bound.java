package org.gpol.bpf.contract;

import java.util.Map;
import java.util.Objects;

/**
 * How much a contract allows: a time, or a multiple of a parameter, which is known when the policy
 * is loaded.
 *
 * @param factor nanoseconds, or how often {@code param}; at least 1
 * @param param name of the parameter, or empty
 * @param defaultNs of the parameter, in nanoseconds; 0 without one
 */
public record Bound(long factor, String param, long defaultNs) {
  /** Checks the ranges. */
  public Bound {
    Objects.requireNonNull(param, "param");
    if (factor < 1 || defaultNs < 0) {
      throw new IllegalArgumentException(factor + " * " + param + " of " + defaultNs + " ns");
    }
  }

  /** A time of its own. */
  public static Bound of(long ns) {
    return new Bound(ns, "", 0);
  }

  /** In nanoseconds, where {@code parameters} holds what was set at load. */
  public long ns(Map<String, Long> parameters) {
    if (param.isEmpty()) {
      return factor;
    }
    long unit = Math.max(0, parameters.getOrDefault(param, defaultNs));
    return unit != 0 && factor > Long.MAX_VALUE / unit ? Long.MAX_VALUE : factor * unit;
  }
}
