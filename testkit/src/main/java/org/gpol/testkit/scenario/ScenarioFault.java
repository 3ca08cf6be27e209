package org.gpol.testkit.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Something that happens to a scenario from outside, as {@link org.gpol.kernel.workload.Fault} has
 * it.
 *
 * @param atUs when
 * @param kind what
 * @param subject the id of a task, or a CPU for {@link Kind#OUTAGE}; 0 for {@link Kind#CRASH}
 * @param value what goes with it: after how many microseconds a task that has left is killed
 *     ({@link Kind#DEPART}), the nice value of {@link Kind#RENICE}, the CPU of {@link Kind#REBIND},
 *     how often the {@link Kind#STORM}, for how many microseconds the {@link Kind#OUTAGE}, 0 for
 *     ever
 */
public record ScenarioFault(int atUs, Kind kind, int subject, int value) {
  /** What happens. */
  public enum Kind {
    /** {@code SIGKILL}. */
    KILL,
    /**
     * The task leaves the policy for the kernel's own class, where it goes before all tasks of the
     * policy; so it is killed some time later, else it could starve them for ever.
     */
    DEPART,
    /** Another nice value. */
    RENICE,
    /** Bound to one CPU. */
    REBIND,
    /** The nice value changes back and forth: every sequence number that anybody holds is stale. */
    STORM,
    /** The policy loses a CPU for a time. */
    OUTAGE,
    /** The processes behind all enclaves crash. */
    CRASH;

    boolean isAboutATask() {
      return this != OUTAGE && this != CRASH;
    }
  }

  /** Whether it can happen where these tasks and so many CPUs are. */
  boolean fits(List<ScenarioTask> tasks, int cpus) {
    if (kind.isAboutATask() && tasks.stream().noneMatch(task -> task.id() == subject)) {
      return false;
    }
    return switch (kind) {
      // The policy keeps one CPU at least.
      case OUTAGE -> subject < cpus && cpus > 1;
      case REBIND -> value < cpus;
      default -> true;
    };
  }

  /** The objects of the file's {@code faults}. */
  List<String> rtApp() {
    String task = "\"t" + subject + "\"";
    List<String> objects = new ArrayList<>();
    switch (kind) {
      case KILL -> objects.add(object(atUs, "\"kill\" : " + task));
      case DEPART -> {
        objects.add(object(atUs, "\"depart\" : " + task));
        objects.add(object(atUs + value, "\"kill\" : " + task));
      }
      case RENICE ->
          objects.add(object(atUs, "\"renice\" : " + task + ", \"priority\" : " + value));
      case REBIND ->
          objects.add(object(atUs, "\"rebind\" : " + task + ", \"cpus\" : [ " + value + " ]"));
      case STORM -> objects.add(object(atUs, "\"storm\" : " + task + ", \"times\" : " + value));
      case OUTAGE -> {
        objects.add(object(atUs, "\"take_cpu\" : " + subject));
        if (value > 0) {
          objects.add(object(atUs + value, "\"give_cpu\" : " + subject));
        }
      }
      case CRASH -> objects.add(object(atUs, "\"crash\" : true"));
      default -> throw new IllegalStateException(kind.toString());
    }
    return objects;
  }

  private static String object(int atUs, String what) {
    return "\t\t{ \"at\" : " + atUs + ", " + what + " }";
  }

  /** The same with other ids for all tasks. */
  ScenarioFault renumbered(Map<Integer, Integer> ids) {
    return kind.isAboutATask() ? new ScenarioFault(atUs, kind, ids.get(subject), value) : this;
  }

  /** Simpler ones, the simplest first. */
  List<ScenarioFault> simpler() {
    List<ScenarioFault> simpler = new ArrayList<>();
    Lesser.than(atUs, 0).forEach(at -> simpler.add(new ScenarioFault(at, kind, subject, value)));
    if (kind == Kind.STORM || kind == Kind.OUTAGE || kind == Kind.DEPART) {
      Lesser.than(value, 1).forEach(v -> simpler.add(new ScenarioFault(atUs, kind, subject, v)));
    }
    return simpler;
  }
}
