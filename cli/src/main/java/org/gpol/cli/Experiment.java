package org.gpol.cli;

import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.gpol.bpf.object.BpfObject;
import org.gpol.bpf.object.Variable;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.platform.CpuTables;
import org.gpol.kernel.platform.ModelPlatform;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.sim.Simulation;
import org.gpol.kernel.workload.CpuSet;
import org.gpol.kernel.workload.Workload;
import org.gpol.kernel.workload.WorkloadException;

/**
 * The machine, the kernel and the policy of an experiment, which can be run again and again.
 *
 * @param object null for the kernel's own class
 * @param policyCpus where the policy schedules
 * @param slice of the Shinjuku policy, unless told otherwise
 */
record Experiment(
    CommandLine line,
    Topology topology,
    MachineOptions machine,
    String policy,
    BpfObject object,
    CpuSet policyCpus,
    String slice,
    long seed) {

  static void describe(Options options) {
    MachineOptions.describe(options);
    RocksDbOptions.add(
        options, "policy", "FILE", "with ghost: the policy; default policies/shinjuku.gpol");
    RocksDbOptions.add(
        options, "ghost_cpus", "CPUS", "with ghost: the CPUs of the enclave; default 11-17");
    RocksDbOptions.add(options, "topology", "SPEC", "the machine; default as many CPUs as named");
    RocksDbOptions.add(options, "seed", "N", "of everything random; default 1");
    options.addOption(Parameters.option());
    options.addOption(Option.builder().longOpt("json").desc("print JSON").build());
  }

  /**
   * Reads the options.
   *
   * @param cpus how many the experiment itself needs
   * @param slice what the Shinjuku policy takes for its slice unless told otherwise
   */
  static Experiment parse(CommandLine line, boolean ghost, int cpus, String slice, Console console)
      throws CommandFailure {
    CpuSet enclave = ghost ? RocksDbOptions.cpus(line, "ghost_cpus", "11-17") : CpuSet.NONE;
    if (ghost && enclave.isEmpty()) {
      throw CommandFailure.usage("--ghost_cpus has no CPU");
    }
    String least = Integer.toString(Math.max(cpus, enclave.last() + 1));
    Topology topology = RunOptions.topology(line.getOptionValue("topology", least));
    if (topology.cpus() <= enclave.last()) {
      throw CommandFailure.usage("--ghost_cpus: the machine has no CPU " + enclave.last());
    }
    String seed = line.getOptionValue("seed", "1");
    String policy = ghost ? line.getOptionValue("policy", "policies/shinjuku.gpol") : "cfs";
    return new Experiment(
        line,
        topology,
        MachineOptions.parse(line, topology, Optional.empty()),
        policy,
        ghost ? PolicyFile.load(policy, ModelPlatform.INSTANCE, console) : null,
        enclave,
        slice,
        Variable.Kind.SIGNED
            .parse(seed)
            .orElseThrow(
                () -> CommandFailure.usage("--seed: `" + seed + "` is not a whole number")));
  }

  /** Refuses options that mean nothing without ghOSt. */
  static void requireGhost(CommandLine line, boolean ghost) throws CommandFailure {
    for (String option : new String[] {"policy", "ghost_cpus", "D"}) {
      if (!ghost && line.hasOption(option)) {
        throw CommandFailure.usage(
            (option.equals("D") ? "-D" : "--" + option) + " needs --scheduler ghost");
      }
    }
  }

  /** What schedules. */
  String policyName() {
    return object == null ? policy : object.name();
  }

  /** A run to its end. */
  SimulationResult run(Workload workload, Console console) throws CommandFailure {
    Simulation.Builder simulation = Simulation.builder(topology, workload).seed(seed);
    machine.apply(simulation);
    // Waiting without end is a result of an experiment, and no mistake of a policy.
    simulation.checks(false);
    if (object != null) {
      var typed = new java.util.TreeMap<>(Parameters.typed(line));
      if (object.name().equals("shinjuku")) {
        typed.putIfAbsent("global_cpu", Integer.toString(policyCpus.first()));
        typed.putIfAbsent("preemption_time_slice", slice);
      }
      var variables = Parameters.values(object, typed);
      simulation
          .policyCpus(policyCpus)
          .policy(
              CheckCommand.load(
                  policy, object, CpuTables.options(topology).withVariables(variables), console));
    }
    try {
      workload.validate(topology.cpus());
      SimulationResult result = simulation.run();
      if (result.failure().isPresent()) {
        throw new CommandFailure(ExitCode.POLICY_FAILED, result.failure().get().toString());
      }
      return result;
    } catch (WorkloadException e) {
      throw new CommandFailure(ExitCode.INPUT_ERRORS, e.getMessage());
    }
  }
}
