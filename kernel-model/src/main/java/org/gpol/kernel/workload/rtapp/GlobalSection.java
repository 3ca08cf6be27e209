package org.gpol.kernel.workload.rtapp;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.Workload;
import org.gpol.kernel.workload.WorkloadException;

/**
 * What the {@code global} object says that matters to a simulation.
 *
 * @param durationNs as in {@link Workload}
 * @param defaultPolicy of tasks that name none
 * @param bufferBytes what one write of {@code iorun} takes
 * @param nullDevice whether {@code iorun} writes to {@code /dev/null}
 */
record GlobalSection(
    long durationNs, SchedPolicy defaultPolicy, long bufferBytes, boolean nullDevice) {

  private static final int BUFFER_BYTES = 4 << 20;

  static final GlobalSection DEFAULTS =
      new GlobalSection(Workload.UNTIL_ALL_EXIT, SchedPolicy.OTHER, BUFFER_BYTES, true);

  /** Where to log, how to calibrate, how to keep a real machine quiet: nothing to simulate. */
  private static final List<String> WITHOUT_EFFECT =
      List.of(
          "calibration",
          "lock_pages",
          "logdir",
          "log_basename",
          "log_size",
          "ftrace",
          "gnuplot",
          "io_device",
          "mem_buffer_size",
          "cumulative_slack",
          "frag");

  private static final List<String> KEYS =
      Stream.concat(Stream.of("duration", "default_policy", "pi_enabled"), WITHOUT_EFFECT.stream())
          .toList();

  static GlobalSection parse(Json value) {
    Members members = Members.settings(Values.object("`global`", value), KEYS);
    if (members.value("pi_enabled") instanceof Json.Bool pi && pi.value()) {
      throw new WorkloadException(
          pi.at(), "priority inheritance (`pi_enabled`) is not supported yet", "set it to false");
    }
    for (String key : WITHOUT_EFFECT) {
      Json ignored = members.value(key);
      if (ignored instanceof Json.Obj || ignored instanceof Json.Arr) {
        throw Values.wrongKind(Values.quoted(key), "a plain value", ignored);
      }
    }
    return new GlobalSection(
        members.has("duration") ? duration(members.value("duration")) : DEFAULTS.durationNs,
        members.has("default_policy")
            ? policy("`default_policy`", members.value("default_policy"))
            : DEFAULTS.defaultPolicy,
        members.has("mem_buffer_size")
            ? Values.integer(
                "`mem_buffer_size`", members.value("mem_buffer_size"), 1, Integer.MAX_VALUE)
            : BUFFER_BYTES,
        !members.has("io_device")
            || Values.text("`io_device`", members.value("io_device")).equals("/dev/null"));
  }

  private static long duration(Json value) {
    if (value instanceof Json.Num number && number.literal().equals("-1")) {
      return Workload.UNTIL_ALL_EXIT;
    }
    long ns = Values.timeNs("`duration`", value, Values.NS_PER_S);
    if (ns == 0) {
      throw new WorkloadException(
          value.at(), "`duration` is 0", "give seconds, or -1 to run until all tasks end");
    }
    return ns;
  }

  /** A policy by its kernel name. */
  static SchedPolicy policy(String what, Json value) {
    String name = Values.text(what, value);
    for (SchedPolicy policy : SchedPolicy.values()) {
      if (policy.kernelName().equals(name)) {
        return policy;
      }
    }
    throw new WorkloadException(
        value.at(),
        "unknown policy " + Values.quoted(name),
        Suggestion.hint(
            name, Arrays.stream(SchedPolicy.values()).map(SchedPolicy::kernelName).toList()));
  }
}
