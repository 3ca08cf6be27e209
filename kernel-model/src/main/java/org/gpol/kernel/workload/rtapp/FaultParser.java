package org.gpol.kernel.workload.rtapp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.Fault;
import org.gpol.kernel.workload.TaskSpec;
import org.gpol.kernel.workload.WorkloadException;

/**
 * Reads {@code faults}, which is ours: an array of objects, each with a time {@code at} in
 * microseconds and one of the other keys.
 */
final class FaultParser {
  private static final int MAX_FAULTS = 100_000;
  private static final List<String> KINDS =
      List.of("kill", "depart", "renice", "rebind", "storm", "take_cpu", "give_cpu", "crash");
  private static final List<String> KEYS =
      List.of(
          "at",
          "kill",
          "depart",
          "renice",
          "rebind",
          "storm",
          "take_cpu",
          "give_cpu",
          "crash",
          "priority",
          "cpus",
          "times");

  private final Map<String, Integer> tasks = new LinkedHashMap<>();

  private FaultParser(List<TaskSpec> specs) {
    for (int i = 0; i < specs.size(); i++) {
      tasks.put(specs.get(i).name(), i);
    }
  }

  static List<Fault> parse(Json value, List<TaskSpec> specs) {
    if (!(value instanceof Json.Arr array)) {
      throw Values.wrongKind("`faults`", "an array of objects", value);
    }
    if (array.items().size() > MAX_FAULTS) {
      throw new WorkloadException(value.at(), "more than " + MAX_FAULTS + " faults", "");
    }
    FaultParser parser = new FaultParser(specs);
    List<Fault> faults = new ArrayList<>();
    for (Json item : array.items()) {
      faults.add(parser.fault(Values.object("a fault", item)));
    }
    return faults;
  }

  private Fault fault(Json.Obj object) {
    Members members = Members.settings(object, KEYS);
    List<String> kinds = KINDS.stream().filter(members::has).toList();
    if (kinds.size() != 1) {
      throw new WorkloadException(
          object.at(),
          "a fault is " + (kinds.isEmpty() ? "nothing" : String.join(" and ", kinds)),
          "give it `at` and one of " + String.join(", ", KINDS));
    }
    String kind = kinds.get(0);
    onlyFor(members, kind, "priority", "renice");
    onlyFor(members, kind, "cpus", "rebind");
    onlyFor(members, kind, "times", "storm");
    long atNs = Values.timeNs("`at`", members.required("at"), Values.NS_PER_US);
    Json subject = members.value(kind);
    return switch (kind) {
      case "kill" -> new Fault.Kill(atNs, task(kind, subject));
      case "depart" -> new Fault.Depart(atNs, task(kind, subject));
      case "renice" -> {
        Json nice = members.required("priority");
        int to = Values.integer("`priority`", nice, TaskSpec.MIN_NICE, TaskSpec.MAX_NICE);
        yield new Fault.Renice(atNs, task(kind, subject), to);
      }
      case "rebind" ->
          new Fault.Rebind(atNs, task(kind, subject), Values.cpus(members.required("cpus")));
      case "storm" -> {
        Json times = members.required("times");
        int count = Values.integer("`times`", times, 1, Fault.MAX_STORM);
        yield new Fault.Storm(atNs, task(kind, subject), count);
      }
      case "take_cpu" -> new Fault.TakeCpu(atNs, cpu(kind, subject));
      case "give_cpu" -> new Fault.GiveCpu(atNs, cpu(kind, subject));
      default -> new Fault.Crash(atNs);
    };
  }

  private static void onlyFor(Members members, String kind, String key, String wanted) {
    if (members.has(key) && !kind.equals(wanted)) {
      throw new WorkloadException(
          members.value(key).at(),
          Values.quoted(key) + " stands beside " + Values.quoted(kind),
          "it belongs to " + Values.quoted(wanted));
    }
  }

  private static int cpu(String kind, Json value) {
    return Values.integer(Values.quoted(kind), value, 0, CpuSet.MAX_CPUS - 1);
  }

  private int task(String kind, Json value) {
    String name = Values.name(Values.quoted(kind), value);
    Integer index = tasks.get(name);
    if (index == null) {
      throw new WorkloadException(
          value.at(),
          "there is no task " + Values.quoted(name),
          Suggestion.hint(name, List.copyOf(tasks.keySet())));
    }
    return index;
  }
}
