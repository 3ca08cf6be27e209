package org.gpol.benchmarks.compiler;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gpol.bpf.object.BpfObject;
import org.gpol.kernel.hook.EnclaveTunables;
import org.gpol.kernel.hook.HookEnvironment;
import org.gpol.kernel.hook.HookPoint;
import org.gpol.kernel.hook.HookProgram;
import org.gpol.kernel.hook.Policy;
import org.gpol.kernel.model.Cost;
import org.gpol.kernel.model.CostModel;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.platform.BpfPolicy;
import org.gpol.kernel.platform.CpuTables;
import org.gpol.kernel.report.HookResult;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.sim.Simulation;
import org.gpol.kernel.workload.Workload;
import org.gpol.vm.LoadException;
import org.gpol.vm.VerifierRejection;

/**
 * What each hook of a policy has executed in a simulation. Programs take no simulated time there,
 * so that policies which decide alike meet the same calls whatever their programs are made of.
 */
final class HookCosts {
  private static final int CPUS = 4;

  /** The tool's costs but for programs. */
  private static final CostModel COSTS = CostModel.DEFAULT.with(Cost.BPF_INSN, 0);

  private HookCosts() {}

  /** By the name of the hook, in the order of their names. */
  static Map<String, HookResult> measure(BpfObject object, Workload workload, long durationNs)
      throws IOException {
    BpfPolicy policy;
    try {
      policy = BpfPolicy.load(object, CpuTables.options(Topology.flat(CPUS)));
    } catch (LoadException | VerifierRejection e) {
      throw new IOException(object.name() + ": " + e.getMessage(), e);
    }
    SimulationResult result =
        Simulation.builder(Topology.flat(CPUS), workload)
            .policy(new TicksOnly(policy))
            .costs(COSTS)
            .seed(1)
            .durationNs(durationNs)
            .run();
    if (!result.ok()) {
      throw new IOException(object.name() + ": the simulation failed: " + result.failure());
    }
    Map<String, HookResult> costs = new LinkedHashMap<>();
    result.hooks().stream()
        .filter(hook -> hook.calls() > 0)
        .sorted(java.util.Comparator.comparing(HookResult::hook))
        .forEach(hook -> costs.put(hook.hook(), hook));
    return costs;
  }

  /** A policy that is sent ticks and not whether CPUs are available, whatever it can be asked. */
  private record TicksOnly(BpfPolicy policy) implements Policy {
    @Override
    public String name() {
      return policy.name();
    }

    @Override
    public HookProgram program(HookPoint point) {
      return policy.program(point);
    }

    @Override
    public EnclaveTunables tunables() {
      return new EnclaveTunables(true, false, false);
    }

    @Override
    public long mutations() {
      return policy.mutations();
    }

    @Override
    public long nextTimerNs(int cpu) {
      return policy.nextTimerNs(cpu);
    }

    @Override
    public long timerChanges() {
      return policy.timerChanges();
    }

    @Override
    public long runTimer(int cpu, HookEnvironment environment) {
      return policy.runTimer(cpu, environment);
    }

    @Override
    public void taskExited(long task) {
      policy.taskExited(task);
    }

    @Override
    public Map<String, Long> stats() {
      return policy.stats();
    }
  }
}
