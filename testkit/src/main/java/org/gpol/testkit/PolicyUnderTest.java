package org.gpol.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gpol.bpf.contract.Contract;
import org.gpol.bpf.object.BpfObject;
import org.gpol.compiler.CompilationResult;
import org.gpol.compiler.CompilerOptions;
import org.gpol.compiler.GpolCompiler;
import org.gpol.compiler.diagnostics.DiagnosticRenderer;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.kernel.agent.AgentSettings;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.platform.BpfPolicy;
import org.gpol.kernel.platform.CpuTables;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.sim.Simulation;
import org.gpol.kernel.workload.Workload;
import org.gpol.vm.LoadException;
import org.gpol.vm.VerifierRejection;

/** A compiled policy; every run loads it anew, so runs share nothing. */
public final class PolicyUnderTest {
  private final BpfObject object;
  private final List<Contract> contracts;
  private final AgentSettings agents;

  private PolicyUnderTest(BpfObject object, List<Contract> contracts, AgentSettings agents) {
    this.object = object;
    this.contracts = contracts;
    this.agents = agents;
  }

  /**
   * The same with a scheduler in user space beside its programs.
   *
   * @param text as for {@code gpol run --agent}
   */
  public PolicyUnderTest withAgent(String text) {
    return new PolicyUnderTest(object, contracts, AgentSettings.parse(text));
  }

  /**
   * Compiles the policy in {@code file}.
   *
   * @throws AssertionError with the compiler's diagnostics if it does not compile
   */
  public static PolicyUnderTest compile(Path file) throws IOException {
    SourceFile source = new SourceFile(file.toString(), Files.readString(file));
    CompilationResult result = GpolCompiler.compile(source, CompilerOptions.FILES);
    BpfObject object =
        result
            .object()
            .orElseThrow(
                () ->
                    new AssertionError(new DiagnosticRenderer(false).render(result.diagnostics())));
    return new PolicyUnderTest(object, result.contracts(), null);
  }

  /**
   * Simulates {@code workload} to its end. The policy's contracts are among the checks of the
   * result.
   *
   * @throws AssertionError if the verifier refuses the policy
   */
  public SimulationResult run(Workload workload, Topology topology, long seed) {
    try {
      BpfPolicy policy = BpfPolicy.load(object, CpuTables.options(topology));
      return Simulation.builder(topology, workload)
          .policy(policy)
          .agents(agents)
          .seed(seed)
          .contracts(contracts, Map.of())
          .run();
    } catch (LoadException | VerifierRejection e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }
}
