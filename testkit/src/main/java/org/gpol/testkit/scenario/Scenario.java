package org.gpol.testkit.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.workload.Workload;
import org.gpol.kernel.workload.rtapp.RtAppReader;

/**
 * A machine, a workload, and what happens to both from outside.
 *
 * @param cpus at least 1, all alike
 * @param durationMs simulated time
 * @param tasks at least one
 * @param faults such as cannot happen here are left out
 */
public record Scenario(
    int cpus, int durationMs, List<ScenarioTask> tasks, List<ScenarioFault> faults) {
  private static final int SHORTEST_MS = 200;

  /** Leaves out what cannot be. */
  public Scenario {
    if (cpus < 1 || durationMs < 1 || tasks.isEmpty()) {
      throw new IllegalArgumentException(
          cpus + " CPUs, " + durationMs + " ms, " + tasks.size() + " tasks");
    }
    List<ScenarioTask> there = List.copyOf(tasks);
    int machine = cpus;
    tasks =
        there.stream()
            .map(task -> task.waking(task.wakes().stream().filter(w -> has(there, w)).toList()))
            .map(task -> task.on(task.cpus().stream().filter(cpu -> cpu < machine).toList()))
            .toList();
    faults = faults.stream().filter(fault -> fault.fits(there, machine)).toList();
  }

  private static boolean has(List<ScenarioTask> tasks, int id) {
    return tasks.stream().anyMatch(task -> task.id() == id);
  }

  /** Whether tasks wake the one with this id, so that it waits for them. */
  public boolean isWoken(int id) {
    return tasks.stream().anyMatch(task -> task.wakes().contains(id));
  }

  /** The machine. */
  public Topology topology() {
    return Topology.flat(cpus);
  }

  /** The tasks and what happens to them. */
  public Workload workload() {
    return RtAppReader.parse("scenario.json", rtApp());
  }

  /** An rt-app file, with {@code faults} if there are any. */
  public String rtApp() {
    List<String> lines = tasks.stream().map(task -> task.rtApp(isWoken(task.id()))).toList();
    StringBuilder text = new StringBuilder("{\n\t\"tasks\" : {\n");
    text.append(String.join(",\n", lines)).append("\n\t},\n");
    if (!faults.isEmpty()) {
      List<String> objects = faults.stream().flatMap(fault -> fault.rtApp().stream()).toList();
      text.append("\t\"faults\" : [\n").append(String.join(",\n", objects)).append("\n\t],\n");
    }
    text.append("\t\"global\" : { \"duration\" : ");
    text.append(String.format(Locale.ROOT, "%.3f", durationMs / 1e3)).append(" }\n}\n");
    return text.toString();
  }

  /** The same with the tasks numbered from 0 without gaps. */
  Scenario renumbered() {
    Map<Integer, Integer> numbers = new HashMap<>();
    tasks.forEach(task -> numbers.put(task.id(), numbers.size()));
    List<ScenarioTask> renamed = tasks.stream().map(task -> task.renumbered(numbers)).toList();
    List<ScenarioFault> moved = faults.stream().map(fault -> fault.renumbered(numbers)).toList();
    return new Scenario(cpus, durationMs, renamed, moved);
  }

  /** Simpler ones, the simplest first. */
  List<Scenario> simpler() {
    List<Scenario> simpler = new ArrayList<>();
    if (!faults.isEmpty()) {
      simpler.add(new Scenario(cpus, durationMs, tasks, List.of()));
    }
    for (int i = 0; i < tasks.size() && tasks.size() > 1; i++) {
      simpler.add(new Scenario(cpus, durationMs, without(tasks, i), faults));
    }
    for (int i = 0; i < faults.size(); i++) {
      simpler.add(new Scenario(cpus, durationMs, tasks, without(faults, i)));
    }
    if (cpus > 1) {
      simpler.add(new Scenario(1, durationMs, tasks, faults));
      simpler.add(new Scenario(cpus - 1, durationMs, tasks, faults));
    }
    if (durationMs > SHORTEST_MS) {
      simpler.add(new Scenario(cpus, durationMs / 2, tasks, faults));
      simpler.add(new Scenario(cpus, durationMs * 3 / 4, tasks, faults));
    }
    for (int i = 0; i < tasks.size(); i++) {
      for (ScenarioTask task : tasks.get(i).simpler()) {
        simpler.add(new Scenario(cpus, durationMs, with(tasks, i, task), faults));
      }
    }
    for (int i = 0; i < faults.size(); i++) {
      for (ScenarioFault fault : faults.get(i).simpler()) {
        simpler.add(new Scenario(cpus, durationMs, tasks, with(faults, i, fault)));
      }
    }
    return simpler;
  }

  private static <T> List<T> without(List<T> all, int index) {
    List<T> fewer = new ArrayList<>(all);
    fewer.remove(index);
    return fewer;
  }

  private static <T> List<T> with(List<T> all, int index, T other) {
    List<T> changed = new ArrayList<>(all);
    changed.set(index, other);
    return changed;
  }
}
