package org.gpol.cli;

import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.gpol.bpf.object.Variable;
import org.gpol.kernel.model.FairSettings;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.sim.Simulation;

/**
 * What the machine and its kernel are like, beside the topology.
 *
 * @param fair the kernel's own class for tasks that share time
 * @param hz ticks a second
 * @param typed the options as typed, to say them again
 */
record MachineOptions(FairSettings fair, int hz, String typed) {
  private static final int MIN_HZ = 100;
  private static final int MAX_HZ = 1_000;
  private static final int USUAL_HZ = 250;
  private static final long NS_PER_S = 1_000_000_000;

  static void describe(Options options) {
    options
        .addOption(
            value(
                "fair",
                "cfs|eevdf",
                "the kernel's own class for tasks that share time;\ndefault cfs"))
        .addOption(value("hz", "N", "ticks a second, 100 to 1000; default 250"));
  }

  private static Option value(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).build();
  }

  /**
   * Reads the options.
   *
   * @param baseline what stands for a policy and so decides the class, if one does
   */
  static MachineOptions parse(CommandLine line, Topology topology, Optional<Baseline> baseline)
      throws CommandFailure {
    String fair = line.getOptionValue("fair", baseline.map(Baseline::word).orElse("cfs"));
    Baseline chosen =
        Baseline.of(fair)
            .orElseThrow(
                () -> CommandFailure.usage("--fair: `" + fair + "` is not among cfs, eevdf"));
    if (baseline.isPresent() && baseline.get() != chosen) {
      throw CommandFailure.usage("--fair " + fair + " contradicts " + baseline.get().word());
    }
    StringBuilder typed = new StringBuilder();
    for (String option : new String[] {"fair", "hz"}) {
      if (line.hasOption(option)) {
        typed.append(" --").append(option).append(' ').append(line.getOptionValue(option));
      }
    }
    return new MachineOptions(chosen.settings(topology), hz(line), typed.toString());
  }

  private static int hz(CommandLine line) throws CommandFailure {
    String text = line.getOptionValue("hz", Integer.toString(USUAL_HZ));
    long hz = Variable.Kind.SIGNED.parse(text).orElse(0L);
    if (hz < MIN_HZ || hz > MAX_HZ) {
      throw CommandFailure.usage("--hz: `" + text + "` is not a number from 100 to 1000");
    }
    return (int) hz;
  }

  /** The same machine with another fair class. */
  MachineOptions with(FairSettings other) {
    return new MachineOptions(other, hz, typed);
  }

  /** Makes a simulation run on this machine. */
  void apply(Simulation.Builder simulation) {
    simulation.fair(fair).tickNs(NS_PER_S / hz);
  }
}
