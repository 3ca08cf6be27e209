package org.gpol.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gpol.cli.output.ChromeTrace;
import org.gpol.cli.output.OutputFile;
import org.gpol.cli.output.RunDescription;
import org.gpol.cli.output.SvgTimeline;
import org.gpol.cli.report.EventCsv;
import org.gpol.cli.report.FtraceText;
import org.gpol.cli.report.HistogramLog;
import org.gpol.cli.report.HtmlReport;
import org.gpol.cli.report.ReportFormat;
import org.gpol.cli.report.RunHistory;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.report.TraceListener;
import org.gpol.kernel.trace.EventLines;
import org.gpol.kernel.trace.PerfettoTrace;
import org.gpol.kernel.workload.TaskSpec;
import org.gpol.kernel.workload.Workload;

/** The files of a run beside its report: each appears whole when the run is over, or not at all. */
final class RunOutputs implements AutoCloseable {
  private final List<TaskSpec> tasks;
  private final List<String> names;
  private final List<TraceListener> listeners = new ArrayList<>();
  private final List<OutputFile> files = new ArrayList<>();
  private final Optional<ReportFormat.Table> table;
  private OutputFile html;
  private RunHistory history;
  private OutputFile histograms;

  /** Opens all files; fails at once if one cannot be written. */
  RunOutputs(RunOptions options, Workload workload, Console console) throws IOException {
    tasks = workload.tasks();
    names = workload.tasks().stream().map(TaskSpec::name).toList();
    int cpus = options.topology().cpus();
    table =
        options.quiet()
            ? Optional.empty()
            : options.format().map(format -> format.table(console.out(), cpus, names));
    table.flatMap(ReportFormat.Table::listener).ifPresent(listeners::add);
    try {
      if (options.trace().isPresent()) {
        listeners.add(trace(options.trace().get(), cpus));
      }
      if (options.html().isPresent()) {
        html = open(options.html().get());
        history = new RunHistory(cpus, names.size());
        listeners.add(history);
      }
      if (options.events().isPresent()) {
        listeners.add(new EventLines(open(options.events().get()).stream()));
      }
      if (options.histograms().isPresent()) {
        histograms = open(options.histograms().get());
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private OutputFile open(String path) throws IOException {
    OutputFile file = new OutputFile(Path.of(path));
    files.add(file);
    return file;
  }

  private TraceListener trace(String path, int cpus) throws IOException {
    OutputFile file = open(path);
    String ending = path.substring(path.lastIndexOf('.'));
    return switch (ending) {
      case ".svg" -> new SvgTimeline(file.stream(), cpus, names);
      case ".pftrace" -> new PerfettoTrace(file.stream(), cpus, tasks);
      case ".txt" -> new FtraceText(file.stream(), cpus, tasks);
      case ".csv" -> new EventCsv(file.stream(), cpus, names);
      default -> new ChromeTrace(file.stream(), cpus, names);
    };
  }

  /** What the simulation has to tell. */
  List<TraceListener> listeners() {
    return listeners;
  }

  /** The table that replaces the usual one, if another was asked for. */
  Optional<ReportFormat.Table> table() {
    return table;
  }

  /** Writes what is known only at the end, and lets the files appear. */
  void complete(RunDescription description, SimulationResult result) throws IOException {
    if (html != null) {
      new HtmlReport(description, history, names, result).write(html.stream());
    }
    if (histograms != null) {
      HistogramLog.write(result, histograms.stream());
    }
    for (OutputFile file : files) {
      file.complete();
    }
  }

  @Override
  public void close() throws IOException {
    for (OutputFile file : files) {
      file.close();
    }
  }
}
