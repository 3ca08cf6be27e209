package org.gpol.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.gpol.bpf.contract.Contract;
import org.gpol.bpf.object.BpfObject;
import org.gpol.cli.output.Durations;
import org.gpol.cli.output.OutputFile;
import org.gpol.cli.output.ReportJson;
import org.gpol.cli.output.ReportTable;
import org.gpol.cli.output.RunDescription;
import org.gpol.kernel.agent.AgentSettings;
import org.gpol.kernel.check.ContractMonitor;
import org.gpol.kernel.platform.BpfPolicy;
import org.gpol.kernel.platform.CpuTables;
import org.gpol.kernel.platform.ModelPlatform;
import org.gpol.kernel.report.CheckResult;
import org.gpol.kernel.report.Failure;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.sim.Simulation;
import org.gpol.kernel.workload.Workload;
import org.gpol.kernel.workload.WorkloadException;
import org.gpol.vm.EngineKind;
import org.gpol.vm.LoadOptions;

/** {@code gpol run}: simulates a workload under a policy and reports what happened. */
final class RunCommand implements Command {

  @Override
  public String name() {
    return "run";
  }

  @Override
  public String summary() {
    return "simulate a workload under a policy and report what happened";
  }

  @Override
  public String synopsis() {
    return "POLICY|cfs|eevdf|AGENT --workload FILE [OPTIONS]";
  }

  @Override
  public Options options() {
    return RunOptions.describe();
  }

