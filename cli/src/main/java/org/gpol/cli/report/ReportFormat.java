package org.gpol.cli.report;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.report.TraceListener;

/** The tables of other tools in which a run can be shown. */
public enum ReportFormat {
  /** {@code perf sched latency}. */
  PERF_LATENCY,
  /** {@code perf sched timehist}. */
  PERF_TIMEHIST,
  /** {@code perf sched map}. */
  PERF_MAP,
  /** schbench's percentiles of wakeup latency. */
  SCHBENCH,
  /** ghOSt's stages. */
  GHOST;

  /** As typed. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The format of a word, if there is one. */
  public static Optional<ReportFormat> of(String word) {
    return Arrays.stream(values()).filter(format -> format.word().equals(word)).findFirst();
  }

  /** One run's table: what has to listen, if anything, and what is printed at the end. */
  public static final class Table {
    private final ReportFormat format;
    private final TraceListener listener;

    private Table(ReportFormat format, TraceListener listener) {
      this.format = format;
      this.listener = listener;
    }

    /** What has to be told of the run's events. */
    public Optional<TraceListener> listener() {
      return Optional.ofNullable(listener);
    }

    /** What is left to print after the run. */
    public String render(SimulationResult result) {
      return switch (format) {
        case PERF_LATENCY -> ((PerfLatency) listener).render(result);
        case PERF_TIMEHIST, PERF_MAP -> "";
        case SCHBENCH -> SchbenchTable.render(result);
        case GHOST -> StageTable.render(result.latency(), result.durationNs());
      };
    }
  }

  /** The table of a run of tasks called {@code names}; some print while the run goes on. */
  public Table table(PrintStream to, int cpus, List<String> names) {
    return new Table(
        this,
        switch (this) {
          case PERF_LATENCY -> new PerfLatency(names.size());
          case PERF_TIMEHIST -> new PerfTimehist(to, cpus, names);
          case PERF_MAP -> new PerfMap(to, cpus, names);
          case SCHBENCH, GHOST -> null;
        });
  }
}
