package org.gpol.cli.figures;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.gpol.cli.output.Durations;
import org.gpol.kernel.report.CpuResult;
import org.gpol.kernel.report.HookResult;
import org.gpol.kernel.report.LatencySummary;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.report.TaskResult;

/**
 * A line of a table.
 *
 * @param of what a run has there
 */
record Row(String name, Function<SimulationResult, String> of) {

  /** What is said of every run. */
  static List<Row> usual() {
    return List.of(
        new Row("wakeup p50", run -> Durations.format(wakeup(run).percentileNs(50))),
        new Row("wakeup p99", run -> Durations.format(wakeup(run).percentileNs(99))),
        new Row("wakeup, the worst", run -> Durations.format(wakeup(run).maxNs())),
        new Row("context switches", run -> number(sum(run, CpuResult::switches))),
        new Row(
            "migrations",
            run -> number(run.tasks().stream().mapToLong(TaskResult::migrations).sum())),
        new Row("ticks that a program saw", run -> number(ticks(run))),
        new Row("CPU time of tasks", run -> part(run, sum(run, CpuResult::busyNs))),
        new Row("CPU time of programs and agents", run -> part(run, sum(run, CpuResult::policyNs))),
        new Row("fairness", run -> String.format(Locale.ROOT, "%.3f", fairness(run))));
  }

  private static LatencySummary wakeup(SimulationResult run) {
    return run.latency().get("wakeup");
  }

  private static long sum(SimulationResult run, ToLongFunction<CpuResult> of) {
    return run.cpus().stream().mapToLong(of).sum();
  }

  private static long ticks(SimulationResult run) {
    return run.hooks().stream()
        .filter(hook -> hook.hook().equals("task_tick"))
        .mapToLong(HookResult::calls)
        .sum();
  }

  /** Jain's index of what part of the time in which it wanted a CPU each task had one. */
  private static double fairness(SimulationResult run) {
    double[] parts =
        run.tasks().stream()
            .filter(task -> task.runtimeNs() + task.waitNs() > 0)
            .mapToDouble(task -> task.runtimeNs() / (double) (task.runtimeNs() + task.waitNs()))
            .toArray();
    double sum = 0;
    double squares = 0;
    for (double part : parts) {
      sum += part;
      squares += part * part;
    }
    return squares == 0 ? 1 : sum * sum / (parts.length * squares);
  }

  private static String part(SimulationResult run, long ns) {
    double all = (double) run.durationNs() * run.cpus().size();
    return String.format(Locale.ROOT, "%.1f%%", 100.0 * ns / all);
  }

  static String number(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }
}
