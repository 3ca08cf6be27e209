package org.gpol.cli.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.report.TaskResult;
import org.gpol.kernel.report.TraceListener;
import org.gpol.kernel.trace.Threads;

/**
 * The table of {@code perf sched latency}: how long each task waited from becoming runnable to
 * executing, on average and at most, and when that was. Tasks that never ran are left out, as
 * there.
 */
public final class PerfLatency implements TraceListener {
  private static final double NS_PER_MS = 1e6;
  private static final double NS_PER_S = 1e9;
  private static final long NEVER = -1;
  private static final String BAR = " " + "-".repeat(149) + "\n";

  private final long[] runnableSinceNs;
  private final long[] delays;
  private final long[] sumNs;
  private final long[] maxNs;
  private final long[] maxStartNs;

  /** A table of so many tasks. */
  public PerfLatency(int tasks) {
    runnableSinceNs = new long[tasks];
    Arrays.fill(runnableSinceNs, NEVER);
    delays = new long[tasks];
    sumNs = new long[tasks];
    maxNs = new long[tasks];
    maxStartNs = new long[tasks];
  }

  @Override
  public void switched(long timeNs, int cpu, int prev, LeaveReason reason, int next) {
    boolean stays = reason == LeaveReason.PREEMPTED || reason == LeaveReason.YIELDED;
    if (prev >= 0 && prev != next && stays) {
      runnableSinceNs[prev] = timeNs;
    }
  }

  @Override
  public void woken(long timeNs, int task, int cpu, int wakerCpu, boolean fresh) {
    if (task >= 0) {
      runnableSinceNs[task] = timeNs;
    }
  }

  @Override
  public void running(long timeNs, int cpu, int task) {
    if (task < 0 || runnableSinceNs[task] == NEVER) {
      return;
    }
    long delayNs = timeNs - runnableSinceNs[task];
    delays[task]++;
    sumNs[task] += delayNs;
    if (delayNs > maxNs[task]) {
      maxNs[task] = delayNs;
      maxStartNs[task] = runnableSinceNs[task];
    }
    runnableSinceNs[task] = NEVER;
  }

  /** The table for the tasks of {@code result}, longest delay first. */
  public String render(SimulationResult result) {
    StringBuilder page = new StringBuilder("\n").append(BAR);
    page.append(
        "  Task                  |   Runtime ms  |  Count   | Avg delay ms    | Max delay ms    |"
            + " Max delay start           | Max delay end          |\n");
    page.append(BAR);
    List<TaskResult> tasks = result.tasks();
    Integer[] order = new Integer[tasks.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Long.compare(maxNs[b], maxNs[a]));
    long runtimeNs = 0;
    long count = 0;
    for (int task : order) {
      if (delays[task] > 0) {
        page.append(row(task, tasks.get(task)));
        runtimeNs += tasks.get(task).runtimeNs();
        count += delays[task];
      }
    }
    page.append(" ").append("-".repeat(53)).append('\n');
    page.append(
        format("  TOTAL:                |%11.3f ms |%9d |%n", runtimeNs / NS_PER_MS, count));
    return page.append(" ").append("-".repeat(53)).append("\n\n").toString();
  }

  private String row(int task, TaskResult result) {
    return format(
        "  %-21s |%11.3f ms |%9d | avg:%8.3f ms | max:%8.3f ms | max start: %12.6f s | max end:"
            + " %12.6f s |%n",
        result.name() + ":" + (Threads.WORKLOAD + 1 + task),
        result.runtimeNs() / NS_PER_MS,
        delays[task],
        sumNs[task] / NS_PER_MS / delays[task],
        maxNs[task] / NS_PER_MS,
        maxStartNs[task] / NS_PER_S,
        (maxStartNs[task] + maxNs[task]) / NS_PER_S);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format.replace("%n", "\n"), values);
  }
}
