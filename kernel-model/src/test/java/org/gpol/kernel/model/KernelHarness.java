package org.gpol.kernel.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import org.gpol.kernel.report.TraceListener;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.TaskSpec;

/** A kernel whose tasks follow scripts of kernel calls, stepped through by a test. */
final class KernelHarness implements Timers, WorkDriver {
  /** One kernel call of a task's script. */
  @FunctionalInterface
  interface Step {
    void accept(Kernel kernel);
  }

  private record Key(long timeNs, long rank) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byTime = Long.compare(timeNs, other.timeNs);
      return byTime != 0 ? byTime : Long.compare(rank, other.rank);
    }
  }

  private record Event(TimerKind kind, int index) {}

  private final TreeMap<Key, Event> events = new TreeMap<>();
  private final List<TaskSpec> specs = new ArrayList<>();
  private final List<Deque<Step>> scripts = new ArrayList<>();
  private final List<Boolean> ghost = new ArrayList<>();
  private long rank;
  Kernel kernel;
  private Invariants invariants;

  /** Adds a ghost task; its pid is the number of CPUs plus its place, from 1. */
  final KernelHarness ghost(long startNs, Step... script) {
    return task(true, startNs, CpuSet.ALL, script);
  }

  final KernelHarness fair(long startNs, Step... script) {
    return task(false, startNs, CpuSet.ALL, script);
  }

  final KernelHarness task(boolean isGhost, long startNs, CpuSet cpus, Step... script) {
    specs.add(new TaskSpec("t" + specs.size(), SchedPolicy.OTHER, 0, cpus, startNs));
    scripts.add(new ArrayDeque<>(Arrays.asList(script)));
    ghost.add(isGhost);
    return this;
  }

  KernelHarness boot(int cpus, TestPolicy policy, TraceListener trace) {
    KernelConfig config =
        new KernelConfig(
            Topology.flat(cpus), CostModel.FREE, 4_000_000, FairTunables.ONE_CPU, true, CpuSet.ALL);
    kernel = new Kernel(config, specs, ghost::get, policy, () -> 7, this, this, trace);
    invariants = new Invariants(kernel);
    return this;
  }

  /** Runs all events before {@code timeNs}. */
  KernelHarness until(long timeNs) {
    while (!events.isEmpty() && events.firstKey().timeNs < timeNs) {
      var first = events.pollFirstEntry();
      kernel.handle(first.getValue().kind, first.getValue().index, first.getKey().timeNs);
      invariants.check();
    }
    return this;
  }

  /** {@code bpf_ghost_resched_cpu2} of a program of the first enclave. */
  int resched(int cpu, int flags) {
    return kernel.enclaves.reschedCpu2(kernel.enclaves.all().get(0), cpu, flags);
  }

  Task current(int cpu) {
    return kernel.cpu(cpu).curr;
  }

  int currentIndex(int cpu) {
    return current(cpu).index;
  }

  Task task(int index) {
    return kernel.tasks[index];
  }

  @Override
  public void workDone(int task) {
    Step step = scripts.get(task).poll();
    if (step == null) {
      kernel.currentBlock();
    } else {
      step.accept(kernel);
    }
  }

  @Override
  public void arm(TimerKind kind, int index, long atNs) {
    cancel(kind, index);
    long order = kind == TimerKind.POLL ? Long.MAX_VALUE / 2 + index : rank++;
    events.put(new Key(atNs, order), new Event(kind, index));
  }

  @Override
  public void cancel(TimerKind kind, int index) {
    events.values().remove(new Event(kind, index));
  }

  @Override
  public boolean isArmed(TimerKind kind, int index) {
    return events.containsValue(new Event(kind, index));
  }
}
