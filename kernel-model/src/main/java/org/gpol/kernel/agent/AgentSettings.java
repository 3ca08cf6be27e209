package org.gpol.kernel.agent;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gpol.bpf.object.Variable;
import org.gpol.bpf.text.Spelling;
import org.gpol.kernel.hook.EnclaveTunables;
import org.gpol.kernel.hook.HookPoint;
import org.gpol.kernel.hook.Policy;
import org.gpol.kernel.model.UserSpace;

/**
 * A scheduler in user space and what is to become of it.
 *
 * @param text as people write it: {@code fifo-woken:crash=500ms,watchdog=100ms}
 * @param kind which one
 * @param sliceNs of the centralised one; {@link Long#MAX_VALUE} for no end
 * @param crashNs when its process dies, {@link Long#MAX_VALUE} for never
 * @param hangNs from when on its agents sleep for ever, {@link Long#MAX_VALUE} for never
 * @param watchdogNs how long the kernel lets a task of the enclave wait before it destroys it and
 *     gives the tasks to CFS ({@code runnable_timeout}); 0 for ever
 */
public record AgentSettings(
    String text, AgentKind kind, long sliceNs, long crashNs, long hangNs, long watchdogNs) {
  private static final List<String> KEYS = List.of("slice", "crash", "hang", "watchdog");
  private static final long MS = 1_000_000;

  /** The enclave that {@link #start} makes. */
  private static final int ENCLAVE = 1;

  /** Whether a text names a scheduler, with settings or without. */
  public static boolean isNamed(String text) {
    return AgentKind.of(text.split(":", 2)[0]).isPresent();
  }

  /**
   * Reads {@code NAME} or {@code NAME:key=time,…}.
   *
   * @throws IllegalArgumentException with a message for people
   */
  public static AgentSettings parse(String text) {
    String[] parts = text.split(":", 2);
    AgentKind kind =
        AgentKind.of(parts[0])
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "`" + parts[0] + "` is not among " + String.join(", ", AgentKind.words())));
    Map<String, Long> times = parts.length == 1 ? Map.of() : times(parts[1]);
    if (times.containsKey("slice") && kind != AgentKind.FIFO_CENTRALISED) {
      throw new IllegalArgumentException(kind.word() + " has no slice");
    }
    long watchdogNs = times.getOrDefault("watchdog", 0L);
    if (watchdogNs % MS != 0 || watchdogNs / MS > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("watchdog: not a number of milliseconds");
    }
    return new AgentSettings(
        text,
        kind,
        times.getOrDefault("slice", Long.MAX_VALUE),
        times.getOrDefault("crash", Long.MAX_VALUE),
        times.getOrDefault("hang", Long.MAX_VALUE),
        watchdogNs);
  }

  private static Map<String, Long> times(String text) {
    Map<String, Long> times = new TreeMap<>();
    for (String each : text.split(",", -1)) {
      String[] pair = each.split("=", 2);
      if (pair.length < 2 || !KEYS.contains(pair[0])) {
        throw new IllegalArgumentException(
            "`"
                + each
                + "` is not a setting"
                + Spelling.didYouMean(pair[0], KEYS)
                + "; they are "
                + String.join("=TIME, ", KEYS)
                + "=TIME");
      }
      long ns = Variable.Kind.DURATION.parse(pair[1]).orElse(0L);
      if (ns < 1) {
        throw new IllegalArgumentException(
            pair[0] + ": `" + pair[1] + "` is not a time above zero, such as 250ms");
      }
      times.put(pair[0], ns);
    }
    return times;
  }

  /**
   * Refuses a machine that is too small.
   *
   * @throws IllegalArgumentException with a message for people
   */
  public void requireCpus(int count) {
    if (count < kind.leastCpus()) {
      throw new IllegalArgumentException(
          kind.word() + " needs " + kind.leastCpus() + " CPUs, one of them for itself");
    }
  }

  /**
   * Makes the enclave, attaches a policy's programs, starts the agents and has tasks enter.
   *
   * @param policy null for no programs
   * @param cpus of the enclave
   * @param tasks numbers of tasks of the workload
   * @throws IllegalArgumentException with a message for people if there are too few CPUs
   */
  public void start(UserSpace user, Policy policy, BitSet cpus, int[] tasks) {
    requireCpus(cpus.cardinality());
    AgentProcess process = new AgentProcess(user, ENCLAVE, cpus);
    process.hangAt(hangNs);
    EnclaveTunables tunables = policy == null ? EnclaveTunables.FRESH : policy.tunables();
    process.set("deliver_ticks", tunables.deliverTicks() ? "1" : "0");
    process.set("deliver_cpu_availability", tunables.deliverCpuAvailability() ? "1" : "0");
    process.set("runnable_timeout", Long.toString(watchdogNs / MS));
    for (HookPoint point : HookPoint.values()) {
      if (policy != null && policy.program(point) != null) {
        process.attach(point, policy);
      }
    }
    kind.start(process, sliceNs);
    for (int task : tasks) {
      process.enter(user.gtid(task));
    }
    if (crashNs != Long.MAX_VALUE) {
      user.at(crashNs, cpus.nextSetBit(0), process::die);
    }
  }
}
