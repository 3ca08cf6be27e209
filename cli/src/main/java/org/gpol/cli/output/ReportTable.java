package org.gpol.cli.output;

import static org.gpol.cli.output.Durations.format;

import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.gpol.kernel.hook.StatDistribution;
import org.gpol.kernel.report.CheckResult;
import org.gpol.kernel.report.CpuResult;
import org.gpol.kernel.report.HookResult;
import org.gpol.kernel.report.LatencySummary;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.report.TaskResult;

/** The report of a run as a page of text. */
public final class ReportTable {
  private final RunDescription run;
  private final SimulationResult result;

  /** The report of {@code result}. */
  public ReportTable(RunDescription run, SimulationResult result) {
    this.run = run;
    this.result = result;
  }

  /** The page; ends with a newline. */
  public String render() {
    StringBuilder page = new StringBuilder();
    page.append(
        String.format(
            Locale.ROOT,
            "%s on %d CPUs, %s, %s simulated, seed %d%n".replace("%n", "\n"),
            run.policy(),
            run.topology().cpus(),
            run.workload(),
            format(result.durationNs()),
            run.seed()));
    page.append('\n').append(tasks());
    page.append('\n').append(latencies());
    page.append('\n').append(cpus());
    if (!result.hooks().isEmpty()) {
      page.append('\n').append(hooks());
    }
    if (!result.stats().isEmpty()) {
      page.append('\n').append(stats());
    }
    if (!result.histograms().isEmpty()) {
      page.append('\n').append(histograms());
    }
    if (!result.checks().isEmpty()) {
      page.append('\n').append(checks());
    }
    return page.toString();
  }

  private String tasks() {
    TextTable table =
        new TextTable(
            "task",
            "run",
            "wait",
            "sleep",
            "wakeup p50",
            "p99",
            "max",
            "switches",
            "migrations",
            "preempted");
    for (TaskResult task : result.tasks()) {
      LatencySummary wakeup = task.wakeupLatency();
      table.row(
          task.name(),
          format(task.runtimeNs()),
          format(task.waitNs()),
          format(task.sleepNs()),
          percentile(wakeup, 50),
          percentile(wakeup, 99),
          wakeup.count() == 0 ? "-" : format(wakeup.maxNs()),
          Long.toString(task.switches()),
          Long.toString(task.migrations()),
          Long.toString(task.preemptions()));
    }
    return table.render();
  }

  private String latencies() {
    TextTable table =
        new TextTable("latency", "count", "mean", "p50", "p90", "p99", "p99.9", "max");
    for (Map.Entry<String, LatencySummary> entry : result.latency().entrySet()) {
      LatencySummary latency = entry.getValue();
      table.row(
          entry.getKey().replace('_', ' '),
          Long.toString(latency.count()),
          latency.count() == 0 ? "-" : format(latency.meanNs()),
          percentile(latency, 50),
          percentile(latency, 90),
          percentile(latency, 99),
          percentile(latency, 99.9),
          latency.count() == 0 ? "-" : format(latency.maxNs()));
    }
    return table.render();
  }

  private static String percentile(LatencySummary latency, double percent) {
    return latency.count() == 0 ? "-" : format(latency.percentileNs(percent));
  }

  private String cpus() {
    TextTable table = new TextTable("cpu", "busy", "idle", "switching", "policy", "switches");
    for (CpuResult cpu : result.cpus()) {
      table.row(
          Integer.toString(cpu.cpu()),
          share(cpu, CpuResult::busyNs),
          share(cpu, CpuResult::idleNs),
          share(cpu, CpuResult::switchNs),
          share(cpu, CpuResult::policyNs),
          Long.toString(cpu.switches()));
    }
    return table.render();
  }

  private String share(CpuResult cpu, ToLongFunction<CpuResult> part) {
    double of = Math.max(1, result.durationNs());
    return String.format(Locale.ROOT, "%.2f%%", 100.0 * part.applyAsLong(cpu) / of);
  }

  private String hooks() {
    TextTable table = new TextTable("hook", "calls", "insns/call", "faults");
    for (HookResult hook : result.hooks()) {
      if (hook.calls() > 0) {
        double each = (double) hook.insns() / hook.calls();
        table.row(
            hook.hook(),
            Long.toString(hook.calls()),
            String.format(Locale.ROOT, "%.1f", each),
            Long.toString(hook.errors()));
      }
    }
    return table.render();
  }

  private String stats() {
    TextTable table = new TextTable("statistic", "value");
    result.stats().forEach((name, value) -> table.row(name, Long.toString(value)));
    return table.render();
  }

  private String histograms() {
    TextTable table =
        new TextTable("histogram", "count", "mean", "p50", "p90", "p99", "p99.9", "max");
    result
        .histograms()
        .forEach(
            (name, values) ->
                table.row(
                    name,
                    Long.toString(values.count()),
                    text(values, values.mean()),
                    text(values, values.percentile(50)),
                    text(values, values.percentile(90)),
                    text(values, values.percentile(99)),
                    text(values, values.percentile(99.9)),
                    text(values, values.percentile(100))));
    return table.render();
  }

  private static String text(StatDistribution values, long value) {
    if (values.count() == 0) {
      return "-";
    }
    return values.isDuration() ? format(value) : Long.toUnsignedString(value);
  }

  private String checks() {
    TextTable table = new TextTable("invariant", "violations");
    for (CheckResult check : result.checks()) {
      String note = check.info() && !check.ok() ? " (for information)" : "";
      table.row(check.check() + note, check.ok() ? "none" : Long.toString(check.violations()));
    }
    return table.render();
  }
}
