package org.gpol.cli.report;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.gpol.kernel.report.TraceListener;
import org.gpol.kernel.trace.Threads;

/**
 * The lines of {@code perf sched timehist}: whenever a task leaves a CPU, how long it had been off
 * before (wait time), how much of that it was runnable (sch delay) and how long it ran, in
 * milliseconds. Idle times are not listed, as there.
 */
public final class PerfTimehist implements TraceListener {
  private static final double NS_PER_MS = 1e6;
  private static final double NS_PER_S = 1e9;
  private static final long NEVER = -1;

  private final PrintStream to;
  private final Threads threads;
  private final long[] leftNs;
  private final long[] runnableNs;
  private final long[] runningNs;
  private final long[] waitNs;
  private final long[] delayNs;

  /** Prints while the run goes on. */
  public PerfTimehist(PrintStream to, int cpus, List<String> names) {
    this.to = to;
    threads = new Threads(names, cpus);
    leftNs = never(names.size());
    runnableNs = never(names.size());
    runningNs = never(names.size());
    waitNs = new long[names.size()];
    delayNs = new long[names.size()];
    to.print(
        """
                   time    cpu  task name                       wait time  sch delay   run time
                                [tid/pid]                          (msec)     (msec)     (msec)
        --------------- ------  ------------------------------  ---------  ---------  ---------
        """);
  }

  private static long[] never(int size) {
    long[] times = new long[size];
    Arrays.fill(times, NEVER);
    return times;
  }

  @Override
  public void woken(long timeNs, int task, int cpu, int wakerCpu, boolean fresh) {
    if (task >= 0) {
      runnableNs[task] = timeNs;
    }
  }

  @Override
  public void running(long timeNs, int cpu, int task) {
    if (task >= 0) {
      long readyNs = runnableNs[task] == NEVER ? timeNs : runnableNs[task];
      delayNs[task] = timeNs - readyNs;
      waitNs[task] = leftNs[task] == NEVER ? 0 : timeNs - leftNs[task];
      runningNs[task] = timeNs;
      runnableNs[task] = NEVER;
    }
  }

  @Override
  public void switched(long timeNs, int cpu, int prev, LeaveReason reason, int next) {
    if (prev < 0 || prev == next) {
      return;
    }
    if (runningNs[prev] != NEVER) {
      print(timeNs, cpu, prev);
    }
    leftNs[prev] = timeNs;
    runningNs[prev] = NEVER;
    if (reason == LeaveReason.PREEMPTED || reason == LeaveReason.YIELDED) {
      runnableNs[prev] = timeNs;
    }
  }

  private void print(long timeNs, int cpu, int task) {
    String name =
        threads.name(task, cpu) + "[" + threads.tid(task, cpu) + "/" + Threads.WORKLOAD + "]";
    to.print(
        String.format(
            Locale.ROOT,
            "%15.6f [%04d]  %-30s  %9.3f  %9.3f  %9.3f\n",
            timeNs / NS_PER_S,
            cpu,
            name,
            waitNs[task] / NS_PER_MS,
            delayNs[task] / NS_PER_MS,
            Math.max(0, timeNs - runningNs[task]) / NS_PER_MS));
  }
}
