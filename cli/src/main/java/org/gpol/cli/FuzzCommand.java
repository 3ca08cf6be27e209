package org.gpol.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.gpol.bpf.object.Variable;
import org.gpol.cli.fuzz.Fuzzer;
import org.gpol.cli.output.OutputFile;
import org.gpol.kernel.check.ContractMonitor;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.platform.BpfPolicy;
import org.gpol.kernel.platform.CpuTables;
import org.gpol.kernel.platform.ModelPlatform;
import org.gpol.kernel.report.CheckResult;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.sim.Simulation;
import org.gpol.kernel.trace.PerfettoTrace;
import org.gpol.kernel.workload.Workload;
import org.gpol.kernel.workload.rtapp.RtAppReader;
import org.gpol.vm.LoadException;
import org.gpol.vm.VerifierRejection;

/**
 * {@code gpol fuzz}: looks for a workload under which a policy breaks its contracts, stalls or
 * faults, and leaves the smallest one that it finds. What was found before is tried first.
 */
final class FuzzCommand implements Command {
  private static final int MOST_RUNS = 1_000_000;
  private static final int MOST_CPUS = 64;

  /** How a file says on how many CPUs its fault shows. */
  private static final Pattern CPUS = Pattern.compile("--topology ([0-9]+) ");

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
            value("out", "DIR", "where findings go, and are read from; default gpol-failures"))
        .addOption(Parameters.option());
  }

  private static Option value(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).build();
  }

  @Override
  public List<String> examples() {
    return List.of(
        "gpol fuzz policies/fifo.gpol", "gpol fuzz my.gpol --runs 2000 --seed 7 -D slice=1ms");
  }

  /**
   * What is fuzzed.
   *
   * @param set the variables that do not have their defaults
   */
  private record Target(
      String path,
      PolicyFile.Read policy,
      Map<String, Long> set,
      Map<String, String> typed,
      long stallNs) {}

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandFailure {
    if (line.getArgList().size() != 1) {
      throw CommandFailure.usage("fuzz needs one policy; see `gpol help fuzz`");
    }
    int runs = number(line, "runs", 200, MOST_RUNS);
    int cpus = number(line, "cpus", 4, MOST_CPUS);
    long seed = RunOptions.seed(line);
    long durationNs = Optional.ofNullable(RunOptions.time(line, "duration")).orElse(3_000_000_000L);
    String path = line.getArgList().get(0);
    PolicyFile.Read read = PolicyFile.read(path, ModelPlatform.INSTANCE, console);
    Map<String, String> typed = Parameters.typed(line);
    Target target =
        new Target(
            path,
            read,
            Parameters.values(read.object(), typed),
            typed,
            Optional.ofNullable(RunOptions.time(line, "stall")).orElse(1_000_000_000L));
    // First the loader and the verifier, with what they have to say.
    BpfPolicy checked =
        CheckCommand.load(
            path,
            read.object(),
            CpuTables.options(Topology.flat(cpus)).withVariables(target.set()),
            console);
    Path out = Path.of(line.getOptionValue("out", "gpol-failures"));
    Optional<ExitCode> known = known(target, checked.name(), out, console);
    return known.isPresent()
        ? known.get()
        : search(
            target,
            checked.name(),
            new Fuzzer(
                (text, n) -> fault(target, text, n),
                cpus,
                (int) Math.max(1, durationNs / 1_000_000)),
            seed,
            runs,
            out,
            console);
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

  /** The kind of the first thing that goes wrong. */
  private static Optional<String> fault(Target target, String rtApp, int cpus) {
    SimulationResult result = simulate(target, rtApp, cpus);
    if (result.failure().isPresent()) {
      return Optional.of(result.failure().get().kind().name());
    }
    return result.checks().stream()
        .filter(check -> !check.ok() && !check.info())
        .map(CheckResult::check)
        .findFirst();
  }

  private static SimulationResult simulate(Target target, String rtApp, int cpus) {
    return simulation(target, RtAppReader.parse("fuzz.json", rtApp), cpus).run();
  }

  private static Simulation.Builder simulation(Target target, Workload workload, int cpus) {
    Topology topology = Topology.flat(cpus);
    try {
      BpfPolicy policy =
          BpfPolicy.load(
              target.policy().object(), CpuTables.options(topology).withVariables(target.set()));
      return Simulation.builder(topology, workload)
          .policy(policy)
          .seed(1)
          .stallNs(target.stallNs())
          .contracts(target.policy().contracts(), target.set());
    } catch (LoadException | VerifierRejection e) {
      throw new IllegalStateException("a policy that was loaded once is refused: " + e, e);
    }
  }

  /** Runs what was found of this policy before; what still fails ends the search. */
  private static Optional<ExitCode> known(Target target, String name, Path out, Console console)
      throws CommandFailure {
    if (!Files.isDirectory(out)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(out)) {
      for (Path file : files.sorted().toList()) {
        String fileName = file.getFileName().toString();
        if (!fileName.startsWith(name + "-") || !fileName.endsWith(".json")) {
          continue;
        }
        String text = Files.readString(file);
        Matcher cpus = CPUS.matcher(text);
        Optional<String> kind =
            cpus.find() ? fault(target, text, Integer.parseInt(cpus.group(1))) : Optional.empty();
        if (kind.isPresent()) {
          console.complain(kind.get() + ": as found before");
          console.err().println("replay: " + replay(target, file, Integer.parseInt(cpus.group(1))));
          return Optional.of(exitCode(kind.get()));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw PolicyFile.unreadable(out.toString(), e);
    }
  }

  private static ExitCode search(
      Target target, String name, Fuzzer fuzzer, long seed, int runs, Path out, Console console)
      throws CommandFailure {
    Optional<Fuzzer.Finding> found = fuzzer.search(seed, runs);
    if (found.isEmpty()) {
      console.out().println(name + ": " + runs + " workloads, seed " + seed + ": nothing found");
      return ExitCode.OK;
    }
    Fuzzer.Finding finding = found.get();
    Path file =
        out.resolve(
            name
                + "-"
                + finding.kind().replace(' ', '-').toLowerCase(java.util.Locale.ROOT)
                + ".json");
    String replay = replay(target, file, finding.cpus());
    String text = "/* " + finding.kind() + "\n * " + replay + "\n */\n" + finding.rtApp();
    write(file, text);
    trace(target, finding, file);
    console.out().print(finding.rtApp());
    console.complain(
        finding.kind()
            + ": workload "
            + finding.run()
            + " of seed "
            + seed
            + ", made of "
            + finding.tasksBefore()
            + " tasks, shrunk to "
            + finding.tasks()
            + " on "
            + finding.cpus()
            + (finding.cpus() == 1 ? " CPU" : " CPUs")
            + " in "
            + finding.shrinkingRuns()
            + " runs");
    console.err().println("replay: " + replay);
    return exitCode(finding.kind());
  }

  private static ExitCode exitCode(String kind) {
    boolean contract = kind.startsWith(ContractMonitor.PREFIX);
    return contract ? ExitCode.INPUT_ERRORS : ExitCode.POLICY_FAILED;
  }

  private static String replay(Target target, Path file, int cpus) {
    StringBuilder command = new StringBuilder("gpol run ");
    command.append(target.path()).append(" --workload ").append(file);
    command.append(" --topology ").append(cpus).append(" --seed 1");
    command.append(" --stall ").append(Variable.Kind.DURATION.text(target.stallNs()));
    new TreeMap<>(target.typed())
        .forEach((name, value) -> command.append(" -D ").append(name).append('=').append(value));
    return command.toString();
  }

  /** The schedule of the finding, for the Perfetto UI, beside its workload. */
  private static void trace(Target target, Fuzzer.Finding finding, Path workloadFile)
      throws CommandFailure {
    Path path = Path.of(workloadFile.toString().replaceFirst("\\.json$", ".pftrace"));
    Workload workload = RtAppReader.parse("fuzz.json", finding.rtApp());
    try (OutputFile file = new OutputFile(path)) {
      simulation(target, workload, finding.cpus())
          .listener(new PerfettoTrace(file.stream(), finding.cpus(), workload.tasks()))
          .run();
      file.complete();
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.IO, "cannot write " + path + ": " + e.getMessage());
    }
  }

  private static void write(Path path, String text) throws CommandFailure {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      try (OutputFile file = new OutputFile(path)) {
        file.stream().write(text.getBytes(StandardCharsets.UTF_8));
        file.complete();
      }
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.IO, "cannot write " + path + ": " + e.getMessage());
    }
  }
}