  @Override
  public List<String> examples() {
    return List.of(
        "gpol run policies/fifo.gpol --workload workloads/desktop.json --topology 4 --seed 1",
        "gpol run policies/fifo.gpol --workload workloads/desktop.json -D slice=1ms --json report.json",
        "gpol run policies/percpu_fifo.gpol --workload workloads/pair.json --topology 2 --trace pair.svg",
        "gpol run policies/agent_fifo.gpol --agent fifo-woken --workload workloads/desktop.json",
        "gpol run fifo-centralised:slice=5ms --workload workloads/desktop.json");
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandFailure {
    RunOptions options = RunOptions.parse(line);
    Subject subject = subject(options, console);
    Workload workload =
        WorkloadArgument.read(options.workload(), options.seed(), options.topology());
    RunDescription description = describe(options, subject, workload);
    try {
      ExitCode code =
          simulate(options, description, setUp(options, subject, workload), workload, console);
      if (options.stats() && subject.policy() != null) {
        console.err().print(EngineStats.render(subject.policy().loaded().programs()));
      }
      return code;
    } catch (WorkloadException e) {
      throw new CommandFailure(ExitCode.INPUT_ERRORS, e.getMessage());
    } catch (IOException e) {
      throw unwritable(options, e);
    } catch (UncheckedIOException e) {
      throw unwritable(options, e.getCause());
    }
  }

  /**
   * What is to schedule.
   *
   * @param shown its parameters, as people write them
   * @param variables those that do not have their defaults
   * @param policy null for the kernel's own class
   */
  private record Subject(
      String name,
      Map<String, String> shown,
      Map<String, Long> variables,
      List<Contract> contracts,
      BpfPolicy policy) {}

  private static Subject subject(RunOptions options, Console console) throws CommandFailure {
    boolean baseline = Baseline.of(options.policy()).isPresent();
    if (baseline || AgentSettings.isNamed(options.policy())) {
      if (!options.parameters().isEmpty()) {
        throw CommandFailure.usage(
            "-D: "
                + options.policy()
                + (baseline ? " is the kernel's own class" : " is an agent")
                + " and has no parameters");
      }
      return new Subject(options.policy(), Map.of(), Map.of(), List.of(), null);
    }
    PolicyFile.Read read = PolicyFile.read(options.policy(), ModelPlatform.INSTANCE, console);
    BpfObject object = read.object();
    Map<String, Long> variables = Parameters.values(object, options.parameters());
    LoadOptions load = CpuTables.options(options.topology()).withVariables(variables);
    // First the loader: it says which parameters the object does not have.
    BpfPolicy policy = load(options, object, load, console);
    Map<String, String> shown = Parameters.shown(object, variables);
    return new Subject(object.name(), shown, variables, read.contracts(), policy);
  }

  private static BpfPolicy load(
      RunOptions options, BpfObject object, LoadOptions plain, Console console)
      throws CommandFailure {
    LoadOptions load = plain.withEngine(engine(options.engine())).withParanoia(options.paranoid());
    BpfPolicy policy = CheckCommand.load(options.policy(), object, load, console);
    options.machine().check(policy);
    if (options.engine().equals("jit")) {
      policy.loaded().programs().stream()
          .filter(program -> !program.engineUse().compiled())
          .forEach(
              program ->
                  console.complain(
                      "`"
                          + program.program().name()
                          + "` is interpreted: "
                          + program.engineUse().reason()));
    }
    return policy;
  }

  private static EngineKind engine(String name) {
    return switch (name) {
      case "jit" -> EngineKind.JIT;
      case "interp" -> EngineKind.INTERPRETER;
      default -> EngineKind.ADAPTIVE;
    };
  }

  private static CommandFailure unwritable(RunOptions options, IOException e) {
    // Only the file system's own exceptions name the file.
    String file = e instanceof FileSystemException ? "" : options.outputs() + ": ";
    return new CommandFailure(ExitCode.IO, "cannot write " + file + e.getMessage());
  }

  private static Simulation.Builder setUp(RunOptions options, Subject subject, Workload workload) {
    Simulation.Builder simulation =
        Simulation.builder(options.topology(), workload)
            .policy(subject.policy())
            .agents(options.agent().orElse(null))
            .seed(options.seed())
            .stallNs(options.stallNs())
            .checks(options.checks())
            .invariants(options.invariants());
    options.durationNs().ifPresent(simulation::durationNs);
    options.machine().apply(simulation);
    return options.checks()
        ? simulation.contracts(subject.contracts(), subject.variables())
        : simulation;
  }

  private static ExitCode simulate(
      RunOptions options,
      RunDescription description,
      Simulation.Builder simulation,
      Workload workload,
      Console console)
      throws IOException {
    try (RunOutputs outputs = new RunOutputs(options, workload, console)) {
      outputs.listeners().forEach(simulation::listener);
      return report(options, description, simulation, outputs, console);
    }
  }

  private static ExitCode report(
      RunOptions options,
      RunDescription description,
      Simulation.Builder simulation,
      RunOutputs outputs,
      Console console)
      throws IOException {
    long start = System.nanoTime();
    SimulationResult result = simulation.run();
    ReportJson json = new ReportJson(description, result, System.nanoTime() - start);
    boolean jsonOnStdout = options.json().equals(java.util.Optional.of("-"));
    if (!options.quiet() && !jsonOnStdout) {
      console
          .out()
          .print(
              outputs
                  .table()
                  .map(table -> table.render(result))
                  .orElseGet(() -> new ReportTable(description, result).render()));
    }
    if (jsonOnStdout) {
      json.write(console.out());
    } else if (options.json().isPresent()) {
      try (OutputFile file = new OutputFile(Path.of(options.json().get()))) {
        json.write(file.stream());
        file.complete();
      }
    }
    outputs.complete(description, result);
    return verdict(description, result, console);
  }

  /**
   * What is wrong goes to standard error, its first line stable, with the command that shows it
   * again.
   */
  private static ExitCode verdict(
      RunDescription description, SimulationResult result, Console console) {
    if (result.ok()) {
      return ExitCode.OK;
    }
    console.out().flush();
    if (result.failure().isPresent()) {
      Failure failure = result.failure().get();
      console.complain(failure.toString());
    }
    for (CheckResult check : result.checks()) {
      if (!check.ok() && !check.info()) {
        CheckResult.Violation first = check.first().get(0);
        console.complain(
            (check.check().startsWith(ContractMonitor.PREFIX) ? "CONTRACT: " : "CHECK: ")
                + check.check()
                + " violated "
                + check.violations()
                + " times, first at "
                + Durations.format(first.timeNs())
                + ": "
                + first.what());
      }
    }
    console.err().println("replay: " + description.replay());
    boolean failed = result.failure().isPresent() || ContractMonitor.modelViolated(result.checks());
    return failed ? ExitCode.POLICY_FAILED : ExitCode.INPUT_ERRORS;
  }

  private static RunDescription describe(RunOptions options, Subject subject, Workload workload) {
    return new RunDescription(
        Version.current(),
        subject.policy() == null || options.agent().isEmpty()
            ? subject.name()
            : subject.name() + " with " + options.agent().get().kind().word(),
        subject.shown(),
        workload.name(),
        options.topologySpec(),
        options.topology(),
        options.seed(),
        options.engine(),
        options.replay());
  }
}
