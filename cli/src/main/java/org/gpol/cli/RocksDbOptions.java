package org.gpol.cli;

import java.util.Locale;
import java.util.TreeMap;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.gpol.bpf.object.Variable;
import org.gpol.kernel.synthetic.RocksDbSettings;
import org.gpol.kernel.workload.CpuSet;

/** The options of ghOSt's RocksDB experiment, by its names and with its defaults. */
final class RocksDbOptions {
  private RocksDbOptions() {}

  static void describe(Options options) {
    add(options, "scheduler", "cfs|ghost", "who schedules the workers; default cfs");
    add(options, "throughput", "N", "requests a second; default 20000");
    add(options, "range_query_ratio", "P", "part of range queries, 0 to 1; default 0");
    add(options, "load_generator_cpus", "CPUS", "a load generator on each; default 10");
    add(options, "cfs_dispatcher_cpus", "CPUS", "a dispatcher on each, with cfs; default 11");
    add(options, "num_workers", "N", "default 6");
    add(options, "worker_cpus", "CPUS", "one a worker; default 12-17 with cfs, none with ghost");
    add(options, "cfs_wait_type", "spin|futex", "how workers wait with cfs; default spin");
    add(options, "ghost_wait_type", "prio_table|futex", "and with ghost; default prio_table");
    add(options, "get_duration", "TIME", "what a get takes; default 10us");
    add(options, "range_duration", "TIME", "what a range query takes; default 10ms");
    add(options, "get_exponential_mean", "TIME", "beside that, exponential; default 0us");
    add(options, "batch", "N", "requests given to a worker at once; default 1");
    add(options, "experiment_duration", "TIME", "default 15s, as in ghOSt's scripts");
    add(options, "discard_duration", "TIME", "from the start, does not count; default 2s");
    add(options, "nice", "N", "of its threads, with cfs; default 0");
    add(options, "ghost_qos", "N", "class of the workers: nice value 1 - N; default 2");
  }

  static void add(Options options, String name, String argument, String description) {
    options.addOption(
        Option.builder().longOpt(name).hasArg().argName(argument).desc(description).build());
  }

  static RocksDbSettings parse(CommandLine line) throws CommandFailure {
    boolean ghost = word(line, "scheduler", "cfs", "ghost").equals("ghost");
    try {
      return new RocksDbSettings(
          ghost,
          real(line, "throughput", "20000"),
          real(line, "range_query_ratio", "0"),
          cpus(line, "load_generator_cpus", "10"),
          cpus(line, "cfs_dispatcher_cpus", "11"),
          number(line, "num_workers", "6"),
          cpus(line, "worker_cpus", ghost ? "" : "12-17"),
          word(line, "cfs_wait_type", "spin", "futex").equals("spin"),
          word(line, "ghost_wait_type", "prio_table", "futex").equals("prio_table"),
          time(line, "get_duration", "10us"),
          time(line, "range_duration", "10ms"),
          time(line, "get_exponential_mean", "0us"),
          number(line, "batch", "1"),
          time(line, "experiment_duration", "15s"),
          time(line, "discard_duration", "2s"),
          nice(line, "nice", "0"),
          number(line, "ghost_qos", "2"));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(e.getMessage());
    }
  }

  /** What the experiment prints first: every option and its value, by name. */
  static String echo(RocksDbSettings s) {
    TreeMap<String, String> values = new TreeMap<>();
    values.put("batch", Integer.toString(s.batch()));
    values.put("cfs_dispatcher_cpus", s.cfsDispatcherCpus().toString());
    values.put("cfs_wait_type", s.spin() ? "spin" : "futex");
    values.put("discard_duration", text(s.discardDurationNs()));
    values.put("experiment_duration", text(s.experimentDurationNs()));
    values.put("get_duration", text(s.getDurationNs()));
    values.put("get_exponential_mean", text(s.getExponentialMeanNs()));
    values.put("ghost_qos", Integer.toString(s.ghostQos()));
    values.put("ghost_wait_type", s.prioTable() ? "prio_table" : "futex");
    values.put("load_generator_cpus", s.loadGeneratorCpus().toString());
    values.put("num_workers", Integer.toString(s.numWorkers()));
    values.put("range_duration", text(s.rangeDurationNs()));
    values.put("range_query_ratio", Double.toString(s.rangeQueryRatio()));
    values.put("scheduler", s.ghost() ? "ghost" : "cfs");
    values.put("throughput", String.format(Locale.ROOT, "%.0f", s.throughput()));
    values.put("worker_cpus", s.workerCpus().toString());
    StringBuilder page = new StringBuilder();
    values.forEach(
        (name, value) -> page.append((name + ": " + value).stripTrailing()).append('\n'));
    return page.toString();
  }

  private static String text(long ns) {
    return Variable.Kind.DURATION.text(ns);
  }

  static String word(CommandLine line, String option, String usual, String other)
      throws CommandFailure {
    String word = line.getOptionValue(option, usual);
    if (!word.equals(usual) && !word.equals(other)) {
      throw CommandFailure.usage(
          "--" + option + ": `" + word + "` is neither " + usual + " nor " + other);
    }
    return word;
  }

  static CpuSet cpus(CommandLine line, String option, String usual) throws CommandFailure {
    try {
      return CpuSet.parse(line.getOptionValue(option, usual));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("--" + option + ": " + e.getMessage());
    }
  }

  static double real(CommandLine line, String option, String usual) throws CommandFailure {
    String text = line.getOptionValue(option, usual);
    if (!text.matches("[0-9]{1,12}(\\.[0-9]{1,12})?")) {
      throw CommandFailure.usage("--" + option + ": `" + text + "` is not a number");
    }
    return Double.parseDouble(text);
  }

  static int number(CommandLine line, String option, String usual) throws CommandFailure {
    String text = line.getOptionValue(option, usual);
    if (!text.matches("[0-9]{1,9}")) {
      throw CommandFailure.usage("--" + option + ": `" + text + "` is not a whole number");
    }
    return Integer.parseInt(text);
  }

  static int nice(CommandLine line, String option, String usual) throws CommandFailure {
    String text = line.getOptionValue(option, usual);
    if (!text.matches("-?[0-9]{1,2}")) {
      throw CommandFailure.usage("--" + option + ": `" + text + "` is not in -20..19");
    }
    return Integer.parseInt(text);
  }

  static long time(CommandLine line, String option, String usual) throws CommandFailure {
    String text = line.getOptionValue(option, usual);
    long ns = Variable.Kind.DURATION.parse(text).orElse(-1L);
    if (ns < 0) {
      throw CommandFailure.usage("--" + option + ": `" + text + "` is not a time, such as 10us");
    }
    return ns;
  }
}
