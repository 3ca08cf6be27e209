package org.gpol.policies;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gpol.compiler.CompilationResult;
import org.gpol.compiler.CompilerOptions;
import org.gpol.compiler.GpolCompiler;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.kernel.agent.AgentSettings;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.platform.BpfPolicy;
import org.gpol.kernel.platform.CpuTables;
import org.gpol.kernel.report.HookResult;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.report.TraceListener;
import org.gpol.kernel.sim.Simulation;
import org.gpol.kernel.workload.Workload;
import org.gpol.testkit.Job;
import org.gpol.vm.LoadException;
import org.gpol.vm.VerifierRejection;

/** Policies that come with gpol, run with parameters and a listener. */
final class Library {
  static final long MS = 1_000_000;
  static final long SECOND = 1000 * MS;

  private Library() {}

  /** Computes for as long as the workload lasts. */
  static Job hog(int nice) {
    return new Job(0, 1, 100 * SECOND, 0, nice);
  }

  /** A run that keeps the policy's contracts; anything else fails the test. */
  static SimulationResult run(
      String policy,
      Map<String, Long> parameters,
      Topology topology,
      Workload workload,
      TraceListener listener)
      throws IOException {
    SimulationResult result =
        simulation(policy, parameters, topology, workload).listener(listener).run();
    assertTrue(result.ok(), () -> result.failure() + " " + result.checks());
    return result;
  }

  private static Simulation.Builder simulation(
      String policy, Map<String, Long> parameters, Topology topology, Workload workload)
      throws IOException {
    Path path = Path.of(System.getProperty("gpol.root"), "policies", policy + ".gpol");
    SourceFile source = new SourceFile(path.toString(), Files.readString(path));
    CompilationResult compiled = GpolCompiler.compile(source, CompilerOptions.FILES);
    try {
      BpfPolicy loaded =
          BpfPolicy.load(
              compiled.object().orElseThrow(),
              CpuTables.options(topology).withVariables(parameters));
      return Simulation.builder(topology, workload)
          .policy(loaded)
          .contracts(compiled.contracts(), parameters);
    } catch (LoadException | VerifierRejection e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /** A run whatever comes of it, with agents that are described as for {@code --agent}, or none. */
  static SimulationResult withAgent(
      String policy, String agents, Topology topology, Workload workload) throws IOException {
    return simulation(policy, Map.of(), topology, workload)
        .agents(agents == null ? null : AgentSettings.parse(agents))
        .run();
  }

  /** A run under agents without programs. */
  static SimulationResult agentAlone(String agents, Topology topology, Workload workload) {
    return Simulation.builder(topology, workload).agents(AgentSettings.parse(agents)).run();
  }

  static SimulationResult run(String policy, Topology topology, Workload workload)
      throws IOException {
    return run(policy, Map.of(), topology, workload, new TraceListener() {});
  }

  static long calls(SimulationResult result, String hook) {
    List<HookResult> hooks = result.hooks();
    return hooks.stream().filter(h -> h.hook().equals(hook)).mapToLong(HookResult::calls).sum();
  }
}
