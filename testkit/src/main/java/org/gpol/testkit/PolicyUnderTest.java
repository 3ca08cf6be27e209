package org.gpol.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gpol.bpf.contract.Contract;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.Variable;
import org.gpol.compiler.CompilationResult;
import org.gpol.compiler.CompilerOptions;
import org.gpol.compiler.GpolCompiler;
import org.gpol.compiler.diagnostics.DiagnosticRenderer;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.kernel.agent.AgentSettings;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.platform.BpfPolicy;
import org.gpol.kernel.platform.CpuTables;
import org.gpol.kernel.report.CheckResult;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.sim.Simulation;
import org.gpol.kernel.workload.Workload;
import org.gpol.testkit.scenario.Scenario;
import org.gpol.vm.LoadException;
import org.gpol.vm.VerifierRejection;

/**
 * A compiled policy; every run loads it anew, so runs share nothing. Immutable: what changes it
 * makes another one.
 */
public final class PolicyUnderTest {
  private static final long USUAL_STALL_NS = 1_000_000_000L;

  private final String path;
  private final String source;
  private final BpfObject object;
  private final List<Contract> contracts;
  private final Map<String, Long> variables;
  private final AgentSettings agents;
  private final long stallNs;

  private PolicyUnderTest(
      String path,
      String source,
      BpfObject object,
      List<Contract> contracts,
      Map<String, Long> variables,
      AgentSettings agents,
      long stallNs) {
    this.path = path;
    this.source = source;
    this.object = object;
    this.contracts = List.copyOf(contracts);
    this.variables = Map.copyOf(variables);
    this.agents = agents;
    this.stallNs = stallNs;
  }

  /**
   * Compiles the policy in {@code file}.
   *
   * @throws AssertionError with the compiler's diagnostics if it does not compile
   */
  public static PolicyUnderTest compile(Path file) throws IOException {
    return compile(file.toString(), Files.readString(file));
  }

  /**
   * Compiles {@code source}.
   *
   * @param path for diagnostics, imports, and commands that replay a failure
   * @throws AssertionError with the compiler's diagnostics if it does not compile
   */
  public static PolicyUnderTest compile(String path, String source) {
    CompilationResult result =
        GpolCompiler.compile(new SourceFile(path, source), CompilerOptions.FILES);
    BpfObject object =
        result
            .object()
            .orElseThrow(
                () ->
                    new AssertionError(new DiagnosticRenderer(false).render(result.diagnostics())));
    return new PolicyUnderTest(
        path, source, object, result.contracts(), Map.of(), null, USUAL_STALL_NS);
  }

  /** What has been compiled already, by whatever compiler, with what its author promises. */
  public static PolicyUnderTest of(String path, BpfObject object, List<Contract> contracts) {
    return new PolicyUnderTest(path, null, object, contracts, Map.of(), null, USUAL_STALL_NS);
  }

  /** The same with other values for parameters, as {@code gpol run -D} sets them. */
  public PolicyUnderTest with(Map<String, Long> values) {
    return new PolicyUnderTest(path, source, object, contracts, values, agents, stallNs);
  }

  /**
   * The same with a scheduler in user space beside its programs.
   *
   * @param text as for {@code gpol run --agent}
   */
  public PolicyUnderTest withAgent(String text) {
    AgentSettings settings = AgentSettings.parse(text);
    return new PolicyUnderTest(path, source, object, contracts, variables, settings, stallNs);
  }

  /** The same, of which a run fails when a task that could run does not for so long. */
  public PolicyUnderTest stallingAfter(Duration time) {
    return new PolicyUnderTest(path, source, object, contracts, variables, agents, time.toNanos());
  }

  /**
   * The same with further contracts, in the language's own syntax.
   *
   * @throws AssertionError with the compiler's diagnostics if they are none
   */
  public PolicyUnderTest promising(String... further) {
    if (source == null) {
      throw new IllegalStateException(path + " is an object: contracts are for .gpol files");
    }
    String text = source + (source.endsWith("\n") ? "" : "\n") + String.join("\n", further) + "\n";
    PolicyUnderTest made = compile(path, text);
    return new PolicyUnderTest(path, text, made.object, made.contracts, variables, agents, stallNs);
  }

  /** What the policy calls itself. */
  public String name() {
    return object.name();
  }

  /** The text that was compiled, if that is known. */
  public Optional<String> source() {
    return Optional.ofNullable(source);
  }

  /**
   * A run that has not begun. The policy's contracts are among the checks of its result.
   *
   * @throws AssertionError if the verifier refuses the policy
   */
  public Simulation.Builder simulation(Workload workload, Topology topology, long seed) {
    try {
      BpfPolicy policy =
          BpfPolicy.load(object, CpuTables.options(topology).withVariables(variables));
      return Simulation.builder(topology, workload)
          .policy(policy)
          .agents(agents)
          .seed(seed)
          .stallNs(stallNs)
          .contracts(contracts, variables);
    } catch (LoadException | VerifierRejection e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /** Simulates {@code workload} to its end. */
  public SimulationResult run(Workload workload, Topology topology, long seed) {
    return simulation(workload, topology, seed).run();
  }

  /** The kind of the first thing that goes wrong in a scenario, if anything does. */
  public Optional<String> fault(Scenario scenario) {
    return fault(run(scenario.workload(), scenario.topology(), 1));
  }

  /** The kind of the first thing that went wrong in a run, if anything did. */
  public static Optional<String> fault(SimulationResult result) {
    if (result.failure().isPresent()) {
      return Optional.of(result.failure().get().kind().name());
    }
    return result.checks().stream()
        .filter(check -> !check.ok() && !check.info())
        .map(CheckResult::check)
        .findFirst();
  }

  /** The command that runs a scenario of this policy again. */
  public String replay(Path scenario, int cpus) {
    return replay(path, scenario, cpus);
  }

  String replay(String policy, Path scenario, int cpus) {
    StringBuilder command = new StringBuilder("gpol run ");
    command.append(policy).append(" --workload ").append(scenario);
    command.append(" --topology ").append(cpus).append(" --seed 1");
    command.append(" --stall ").append(Variable.Kind.DURATION.text(stallNs));
    if (agents != null) {
      command.append(" --agent ").append(agents.text());
    }
    new TreeMap<>(variables)
        .forEach((name, value) -> command.append(" -D ").append(name).append('=').append(value));
    return command.toString();
  }
}
