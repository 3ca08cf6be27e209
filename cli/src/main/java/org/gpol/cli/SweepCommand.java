package org.gpol.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.gpol.cli.report.AntagonistTable;
import org.gpol.cli.report.LoadCurve;
import org.gpol.kernel.synthetic.RocksDb;
import org.gpol.kernel.synthetic.StageTimes;

/** {@code gpol sweep}: latency against load, as the figures of the ghOSt paper show it. */
final class SweepCommand implements Command {

  @Override
  public String name() {
    return "sweep";
  }

  @Override
  public String summary() {
    return "run the RocksDB experiment at many loads: latency against throughput";
  }

  @Override
  public String synopsis() {
    return Arrays.stream(SweepScript.values())
            .map(SweepScript::word)
            .collect(Collectors.joining("|"))
        + " [OPTIONS]";
  }

  @Override
  public Options options() {
    Options options = new Options();
    RocksDbOptions.add(options, "throughputs", "N,...", "requests a second; default the script's");
    RocksDbOptions.add(options, "schedulers", "cfs,ghost", "default both");
    RocksDbOptions.add(options, "experiment_duration", "TIME", "of each point; default 1s");
    RocksDbOptions.add(options, "discard_duration", "TIME", "of that; default 100ms");
    RocksDbOptions.add(options, "csv", "FILE", "write the points");
    RocksDbOptions.add(options, "svg", "FILE", "draw the curves of the 99th percentiles");
    Experiment.describe(options);
    options.addOption(ManyRuns.option());
    return options;
  }

  @Override
  public List<String> examples() {
    return List.of(
        "gpol sweep shinjuku --svg curve.svg",
        "gpol sweep centralized_queuing --throughputs 100000,300000,500000 --csv points.csv");
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandFailure {
    List<String> words = line.getArgList();
    SweepScript script =
        SweepScript.of(words.size() == 1 ? words.get(0) : "")
            .orElseThrow(
                () ->
                    CommandFailure.usage(
                        "sweep takes one of "
                            + Arrays.stream(SweepScript.values())
                                .map(each -> each.word() + " (" + each.summary() + ")")
                                .collect(Collectors.joining(", "))));
    List<Load> loads = new ArrayList<>();
    for (String scheduler : schedulers(line)) {
      for (long throughput : throughputs(line, script)) {
        loads.add(new Load(scheduler, throughput));
      }
    }
    LoadCurve curve = new LoadCurve(script.word() + ": " + script.summary());
    return ManyRuns.<Point>run(
        "sweep",
        loads.size(),
        line,
        console,
        number -> measure(line, script, loads.get(number), console),
        point -> {
          curve.add(
              point.scheduler(),
              point.throughput(),
              point.times(),
              point.measuredNs(),
              point.antagonistCpus());
          return true;
        },
        () -> {
          console.out().print(line.hasOption("json") ? curve.json() : curve.table());
          ReportFile.write(line.getOptionValue("csv"), curve.csv());
          ReportFile.write(line.getOptionValue("svg"), curve.svg());
        });
  }

  /** What is measured. */
  private record Load(String scheduler, long throughput) {}

  /** What was measured. */
  private record Point(
      String scheduler,
      long throughput,
      StageTimes times,
      long measuredNs,
      OptionalDouble antagonistCpus) {}

  private static Point measure(CommandLine line, SweepScript script, Load load, Console console)
      throws CommandFailure {
    boolean ghost = load.scheduler().equals("ghost");
    Colocation run;
    try {
      run =
          script.at(
              ghost,
              load.throughput(),
              RocksDbOptions.time(line, "experiment_duration", "1s"),
              RocksDbOptions.time(line, "discard_duration", "100ms"));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(e.getMessage());
    }
    Experiment experiment = Experiment.parse(line, ghost, run.cpus(), script.slice(), console);
    RocksDb app = new RocksDb(run.settings(), experiment.seed());
    Optional<AntagonistTable> antagonist = run.measure(app, experiment, console);
    return new Point(
        ghost ? experiment.policyName() : "cfs",
        load.throughput(),
        app.all(),
        run.settings().experimentDurationNs() - run.settings().discardDurationNs(),
        antagonist.stream().mapToDouble(AntagonistTable::cpus).findFirst());
  }

  private static List<String> schedulers(CommandLine line) throws CommandFailure {
    List<String> words = List.of(line.getOptionValue("schedulers", "cfs,ghost").split(",", -1));
    if (words.isEmpty() || !List.of("cfs", "ghost").containsAll(words)) {
      throw CommandFailure.usage("--schedulers: write cfs, ghost or cfs,ghost");
    }
    return words;
  }

  private static List<Long> throughputs(CommandLine line, SweepScript script)
      throws CommandFailure {
    String text = line.getOptionValue("throughputs");
    if (text == null) {
      return script.throughputs();
    }
    List<Long> throughputs = new ArrayList<>();
    for (String each : text.split(",", -1)) {
      if (!each.matches("[1-9][0-9]{0,8}")) {
        throw CommandFailure.usage("--throughputs: `" + each + "` is not a number above zero");
      }
      throughputs.add(Long.parseLong(each));
    }
    return throughputs;
  }
}
