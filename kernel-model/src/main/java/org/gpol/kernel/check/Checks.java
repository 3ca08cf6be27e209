package org.gpol.kernel.check;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.gpol.kernel.report.CheckResult;
import org.gpol.kernel.report.CpuResult;
import org.gpol.kernel.report.Failure;
import org.gpol.kernel.report.TaskResult;
import org.gpol.kernel.report.TraceListener;
import org.gpol.kernel.workload.CpuSet;

/**
 * The invariants of a run and its stall detector, from the event stream alone: time does not go
 * back, a task is on one CPU at a time and only where it is allowed, only runnable tasks run, and
 * the times that are reported agree with the switches that were seen.
 */
public final class Checks implements TraceListener {
  private static final int NOWHERE = -1;

  /** A wait is hopeless at the end of a run from this part of the stall limit on. */
  private static final int STARVED_PART = 10;

  private final List<String> names;
  private final long stallNs;
  private final WaitList waiting;
  private final int[] currentOn;
  private final int[] cpuOf;
  private final long[] switchedInNs;
  private final long[] onCpuNs;
  private final long[] idleSinceNs;

  /** CPUs that the policy does not have. */
  private final boolean[] taken;

  private final CpuSet[] affinity;
  private final boolean[] throttled;

  /** Runnable but for being throttled. */
  private final boolean[] waitsThrottled;

  private long lastNs;

  private final Finding clock = new Finding("clock", false);
  private final Finding oneCpu = new Finding("one-cpu", false);
  private final Finding runnable = new Finding("runnable", false);

  /** The kernel does not hold a ghOSt policy to affinities, so this tells and does not fail. */
  private final Finding allowed = new Finding("affinity", true);

  private final Finding conservation = new Finding("conservation", false);

  /**
   * Checks for one run.
   *
   * @param names of the tasks, for messages
   * @param stallNs how long a runnable task may wait
   */
  public Checks(List<String> names, int cpus, long stallNs) {
    this.names = List.copyOf(names);
    this.stallNs = stallNs;
    int tasks = names.size();
    waiting = new WaitList(tasks);
    currentOn = new int[cpus];
    idleSinceNs = new long[cpus];
    taken = new boolean[cpus];
    cpuOf = new int[tasks];
    switchedInNs = new long[tasks];
    onCpuNs = new long[tasks];
    affinity = new CpuSet[tasks];
    throttled = new boolean[tasks];
    waitsThrottled = new boolean[tasks];
    Arrays.fill(currentOn, IDLE);
    Arrays.fill(cpuOf, NOWHERE);
    Arrays.fill(affinity, CpuSet.ALL);
  }

  @Override
  public void switched(long timeNs, int cpu, int prev, LeaveReason reason, int next) {
    tickOver(timeNs);
    if (currentOn[cpu] != prev) {
      oneCpu.add(timeNs, prev, "left CPU " + cpu + " where " + currentOn[cpu] + " was");
    }
    if (prev >= 0) {
      switchedOut(timeNs, prev, reason);
    }
    currentOn[cpu] = next;
    if (next >= 0) {
      switchedIn(timeNs, cpu, next);
    }
    idleSinceNs[cpu] = next == IDLE ? timeNs : Long.MAX_VALUE;
  }

  private void switchedOut(long timeNs, int task, LeaveReason reason) {
    cpuOf[task] = NOWHERE;
    onCpuNs[task] += timeNs - switchedInNs[task];
    if (reason == LeaveReason.PREEMPTED || reason == LeaveReason.YIELDED) {
      waits(timeNs, task);
    }
  }

  /** Throttled tasks wait for their period, which is no fault of a policy. */
  private void waits(long timeNs, int task) {
    if (throttled[task]) {
      waitsThrottled[task] = true;
    } else {
      waiting.add(task, timeNs);
    }
  }

  @Override
  public void throttled(long timeNs, int task, boolean held) {
    tickOver(timeNs);
    throttled[task] = held;
    if (held && waiting.contains(task)) {
      waiting.remove(task);
      waitsThrottled[task] = true;
    } else if (!held && waitsThrottled[task]) {
      waitsThrottled[task] = false;
      waiting.add(task, timeNs);
    }
  }

  private void switchedIn(long timeNs, int cpu, int task) {
    if (cpuOf[task] != NOWHERE) {
      oneCpu.add(timeNs, task, "on CPUs " + cpuOf[task] + " and " + cpu);
    }
    if (!waiting.contains(task)) {
      runnable.add(timeNs, task, "runs on CPU " + cpu + " without being runnable");
    }
    if (!affinity[task].contains(cpu)) {
      allowed.add(timeNs, task, "runs on CPU " + cpu + ", allowed are " + affinity[task]);
    }
    waiting.remove(task);
    cpuOf[task] = cpu;
    switchedInNs[task] = timeNs;
  }

