package org.gpol.kernel.workload.rtapp;

import org.gpol.kernel.workload.WorkloadException;

/**
 * Settings that steer frequency and memory placement: {@code util_min}, {@code util_max} and {@code
 * nodes_membind}. On the model's CPUs, which have one speed, and its memory, which is everywhere
 * equally near, they change nothing; what they say is checked all the same.
 */
final class HardwareKeys {

  private static final int MAX_UTILIZATION = 1024;
  private static final int MAX_NODES = 1024;

  private HardwareKeys() {}

  static void check(Members members) {
    int least = utilization(members, "util_min", 0);
    int most = utilization(members, "util_max", MAX_UTILIZATION);
    if (least > most) {
      throw new WorkloadException(
          members.value("util_min").at(),
          "`util_min` is " + least + ", above `util_max`, which is " + most,
          "");
    }
    if (members.has("nodes_membind")) {
      nodes(members.value("nodes_membind"));
    }
  }

  private static int utilization(Members members, String key, int byDefault) {
    return members.has(key)
        ? Values.integer(Values.quoted(key), members.value(key), 0, MAX_UTILIZATION)
        : byDefault;
  }

  private static void nodes(Json value) {
    if (!(value instanceof Json.Arr array)) {
      throw Values.wrongKind("`nodes_membind`", "an array of node numbers", value);
    }
    for (Json node : array.items()) {
      Values.integer("a node of `nodes_membind`", node, 0, MAX_NODES - 1);
    }
  }
}
