package org.gpol.cli;

import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.gpol.bpf.object.Variable;
import org.gpol.bpf.text.Spelling;
import org.gpol.kernel.hook.FairHook;
import org.gpol.kernel.hook.Policy;
import org.gpol.kernel.model.Cost;
import org.gpol.kernel.model.CostModel;
import org.gpol.kernel.model.EevdfTunables;
import org.gpol.kernel.model.FairSettings;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.sim.Simulation;

/**
 * What the machine and its kernel are like, beside the topology.
 *
 * @param fair the kernel's own class for tasks that share time
 * @param hz ticks a second
 * @param costs what takes how long
 * @param typed the options as typed, to say them again
 */
record MachineOptions(FairSettings fair, int hz, CostModel costs, String typed) {
  private static final Pattern PLAIN = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,9})?");
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
        .addOption(value("hz", "N", "ticks a second, 100 to 1000; default 250"))
        .addOption(
            value(
                "cost",
                "NAME=VALUE",
                "what something costs, as context_switch=1us; docs/model.md\nhas the names"));
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
    for (String option : new String[] {"fair", "hz", "cost"}) {
      String[] values = line.getOptionValues(option);
      for (String value : values == null ? new String[0] : values) {
        typed.append(" --").append(option).append(' ').append(value);
      }
    }
    return new MachineOptions(chosen.settings(topology), hz(line), costs(line), typed.toString());
  }

  private static int hz(CommandLine line) throws CommandFailure {
    String text = line.getOptionValue("hz", Integer.toString(USUAL_HZ));
    long hz = Variable.Kind.SIGNED.parse(text).orElse(0L);
    if (hz < MIN_HZ || hz > MAX_HZ) {
      throw CommandFailure.usage("--hz: `" + text + "` is not a number from 100 to 1000");
    }
    return (int) hz;
  }

  private static CostModel costs(CommandLine line) throws CommandFailure {
    CostModel costs = CostModel.DEFAULT;
    String[] typed = line.getOptionValues("cost");
    for (String each : typed == null ? new String[0] : typed) {
      int equals = each.indexOf('=');
      if (equals < 0) {
        throw CommandFailure.usage("--cost: write NAME=VALUE, as in --cost context_switch=1us");
      }
      Cost cost = cost(each.substring(0, equals));
      double value = value(cost, each.substring(equals + 1));
      try {
        costs = costs.with(cost, value);
      } catch (IllegalArgumentException e) {
        throw CommandFailure.usage("--cost: " + e.getMessage());
      }
    }
    return costs;
  }

  private static Cost cost(String word) throws CommandFailure {
    return Cost.of(word)
        .orElseThrow(
            () -> {
              String near = Spelling.didYouMean(word, Cost.words());
              String all = near.isEmpty() ? ", they are " + String.join(", ", Cost.words()) : near;
              return CommandFailure.usage("--cost: nothing is called `" + word + "`" + all);
            });
  }

  /** A time such as 2us, or a plain number, which may have a fraction. */
  private static double value(Cost cost, String text) throws CommandFailure {
    if (PLAIN.matcher(text).matches()) {
      return Double.parseDouble(text);
    }
    Optional<Long> ns = cost.isFactor() ? Optional.empty() : Variable.Kind.DURATION.parse(text);
    return ns.orElseThrow(
        () ->
            CommandFailure.usage(
                "--cost "
                    + cost.word()
                    + ": `"
                    + text
                    + (cost.isFactor()
                        ? "` is not a number of times, such as 1.5"
                        : "` is not a time, such as 500ns, 2us or 0.5")));
  }

  /** The same machine with another fair class. */
  MachineOptions with(FairSettings other) {
    return new MachineOptions(other, hz, costs, typed);
  }

  /**
   * Checks that {@code policy} can do on this machine what it is for.
   *
   * @throws CommandFailure if it decides for CFS, and there is another class
   */
  void check(Policy policy) throws CommandFailure {
    for (FairHook hook : FairHook.values()) {
      if (fair instanceof EevdfTunables && policy.program(hook) != null) {
        throw CommandFailure.usage(
            "policy `"
                + policy.name()
                + "` has `"
                + hook.hookName()
                + "`, which EEVDF does not ask; leave out `--fair eevdf`");
      }
    }
  }

  /** Makes a simulation run on this machine. */
  void apply(Simulation.Builder simulation) {
    simulation.fair(fair).tickNs(NS_PER_S / hz).costs(costs);
  }
}
