package org.gpol.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.gpol.kernel.report.TaskResult;
import org.gpol.kernel.synthetic.Antagonist;

/** {@code gpol antagonist}: the threads that compete with RocksDB in ghOSt's experiments. */
final class AntagonistCommand implements Command {

  @Override
  public String name() {
    return "antagonist";
  }

  @Override
  public String summary() {
    return "run the antagonist of ghOSt's experiments and print what share it got";
  }

  @Override
  public String synopsis() {
    return "[--scheduler cfs|ghost] [OPTIONS]";
  }

  @Override
  public Options options() {
    Options options = new Options();
    RocksDbOptions.add(options, "scheduler", "cfs|ghost", "default cfs");
    RocksDbOptions.add(options, "print_format", "pretty|csv", "default pretty");
    RocksDbOptions.add(options, "work_share", "P", "of a CPU, for each thread; default 1");
    RocksDbOptions.add(options, "num_threads", "N", "default 8");
    RocksDbOptions.add(
        options, "cpus", "CPUS", "one a thread; default 10-17 with cfs, none with ghost");
    RocksDbOptions.add(
        options, "experiment_duration", "TIME", "default 15s, as in ghOSt's scripts");
    RocksDbOptions.add(
        options, "ghost_qos", "N", "class of the threads: nice value 1 - N; default 2");
    Experiment.describe(options);
    return options;
  }

  @Override
  public List<String> examples() {
    return List.of(
        "gpol antagonist --work_share 0.5 --experiment_duration 1s",
        "gpol antagonist --scheduler ghost --num_threads 7 --experiment_duration 1s");
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandFailure {
    if (!line.getArgList().isEmpty()) {
      throw CommandFailure.usage("antagonist takes options only; see `gpol help antagonist`");
    }
    boolean csv = RocksDbOptions.word(line, "print_format", "pretty", "csv").equals("csv");
    Antagonist antagonist = settings(line);
    Experiment.requireGhost(line, antagonist.ghost());
    Experiment experiment =
        Experiment.parse(line, antagonist.ghost(), antagonist.cpus().last() + 1, "30us", console);
    List<TaskResult> threads = experiment.run(antagonist.workload(), console).tasks();
    long wallNs = antagonist.experimentDurationNs();
    console
        .out()
        .print(line.hasOption("json") ? json(threads, wallNs) : table(threads, wallNs, csv));
    return ExitCode.OK;
  }

  private static Antagonist settings(CommandLine line) throws CommandFailure {
    boolean ghost = RocksDbOptions.word(line, "scheduler", "cfs", "ghost").equals("ghost");
    try {
      return new Antagonist(
          ghost,
          RocksDbOptions.real(line, "work_share", "1"),
          RocksDbOptions.number(line, "num_threads", "8"),
          RocksDbOptions.cpus(line, "cpus", ghost ? "" : "10-17"),
          RocksDbOptions.time(line, "experiment_duration", "15s"),
          RocksDbOptions.number(line, "ghost_qos", "2"));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(e.getMessage());
    }
  }

  /** Rows of the threads and their sum; the shares of the last row are averaged. */
  private static String table(List<TaskResult> threads, long wallNs, boolean csv) {
    String format = csv ? "%s,%s,%s\n" : "%-8s %-20s %-12s\n";
    StringBuilder page = new StringBuilder();
    if (!csv) {
      page.append(String.format(Locale.ROOT, format, "Worker", "Run Duration (ns)", "Work Share"));
      page.append("-".repeat(42)).append('\n');
    }
    long sumNs = 0;
    for (int i = 0; i < threads.size(); i++) {
      long ranNs = threads.get(i).runtimeNs();
      sumNs += ranNs;
      page.append(String.format(Locale.ROOT, format, i, ranNs, share(ranNs / (double) wallNs)));
    }
    double average = sumNs / ((double) wallNs * threads.size());
    return page.append(String.format(Locale.ROOT, format, "Total", sumNs, share(average)))
        .toString();
  }

  private static String share(double share) {
    return String.format(Locale.ROOT, "%.5f", share);
  }

  private static String json(List<TaskResult> threads, long wallNs) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeNumberField("duration", wallNs);
      json.writeArrayFieldStart("workers");
      for (TaskResult thread : threads) {
        json.writeNumber(thread.runtimeNs());
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }
}
