package org.gpol.cli.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What one task does: after a delay it runs and sleeps in turn.
 *
 * @param loops how often; 0 without end
 * @param runUs at least 1
 * @param yields whether it yields after each run
 * @param cpus where it may run; empty for everywhere
 */
record FuzzTask(
    int delayUs, int nice, int loops, int runUs, int sleepUs, boolean yields, List<Integer> cpus) {
  FuzzTask {
    cpus = List.copyOf(cpus);
  }

  /** As rt-app has it. */
  String rtApp(String name) {
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
    members.add("\"run\" : " + runUs);
    if (yields) {
      members.add("\"yield\" : \"\"");
    }
    if (sleepUs > 0) {
      members.add("\"sleep\" : " + sleepUs);
    }
    return "\t\t\"" + name + "\" : { " + String.join(", ", members) + " }";
  }

  /** Simpler ones, the simplest first. */
  List<FuzzTask> simpler() {
    List<FuzzTask> simpler = new ArrayList<>();
    if (!cpus.isEmpty()) {
      simpler.add(new FuzzTask(delayUs, nice, loops, runUs, sleepUs, yields, List.of()));
    }
    if (yields) {
      simpler.add(new FuzzTask(delayUs, nice, loops, runUs, sleepUs, false, cpus));
    }
    if (nice != 0) {
      simpler.add(new FuzzTask(delayUs, 0, loops, runUs, sleepUs, yields, cpus));
    }
    for (int delay : lesser(delayUs, 0)) {
      simpler.add(new FuzzTask(delay, nice, loops, runUs, sleepUs, yields, cpus));
    }
    for (int sleep : lesser(sleepUs, 0)) {
      simpler.add(new FuzzTask(delayUs, nice, loops, runUs, sleep, yields, cpus));
    }
    for (int times : lesser(loops == 0 ? 1_000 : loops, 1)) {
      simpler.add(new FuzzTask(delayUs, nice, times, runUs, sleepUs, yields, cpus));
    }
    for (int run : lesser(runUs, 1)) {
      simpler.add(new FuzzTask(delayUs, nice, loops, run, sleepUs, yields, cpus));
    }
    return simpler;
  }

  /** The least value, the largest round number below, and the half. */
  private static List<Integer> lesser(int value, int least) {
    List<Integer> lesser = new ArrayList<>();
    if (value > least) {
      lesser.add(least);
    }
    int round = 1;
    while (round * 10L < value) {
      round *= 10;
    }
    for (int candidate : new int[] {round, value / round * round, value / 2}) {
      if (candidate > least && candidate < value && !lesser.contains(candidate)) {
        lesser.add(candidate);
      }
    }
    return lesser;
  }
}
