package org.gpol.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.gpol.bpf.object.Variable;
import org.gpol.kernel.check.ContractMonitor;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.platform.CpuTables;
import org.gpol.kernel.platform.ModelPlatform;
import org.gpol.testkit.Failures;
import org.gpol.testkit.PolicyUnderTest;
import org.gpol.testkit.scenario.FaultHunt;
import org.gpol.testkit.scenario.FaultHunt.Finding;
import org.gpol.testkit.scenario.Scenario;
import org.gpol.testkit.scenario.ScenarioFault.Kind;
import org.gpol.testkit.scenario.ScenarioGenerator;

/**
 * {@code gpol fuzz}: looks for a workload under which a policy breaks its contracts, stalls or
 * faults, and leaves the smallest one that it finds. What was found before is tried first.
 */
final class FuzzCommand implements Command {
  private static final int MOST_RUNS = 1_000_000;
  private static final int MOST_CPUS = 64;

  private static final String KINDS =
      Stream.of(Kind.values()).map(FuzzCommand::word).collect(Collectors.joining(", "));

  @Override
  public String name() {
    return "fuzz";
  }

  @Override
  public String summary() {
    return "look for a workload under which a policy fails, and make it small";
  }

  @Override
  public String synopsis() {
    return "POLICY [OPTIONS]";
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(value("runs", "N", "how many workloads to try; default 200"))
        .addOption(value("seed", "N", "of the workloads; default 1"))
        .addOption(value("cpus", "N", "the most CPUs; default 4"))
        .addOption(value("duration", "TIME", "simulated time of each; default 3s"))
        .addOption(value("stall", "TIME", "as for `gpol run`; default 1s"))
        .addOption(
            value(
                "faults",
                "KINDS",
                "what happens from outside, separated by commas:\n"
                    + KINDS
                    + ", all; default none"))
        .addOption(value("agent", "NAME", "as for `gpol run`"))
        .addOption(
            value("out", "DIR", "where findings go, and are read from; default gpol-failures"))
        .addOption(Parameters.option());
  }

  private static Option value(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).build();
  }

  @Override
  public List<String> examples() {
    return List.of(
        "gpol fuzz policies/fifo.gpol",
        "gpol fuzz my.gpol --runs 2000 --seed 7 -D slice=1ms",
        "gpol fuzz my.gpol --faults all");
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandFailure {
    if (line.getArgList().size() != 1) {
      throw CommandFailure.usage("fuzz needs one policy; see `gpol help fuzz`");
    }
    int runs = number(line, "runs", 200, MOST_RUNS);
    int cpus = number(line, "cpus", 4, MOST_CPUS);
    long seed = RunOptions.seed(line);
    long durationNs = Optional.ofNullable(RunOptions.time(line, "duration")).orElse(3_000_000_000L);
    Set<Kind> faults = faults(line);
    PolicyUnderTest policy = policy(line, cpus, console);
    Path out = Path.of(line.getOptionValue("out", Failures.USUAL.toString()));
    Failures failures = new Failures(out);
    try {
      Optional<Failures.Known> known = failures.known(policy);
      if (known.isPresent()) {
        console.complain(known.get().kind() + ": as found before");
        console.err().println("replay: " + known.get().replay());
        return exitCode(known.get().kind());
      }
      int durationMs = (int) Math.max(1, durationNs / 1_000_000);
      ScenarioGenerator any = new ScenarioGenerator(cpus, durationMs, faults);
      Optional<Finding> found = new FaultHunt(policy::fault).search(any, seed, runs);
      if (found.isEmpty()) {
        console
            .out()
            .println(policy.name() + ": " + runs + " workloads, seed " + seed + ": nothing found");
        return ExitCode.OK;
      }
      return report(found.get(), seed, failures.keep(policy, found.get(), false), console);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.IO, "cannot use " + out + ": " + e.getMessage());
    }
  }

  private static PolicyUnderTest policy(CommandLine line, int cpus, Console console)
      throws CommandFailure {
    String path = line.getArgList().get(0);
    PolicyFile.Read read = PolicyFile.read(path, ModelPlatform.INSTANCE, console);
    Map<String, Long> set = Parameters.values(read.object(), Parameters.typed(line));
    // First the loader and the verifier, with what they have to say.
    CheckCommand.load(
        path, read.object(), CpuTables.options(Topology.flat(cpus)).withVariables(set), console);
    PolicyUnderTest policy =
        PolicyUnderTest.of(path, read.object(), read.contracts())
            .with(set)
            .stallingAfter(
                Duration.ofNanos(
                    Optional.ofNullable(RunOptions.time(line, "stall")).orElse(1_000_000_000L)));
    String agent = line.getOptionValue("agent");
    try {
      return agent == null ? policy : policy.withAgent(agent);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("--agent: " + e.getMessage());
    }
  }

  /** The kinds of {@code --faults}. */
  private static Set<Kind> faults(CommandLine line) throws CommandFailure {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (String word : line.getOptionValue("faults", "none").split(",")) {
      switch (word) {
        case "none" -> kinds.clear();
        case "all" -> {
          kinds.addAll(EnumSet.allOf(Kind.class));
          if (!line.hasOption("agent")) {
            kinds.remove(Kind.CRASH);
          }
        }
        default ->
            kinds.add(
                Stream.of(Kind.values())
                    .filter(kind -> word(kind).equals(word))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            CommandFailure.usage(
                                "--faults: `" + word + "` is none of " + KINDS + ", all, none")));
      }
    }
    return kinds;
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static int number(CommandLine line, String option, int usual, int most)
      throws CommandFailure {
    String text = line.getOptionValue(option, Integer.toString(usual));
    long number = Variable.Kind.SIGNED.parse(text).orElse(0L);
    if (number < 1 || number > most) {
      throw CommandFailure.usage(
          "--" + option + ": `" + text + "` is not a number from 1 to " + most);
    }
    return (int) number;
  }

  private static ExitCode report(Finding finding, long seed, Failures.Known kept, Console console) {
    Scenario smallest = finding.smallest();
    console.out().print(smallest.rtApp());
    console.complain(
        finding.kind()
            + ": workload "
            + finding.run()
            + " of seed "
            + seed
            + ", made of "
            + finding.original().tasks().size()
            + " tasks, shrunk to "
            + smallest.tasks().size()
            + " on "
            + smallest.cpus()
            + (smallest.cpus() == 1 ? " CPU" : " CPUs")
            + " in "
            + finding.shrinkingRuns()
            + " runs");
    console.err().println("replay: " + kept.replay());
    return exitCode(finding.kind());
  }

  private static ExitCode exitCode(String kind) {
    boolean contract = kind.startsWith(ContractMonitor.PREFIX);
    return contract ? ExitCode.INPUT_ERRORS : ExitCode.POLICY_FAILED;
  }
}
