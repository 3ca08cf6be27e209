package org.gpol.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.Variable;
import org.gpol.cli.compare.Comparison;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.platform.BpfPolicy;
import org.gpol.kernel.platform.CpuTables;
import org.gpol.kernel.platform.ModelPlatform;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.sim.Simulation;
import org.gpol.kernel.workload.Workload;
import org.gpol.kernel.workload.WorkloadException;
import org.gpol.vm.LoadOptions;

/** {@code gpol compare}: the same workload and seeds under several policies, side by side. */
final class CompareCommand implements Command {
  private static final int MOST_SEEDS = 10_000;
  private static final int USUAL_SEEDS = 10;

  @Override
  public String name() {
    return "compare";
  }

  @Override
  public String summary() {
    return "run the same workload under several policies and say how they differ";
  }

  @Override
  public String synopsis() {
    return "POLICY|cfs|eevdf POLICY|cfs|eevdf... --workload FILE|NAME [OPTIONS]";
  }

  @Override
  public Options options() {
    Options options = new Options();
    MachineOptions.describe(options);
    return options
        .addOption(value("workload", "FILE|NAME", "as for `gpol run` (required)"))
        .addOption(value("topology", "SPEC", "as for `gpol run`; default 4"))
        .addOption(value("duration", "TIME", "simulated time of each run; default the workload's"))
        .addOption(value("seeds", "N", "how many runs of each policy, seeds 1 to N; default 10"))
        .addOption(ManyRuns.option())
        .addOption(Option.builder().longOpt("json").desc("print JSON").build())
        .addOption(
            Option.builder()
                .longOpt("until-significant")
                .desc("stop before N once every difference is sure")
                .build());
  }

  private static Option value(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).build();
  }

  @Override
  public List<String> examples() {
    return List.of(
        "gpol compare cfs policies/fifo.gpol --workload server:throughput=250000,service=exp/10us",
        "gpol compare policies/fifo.gpol policies/percpu_fifo.gpol --workload hackbench --seeds 1");
  }

  /**
   * Who takes part.
   *
   * @param path as it was typed
   * @param object null for the kernel's own class
   */
  private record Contender(String name, String path, BpfObject object, MachineOptions machine) {
    String distinctName() {
      return object == null ? "the kernel's " + name : path;
    }
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandFailure {
    if (line.getArgList().size() < 2 || !line.hasOption("workload")) {
      throw CommandFailure.usage(
          "compare needs two policies and --workload; see `gpol help compare`");
    }
    Topology topology = RunOptions.topology(line.getOptionValue("topology", "4"));
    Long durationNs = RunOptions.time(line, "duration");
    int seeds = seeds(line);
    List<Contender> contenders = new ArrayList<>();
    for (String policy : line.getArgList()) {
      contenders.add(contender(policy, line, topology, console));
    }
    Comparison comparison = new Comparison(names(contenders));
    boolean untilSure = line.hasOption("until-significant");
    return ManyRuns.<List<SimulationResult>>run(
        "compare",
        seeds,
        line,
        console,
        number -> {
          int seed = number + 1;
          Workload workload =
              WorkloadArgument.read(line.getOptionValue("workload"), seed, topology);
          List<SimulationResult> results = new ArrayList<>();
          for (Contender contender : contenders) {
            results.add(simulate(contender, workload, topology, durationNs, seed, console));
          }
          return results;
        },
        results -> {
          comparison.add(results);
          return !untilSure || !comparison.significant();
        },
        () ->
            console.out().print(line.hasOption("json") ? comparison.json() : comparison.render()));
  }

  /** By which the contenders can be told apart: two files with one name go by their paths. */
  private static List<String> names(List<Contender> contenders) {
    List<String> names = new ArrayList<>();
    for (Contender contender : contenders) {
      boolean ambiguous =
          contenders.stream()
              .anyMatch(
                  other ->
                      other.name().equals(contender.name())
                          && !other.path().equals(contender.path()));
      names.add(ambiguous ? contender.distinctName() : contender.name());
    }
    return names;
  }

  private static Contender contender(
      String policy, CommandLine line, Topology topology, Console console) throws CommandFailure {
    Optional<Baseline> baseline = Baseline.of(policy);
    if (baseline.isPresent()) {
      MachineOptions machine = MachineOptions.parse(line, topology, Optional.empty());
      return new Contender(policy, policy, null, machine.with(baseline.get().settings(topology)));
    }
    BpfObject object = PolicyFile.load(policy, ModelPlatform.INSTANCE, console);
    return new Contender(
        object.name(), policy, object, MachineOptions.parse(line, topology, Optional.empty()));
  }

  private static int seeds(CommandLine line) throws CommandFailure {
    String text = line.getOptionValue("seeds", Integer.toString(USUAL_SEEDS));
    long seeds = Variable.Kind.SIGNED.parse(text).orElse(0L);
    if (seeds < 1 || seeds > MOST_SEEDS) {
      throw CommandFailure.usage("--seeds: `" + text + "` is not a number from 1 to " + MOST_SEEDS);
    }
    return (int) seeds;
  }

  private static SimulationResult simulate(
      Contender contender,
      Workload workload,
      Topology topology,
      Long durationNs,
      int seed,
      Console console)
      throws CommandFailure {
    Simulation.Builder simulation = Simulation.builder(topology, workload).seed(seed);
    contender.machine().apply(simulation);
    if (contender.object() != null) {
      LoadOptions load = CpuTables.options(topology).withVariables(Map.of());
      BpfPolicy policy = CheckCommand.load(contender.name(), contender.object(), load, console);
      contender.machine().check(policy);
      simulation.policy(policy);
    }
    if (durationNs != null) {
      simulation.durationNs(durationNs);
    }
    SimulationResult result;
    try {
      result = simulation.run();
    } catch (WorkloadException e) {
      throw new CommandFailure(ExitCode.INPUT_ERRORS, e.getMessage());
    }
    if (result.failure().isPresent()) {
      throw new CommandFailure(
          ExitCode.POLICY_FAILED,
          result.failure().get() + " (" + contender.name() + ", seed " + seed + ")");
    }
    return result;
  }
}
