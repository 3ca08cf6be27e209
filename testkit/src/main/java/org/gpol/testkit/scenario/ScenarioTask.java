package org.gpol.testkit.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one task does: after a delay it runs and sleeps in turn. One that others wake waits for them
 * before each run.
 *
 * @param id of this task in its scenario, at least 0
 * @param delayUs when it starts
 * @param nice -20 to 19
 * @param loops how often; 0 without end
 * @param runUs at least 1
 * @param sleepUs after each run; 0 for none
 * @param yields whether it yields after each run
 * @param cpus where it may run; empty for everywhere
 * @param wakes the ids of the tasks that it wakes after each run; all greater than its own, so that
 *     nobody waits for each other
 */
public record ScenarioTask(
    int id,
    int delayUs,
    int nice,
    int loops,
    int runUs,
    int sleepUs,
    boolean yields,
    List<Integer> cpus,
    List<Integer> wakes) {
  /** Checks the ranges, and copies. */
  public ScenarioTask {
    cpus = List.copyOf(cpus);
    wakes = List.copyOf(wakes);
    int own = id;
    if (id < 0 || delayUs < 0 || loops < 0 || runUs < 1 || sleepUs < 0 || nice < -20 || nice > 19) {
      throw new IllegalArgumentException("task " + id + " with a value out of its range");
    }
    if (wakes.stream().anyMatch(woken -> woken <= own)) {
      throw new IllegalArgumentException("task " + id + " wakes one that comes before: " + wakes);
    }
  }

  /** A task that starts at once, is free to run anywhere, and wakes nobody. */
  public static ScenarioTask of(int id, int runUs, int sleepUs) {
    return new ScenarioTask(id, 0, 0, 0, runUs, sleepUs, false, List.of(), List.of());
  }

  /** What it is called in files and reports. */
  public String name() {
    return "t" + id;
  }

  /** The same with another delay. */
  public ScenarioTask startingAt(int us) {
    return new ScenarioTask(id, us, nice, loops, runUs, sleepUs, yields, cpus, wakes);
  }

  /** The same with another nice value. */
  public ScenarioTask withNice(int value) {
    return new ScenarioTask(id, delayUs, value, loops, runUs, sleepUs, yields, cpus, wakes);
  }

  /** The same, so many times; 0 without end. */
  public ScenarioTask repeated(int times) {
    return new ScenarioTask(id, delayUs, nice, times, runUs, sleepUs, yields, cpus, wakes);
  }

  /** The same with runs of another length. */
  public ScenarioTask running(int us) {
    return new ScenarioTask(id, delayUs, nice, loops, us, sleepUs, yields, cpus, wakes);
  }

  /** The same with sleeps of another length. */
  public ScenarioTask sleeping(int us) {
    return new ScenarioTask(id, delayUs, nice, loops, runUs, us, yields, cpus, wakes);
  }

  /** The same, yielding after each run or not. */
  public ScenarioTask yielding(boolean does) {
    return new ScenarioTask(id, delayUs, nice, loops, runUs, sleepUs, does, cpus, wakes);
  }

  /** The same on these CPUs; none for all. */
  public ScenarioTask on(List<Integer> allowed) {
    return new ScenarioTask(id, delayUs, nice, loops, runUs, sleepUs, yields, allowed, wakes);
  }

  /** The same, waking the tasks with these ids. */
  public ScenarioTask waking(List<Integer> woken) {
    return new ScenarioTask(id, delayUs, nice, loops, runUs, sleepUs, yields, cpus, woken);
  }

  /** The same with other ids for all tasks. */
  ScenarioTask renumbered(Map<Integer, Integer> ids) {
    List<Integer> woken = wakes.stream().map(ids::get).toList();
    return new ScenarioTask(ids.get(id), delayUs, nice, loops, runUs, sleepUs, yields, cpus, woken);
  }

  /** As rt-app has it; {@code waits} if others wake it. */
  String rtApp(boolean waits) {
    List<String> members = new ArrayList<>();
    if (delayUs > 0) {
      members.add("\"delay\" : " + delayUs);
    }
    if (nice != 0) {
      members.add("\"priority\" : " + nice);
    }
    if (!cpus.isEmpty()) {
      String list = cpus.stream().map(String::valueOf).collect(Collectors.joining(", "));
      members.add("\"cpus\" : [ " + list + " ]");
    }
    members.add("\"loop\" : " + (loops == 0 ? -1 : loops));
    if (waits) {
      members.add("\"sem_wait\" : \"" + name() + "\"");
    }
    members.add("\"run\" : " + runUs);
    for (int i = 0; i < wakes.size(); i++) {
      members.add("\"sem_post" + (i == 0 ? "" : i) + "\" : \"t" + wakes.get(i) + "\"");
    }
    if (yields) {
      members.add("\"yield\" : \"\"");
    }
    if (sleepUs > 0) {
      members.add("\"sleep\" : " + sleepUs);
    }
    return "\t\t\"" + name() + "\" : { " + String.join(", ", members) + " }";
  }

  /** Simpler ones, the simplest first. */
  List<ScenarioTask> simpler() {
    List<ScenarioTask> simpler = new ArrayList<>();
    if (!cpus.isEmpty()) {
      simpler.add(on(List.of()));
    }
    for (Integer woken : wakes) {
      simpler.add(waking(wakes.stream().filter(id -> !id.equals(woken)).toList()));
    }
    if (yields) {
      simpler.add(yielding(false));
    }
    if (nice != 0) {
      simpler.add(withNice(0));
    }
    Lesser.than(delayUs, 0).forEach(delay -> simpler.add(startingAt(delay)));
    Lesser.than(sleepUs, 0).forEach(sleep -> simpler.add(sleeping(sleep)));
    Lesser.than(loops == 0 ? 1_000 : loops, 1).forEach(times -> simpler.add(repeated(times)));
    Lesser.than(runUs, 1).forEach(run -> simpler.add(running(run)));
    return simpler;
  }
}
