package org.gpol.kernel.sim;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongFunction;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.SchedAttributes;
import org.gpol.kernel.workload.SchedPolicy;
import org.gpol.kernel.workload.TaskAction;
import org.gpol.kernel.workload.TaskBehaviour;
import org.gpol.kernel.workload.TaskSpec;
import org.gpol.kernel.workload.Waker;
import org.gpol.kernel.workload.Workload;

/** Workloads built from small behaviours. */
final class TestWorkloads {
  /** Makes one task's behaviour afresh for each run. */
  interface Maker {
    TaskBehaviour make(Waker waker);
  }

  private final List<TaskSpec> specs = new ArrayList<>();
  private final List<Maker> makers = new ArrayList<>();

  static final LongFunction<TaskAction> SPIN = now -> new TaskAction.Run(1_000_000_000_000L);

  TestWorkloads add(SchedPolicy policy, int nice, CpuSet cpus, long startNs, Maker maker) {
    specs.add(new TaskSpec("t" + specs.size(), policy, nice, cpus, startNs));
    makers.add(maker);
    return this;
  }

  /** {@code SCHED_FIFO}. */
  TestWorkloads fifo(int priority, CpuSet cpus, long startNs, Maker maker) {
    return realTime(SchedPolicy.FIFO, SchedAttributes.priority(priority), cpus, startNs, maker);
  }

  /** {@code SCHED_RR}. */
  TestWorkloads roundRobin(int priority, Maker maker) {
    return realTime(SchedPolicy.RR, SchedAttributes.priority(priority), CpuSet.ALL, 0, maker);
  }

  /** {@code SCHED_DEADLINE}, times in milliseconds. */
  TestWorkloads deadline(int runtime, int deadline, int period, long startNs, Maker maker) {
    SchedAttributes attributes =
        SchedAttributes.reservation(
            runtime * 1_000_000L, deadline * 1_000_000L, period * 1_000_000L);
    return realTime(SchedPolicy.DEADLINE, attributes, CpuSet.ALL, startNs, maker);
  }

  /** {@code SCHED_OTHER} with a slice of its own. */
  TestWorkloads sliced(long sliceNs, Maker maker) {
    return realTime(SchedPolicy.OTHER, SchedAttributes.slice(sliceNs), CpuSet.ALL, 0, maker);
  }

  private TestWorkloads realTime(
      SchedPolicy policy, SchedAttributes attributes, CpuSet cpus, long startNs, Maker maker) {
    specs.add(new TaskSpec("t" + specs.size(), policy, attributes, 0, cpus, startNs));
    makers.add(maker);
    return this;
  }

  TestWorkloads add(Maker maker) {
    return add(SchedPolicy.OTHER, 0, CpuSet.ALL, 0, maker);
  }

  TestWorkloads spinner(int nice) {
    return add(SchedPolicy.OTHER, nice, CpuSet.ALL, 0, waker -> SPIN::apply);
  }

  /** The actions one after the other, then the end. */
  static Maker script(TaskAction... actions) {
    return waker -> {
      Iterator<TaskAction> rest = List.of(actions).iterator();
      return now -> rest.hasNext() ? rest.next() : TaskAction.EXIT;
    };
  }

  /** Works {@code runNs}, then sleeps until {@code periodNs} after the last wake-up time. */
  static Maker periodic(long runNs, long periodNs, long offsetNs) {
    return waker -> {
      long[] next = {offsetNs};
      boolean[] ran = {true};
      return now -> {
        ran[0] = !ran[0];
        if (!ran[0]) {
          return new TaskAction.Run(runNs);
        }
        next[0] += periodNs;
        return new TaskAction.SleepUntil(next[0]);
      };
    };
  }

  Workload build(long durationNs) {
    List<Maker> copy = List.copyOf(makers);
    return new Workload(
        "test",
        durationNs,
        specs,
        waker -> {
          List<TaskBehaviour> behaviours = new ArrayList<>();
          for (Maker maker : copy) {
            behaviours.add(maker.make(waker));
          }
          return behaviours;
        });
  }
}
