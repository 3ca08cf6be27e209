package org.gpol.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.gpol.bpf.object.BpfObject;
import org.gpol.cli.figures.FigureWorkload;
import org.gpol.cli.figures.Figures;
import org.gpol.kernel.agent.AgentSettings;
import org.gpol.kernel.model.FairSettings;
import org.gpol.kernel.model.Topology;
import org.gpol.kernel.platform.CpuTables;
import org.gpol.kernel.platform.ModelPlatform;
import org.gpol.kernel.report.SimulationResult;
import org.gpol.kernel.sim.Simulation;
import org.gpol.kernel.workload.WorkloadException;

/** A policy's reference with its figures: {@code gpol doc --figures}. */
final class PolicyPage {
  /** How the paragraph of a policy's head begins that says what its figures mean. */
  private static final String COMMENT = "In figures:";

  private final String path;
  private final String spec;
  private final Topology topology;
  private final AgentSettings agent;
  private final BpfObject object;
  private final Console console;

  private PolicyPage(
      String path,
      String spec,
      Topology topology,
      AgentSettings agent,
      BpfObject object,
      Console console) {
    this.path = path;
    this.spec = spec;
    this.topology = topology;
    this.agent = agent;
    this.object = object;
    this.console = console;
  }

  /**
   * The page.
   *
   * @param reference what {@code gpol doc} prints without figures
   */
  static String of(String path, CommandLine line, String reference, Console console)
      throws CommandFailure {
    String spec = line.getOptionValue("topology", "4");
    Topology topology = RunOptions.topology(spec);
    Optional<AgentSettings> agent = RunOptions.agent(line, path, topology.cpus());
    BpfObject object = PolicyFile.load(path, ModelPlatform.INSTANCE, console);
    return new PolicyPage(path, spec, topology, agent.orElse(null), object, console)
        .text(reference);
  }

  private String text(String reference) throws CommandFailure {
    List<String> paragraphs = new ArrayList<>(List.of(reference.strip().split("\n\n")));
    String comment = "";
    for (String paragraph : List.copyOf(paragraphs)) {
      if (paragraph.startsWith(COMMENT)) {
        paragraphs.remove(paragraph);
        comment = "\n" + paragraph + "\n";
      }
    }
    String options = spec.equals("4") ? "" : " --topology " + spec;
    options += agent == null ? "" : " --agent " + agent.text();
    Map<String, Figures.Subject<CommandFailure>> classes = new LinkedHashMap<>();
    classes.put("CFS", workload -> run(workload, null, Baseline.CFS));
    classes.put("EEVDF", workload -> run(workload, null, Baseline.EEVDF));
    String figures =
        Figures.section(
            object.name(),
            "`" + spec + "`",
            "gpol run " + path + options,
            workload -> run(workload, object, Baseline.CFS),
            classes);
    paragraphs.add(
        1, "Made by `gpol doc " + path + " --figures" + options + "`; a test makes it again.");
    return String.join("\n\n", paragraphs) + "\n\n" + figures + comment;
  }

  private SimulationResult run(FigureWorkload workload, BpfObject policy, Baseline baseline)
      throws CommandFailure {
    FairSettings fair = baseline.settings(topology);
    Simulation.Builder simulation =
        Simulation.builder(topology, workload.make()).fair(fair).seed(FigureWorkload.SEED);
    if (policy != null) {
      simulation
          .policy(CheckCommand.load(path, policy, CpuTables.options(topology), console))
          .agents(agent);
    }
    try {
      SimulationResult result = simulation.run();
      if (result.failure().isPresent()) {
        throw new CommandFailure(
            ExitCode.POLICY_FAILED, path + ": " + workload + ": " + result.failure().get());
      }
      return result;
    } catch (WorkloadException e) {
      throw new CommandFailure(ExitCode.INPUT_ERRORS, e.getMessage());
    }
  }
}
