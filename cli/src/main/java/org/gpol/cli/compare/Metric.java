package org.gpol.cli.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.gpol.kernel.report.CpuResult;
import org.gpol.kernel.report.LatencySummary;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.report.TaskResult;

/**
 * A number by which runs are compared; all are better when lower, except where said.
 *
 * @param name as tables show it
 * @param time whether it is a time in nanoseconds
 */
record Metric(String name, boolean time, ToDoubleFunction<SimulationResult> of) {

  /** What can be said of every run, and the stages that the workload measures itself. */
  static List<Metric> of(SimulationResult example) {
    List<Metric> metrics = new ArrayList<>();
    for (Map.Entry<String, LatencySummary> entry : example.latency().entrySet()) {
      String key = entry.getKey();
      boolean wakeup = key.equals("wakeup");
      boolean ours = key.equals("runnable_to_latched") || key.equals("latched_to_running");
      if (!ours && entry.getValue().count() > 0) {
        String name = wakeup ? "wakeup latency" : key.replace('_', ' ');
        metrics.add(new Metric(name + " p50", true, percentile(key, 50)));
        metrics.add(new Metric(name + " p99", true, percentile(key, 99)));
      }
    }
    metrics.add(
        new Metric("context switches", false, sum(SimulationResult::cpus, CpuResult::switches)));
    metrics.add(
        new Metric("migrations", false, sum(SimulationResult::tasks, TaskResult::migrations)));
    metrics.add(
        new Metric("runtime of tasks", true, sum(SimulationResult::tasks, TaskResult::runtimeNs)));
    metrics.add(
        new Metric("waiting of tasks", true, sum(SimulationResult::tasks, TaskResult::waitNs)));
    return metrics;
  }

  private static ToDoubleFunction<SimulationResult> percentile(String key, double percent) {
    return result -> (double) result.latency().get(key).percentileNs(percent);
  }

  private static <T> ToDoubleFunction<SimulationResult> sum(
      java.util.function.Function<SimulationResult, List<T>> parts, ToLongFunction<T> of) {
    return result -> (double) parts.apply(result).stream().mapToLong(of).sum();
  }
}
