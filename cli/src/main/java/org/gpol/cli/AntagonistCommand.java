package org.gpol.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.gpol.cli.report.AntagonistTable;
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
    AntagonistOptions.describe(options);
    RocksDbOptions.add(
        options, "experiment_duration", "TIME", "default 15s, as in ghOSt's scripts");
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
    boolean ghost = RocksDbOptions.word(line, "scheduler", "cfs", "ghost").equals("ghost");
    Experiment.requireGhost(line, ghost);
    long wallNs = RocksDbOptions.time(line, "experiment_duration", "15s");
    Antagonist antagonist = AntagonistOptions.parse(line, ghost, wallNs);
    Experiment experiment =
        Experiment.parse(line, ghost, antagonist.cpus().last() + 1, "30us", console);
    AntagonistTable table =
        new AntagonistTable(experiment.run(antagonist.workload(), console).tasks(), wallNs);
    String page = csv ? table.csv() : table.pretty();
    console.out().print(line.hasOption("json") ? json(table) : page);
    return ExitCode.OK;
  }

  private static String json(AntagonistTable table) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      table.json(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }
}
