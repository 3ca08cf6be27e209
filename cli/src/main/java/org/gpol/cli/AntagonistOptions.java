package org.gpol.cli;

import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.gpol.kernel.synthetic.Antagonist;

/** The options of ghOSt's antagonist, alone or beside RocksDB, where each begins with its name. */
final class AntagonistOptions {
  private static final String PREFIX = "antagonist_";
  private static final String LAST_CLASS_NICE = "19";

  private AntagonistOptions() {}

  static void describe(Options options) {
    RocksDbOptions.add(options, "work_share", "P", "of a CPU, for each thread; default 1");
    RocksDbOptions.add(options, "num_threads", "N", "default 8");
    RocksDbOptions.add(
        options, "cpus", "CPUS", "one a thread; default 10-17 with cfs, none with ghost");
    RocksDbOptions.add(options, "nice", "N", "of the threads, with cfs; default 0");
    RocksDbOptions.add(
        options, "ghost_qos", "N", "class of the threads: nice value 1 - N; default 2");
  }

  /** The same, of an antagonist that runs beside something else. */
  static void describeBeside(Options options) {
    RocksDbOptions.add(
        options, PREFIX + "num_threads", "N", "threads of an antagonist beside it; default none");
    RocksDbOptions.add(options, PREFIX + "work_share", "P", "of a CPU, for each; default 1");
    RocksDbOptions.add(
        options, PREFIX + "cpus", "CPUS", "one a thread; default 11-17 with cfs, none with ghost");
    RocksDbOptions.add(options, PREFIX + "nice", "N", "of its threads, with cfs; default 19");
    RocksDbOptions.add(options, PREFIX + "ghost_qos", "N", "class of its threads; default 1");
  }

  static Antagonist parse(CommandLine line, boolean ghost, long durationNs) throws CommandFailure {
    return parse(line, "", "8", ghost, "10-17", durationNs, "0", "2");
  }

  /** The antagonist that runs beside something else, if one is asked for. */
  static Optional<Antagonist> parseBeside(CommandLine line, boolean ghost, long durationNs)
      throws CommandFailure {
    if (RocksDbOptions.number(line, PREFIX + "num_threads", "0") > 0) {
      return Optional.of(
          parse(line, PREFIX, "0", ghost, "11-17", durationNs, LAST_CLASS_NICE, "1"));
    }
    for (String option : new String[] {"work_share", "cpus", "nice", "ghost_qos"}) {
      if (line.hasOption(PREFIX + option)) {
        throw CommandFailure.usage("--" + PREFIX + option + " needs --antagonist_num_threads");
      }
    }
    return Optional.empty();
  }

  private static Antagonist parse(
      CommandLine line,
      String prefix,
      String threads,
      boolean ghost,
      String cpus,
      long durationNs,
      String nice,
      String qos)
      throws CommandFailure {
    try {
      return new Antagonist(
          ghost,
          RocksDbOptions.real(line, prefix + "work_share", "1"),
          RocksDbOptions.number(line, prefix + "num_threads", threads),
          RocksDbOptions.cpus(line, prefix + "cpus", ghost ? "" : cpus),
          durationNs,
          RocksDbOptions.nice(line, prefix + "nice", nice),
          RocksDbOptions.number(line, prefix + "ghost_qos", qos));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(e.getMessage().replace("--", "--" + prefix));
    }
  }
}
