package org.gpol.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.gpol.cli.report.AntagonistTable;
import org.gpol.cli.report.RocksDbTable;
import org.gpol.kernel.synthetic.Antagonist;
import org.gpol.kernel.synthetic.RocksDb;
import org.gpol.kernel.synthetic.RocksDbSettings;
import org.gpol.kernel.synthetic.StageTimes;

/** {@code gpol rocksdb}: the RocksDB experiment of the ghOSt paper. */
final class RocksDbCommand implements Command {

  @Override
  public String name() {
    return "rocksdb";
  }

  @Override
  public String summary() {
    return "run ghOSt's RocksDB experiment and print the latencies of its stages";
  }

  @Override
  public String synopsis() {
    return "[--scheduler cfs|ghost] [OPTIONS]";
  }

  @Override
  public Options options() {
    Options options = new Options();
    RocksDbOptions.describe(options);
    AntagonistOptions.describeBeside(options);
    Experiment.describe(options);
    RocksDbOptions.add(options, "print_format", "pretty|csv", "default pretty");
    flag(options, "print_last", "print the last stage only, the total");
    flag(options, "print_ns", "print nanoseconds");
    flag(options, "print_get", "print a table for gets too");
    flag(options, "print_range", "print a table for range queries too");
    return options;
  }

  private static void flag(Options options, String name, String description) {
    options.addOption(Option.builder().longOpt(name).desc(description).build());
  }

  @Override
  public List<String> examples() {
    return List.of(
        "gpol rocksdb --scheduler cfs --throughput 200000 --num_workers 20 --worker_cpus 1-19,21",
        "gpol rocksdb --scheduler ghost --throughput 200000 --num_workers 20 --ghost_cpus 11-17",
        "gpol rocksdb --scheduler ghost --throughput 60000 --num_workers 200 --range_query_ratio 0.005 --print_get",
        "gpol rocksdb --scheduler ghost --throughput 200000 --num_workers 11 --antagonist_num_threads 7 -D preemption_time_slice=1s");
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandFailure {
    if (!line.getArgList().isEmpty()) {
      throw CommandFailure.usage("rocksdb takes options only; see `gpol help rocksdb`");
    }
    RocksDbSettings settings = RocksDbOptions.parse(line);
    boolean csv = RocksDbOptions.word(line, "print_format", "pretty", "csv").equals("csv");
    Experiment.requireGhost(line, settings.ghost());
    Optional<Antagonist> beside =
        AntagonistOptions.parseBeside(line, settings.ghost(), settings.experimentDurationNs());
    Colocation run = new Colocation(settings, beside);
    Experiment experiment = Experiment.parse(line, settings.ghost(), run.cpus(), "30us", console);
    RocksDb app = new RocksDb(settings, experiment.seed());
    Optional<AntagonistTable> antagonist = run.measure(app, experiment, console);
    RocksDbTable table =
        new RocksDbTable(
            settings.experimentDurationNs() - settings.discardDurationNs(),
            line.hasOption("print_ns"),
            line.hasOption("print_last"));
    if (line.hasOption("json")) {
      console.out().print(json(app, table, antagonist, experiment));
      return ExitCode.OK;
    }
    if (!csv) {
      console.out().print(RocksDbOptions.echo(settings) + "Stats:\n");
    }
    if (line.hasOption("print_get")) {
      section("Get:", app.gets(), table, csv, console);
    }
    if (line.hasOption("print_range")) {
      section("Range:", app.ranges(), table, csv, console);
    }
    section("All:", app.all(), table, csv, console);
    antagonist
        .map(share -> csv ? share.csv() : "Antagonist:\n" + share.pretty())
        .ifPresent(console.out()::print);
    return ExitCode.OK;
  }

  private static void section(
      String title, StageTimes times, RocksDbTable table, boolean csv, Console console) {
    console.out().print(csv ? table.csv(times) : title + "\n" + table.pretty(times));
  }

  private static String json(
      RocksDb app,
      RocksDbTable table,
      Optional<AntagonistTable> antagonist,
      Experiment experiment) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeStringField("gpol", Version.current());
      json.writeStringField("policy", experiment.policy());
      json.writeStringField("topology", experiment.topology().spec());
      json.writeNumberField("seed", experiment.seed());
      table.json(json, "get", app.gets());
      table.json(json, "range", app.ranges());
      table.json(json, "all", app.all());
      if (antagonist.isPresent()) {
        json.writeObjectFieldStart("antagonist");
        antagonist.get().json(json);
        json.writeEndObject();
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }
}