  @Override
  public void woken(long timeNs, int task, int cpu, int wakerCpu, boolean fresh) {
    tickOver(timeNs);
    if (cpuOf[task] != NOWHERE || waiting.contains(task) || waitsThrottled[task]) {
      runnable.add(timeNs, task, "woken although runnable");
    }
    waits(timeNs, task);
  }

  @Override
  public void affinityChanged(long timeNs, int task, CpuSet cpus) {
    tickOver(timeNs);
    affinity[task] = cpus;
  }

  @Override
  public void enclaveCpu(long timeNs, int cpu, boolean member) {
    taken[cpu] = !member;
  }

  private void tickOver(long timeNs) {
    if (timeNs < lastNs) {
      clock.add(timeNs, -1, "time goes back from " + lastNs);
    }
    lastNs = timeNs;
  }

  /** When the task that waits longest will have waited too long. */
  public long stallDeadlineNs() {
    return waiting.isEmpty()
        ? Long.MAX_VALUE
        : saturatedAdd(waiting.sinceNs(waiting.longest()), stallNs);
  }

  private static long saturatedAdd(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  /** The stall that {@link #stallDeadlineNs} announced. */
  public Failure stall(long timeNs) {
    int task = waiting.longest();
    return failure(task, timeNs, "has been runnable without running");
  }

  /**
   * At the end of a run: a task that was left waiting for a good part of the stall limit although a
   * CPU it may use was idle all the time; null if there is none.
   */
  public Failure starvedAt(long timeNs) {
    if (waiting.isEmpty()) {
      return null;
    }
    for (int task = waiting.longest(); task >= 0; task = waiting.after(task)) {
      if (timeNs - waiting.sinceNs(task) < stallNs / STARVED_PART) {
        return null;
      }
      int cpu = idleSince(waiting.sinceNs(task), affinity[task]);
      if (cpu >= 0) {
        return failure(task, timeNs, "was runnable to the end while CPU " + cpu + " was idle");
      }
    }
    return null;
  }

  private int idleSince(long timeNs, CpuSet cpus) {
    for (int cpu = 0; cpu < idleSinceNs.length; cpu++) {
      if (!taken[cpu] && idleSinceNs[cpu] <= timeNs && cpus.contains(cpu)) {
        return cpu;
      }
    }
    return -1;
  }

  private Failure failure(int task, long timeNs, String what) {
    long waitedNs = timeNs - waiting.sinceNs(task);
    String message =
        String.format(
            Locale.ROOT, "task `%s` %s for %.3f ms", names.get(task), what, waitedNs / 1e6);
    return new Failure(Failure.Kind.STALL, timeNs, task, waitedNs, message);
  }

  /** All verdicts, after the run. */
  public List<CheckResult> results(List<TaskResult> tasks, List<CpuResult> cpus, long endNs) {
    checkCpus(cpus, endNs);
    checkTasks(tasks, cpus, endNs);
    return List.of(
        clock.result(),
        oneCpu.result(),
        runnable.result(),
        allowed.result(),
        conservation.result());
  }

  private void checkCpus(List<CpuResult> cpus, long endNs) {
    for (CpuResult cpu : cpus) {
      long sum = cpu.busyNs() + cpu.idleNs() + cpu.switchNs() + cpu.policyNs();
      if (sum != endNs || Math.min(cpu.busyNs(), cpu.idleNs()) < 0) {
        conservation.add(endNs, -1, "the times of CPU " + cpu.cpu() + " add up to " + sum);
      }
    }
  }

  private void checkTasks(List<TaskResult> tasks, List<CpuResult> cpus, long endNs) {
    long runtime = 0;
    for (int i = 0; i < tasks.size(); i++) {
      TaskResult task = tasks.get(i);
      runtime += task.runtimeNs();
      long onCpu = onCpuNs[i] + (cpuOf[i] == NOWHERE ? 0 : endNs - switchedInNs[i]);
      if (task.runtimeNs() > onCpu || task.waitNs() < 0 || task.sleepNs() < 0) {
        conservation.add(endNs, i, "ran " + task.runtimeNs() + " ns in " + onCpu + " on a CPU");
      }
    }
    long busy = cpus.stream().mapToLong(CpuResult::busyNs).sum();
    if (busy != runtime) {
      conservation.add(endNs, -1, "CPUs were busy " + busy + " ns, tasks ran " + runtime);
    }
  }
}
