package org.gpol.cli;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.gpol.bpf.object.Variable;
import org.gpol.cli.report.ReportFormat;
import org.gpol.kernel.agent.AgentKind;
import org.gpol.kernel.agent.AgentSettings;
import org.gpol.kernel.machine.MachineException;
import org.gpol.kernel.machine.Machines;
import org.gpol.kernel.model.Topology;

/**
 * The options of {@code gpol run}, parsed and checked.
 *
 * @param policy a file, or the kernel's own class as {@link Baseline} calls it
 * @param agent who schedules in user space
 * @param durationNs replaces the workload's own
 * @param parameters as typed with {@code -D}, by name
 * @param engine {@code auto}, {@code jit} or {@code interp}
 * @param paranoid true if compiled programs are to check every access
 * @param stats true if it is to be said what ran each program
 * @param invariants true if the model's state is to be checked at every event
 * @param stallNs how long a runnable task may wait
 */
record RunOptions(
    String policy,
    Optional<AgentSettings> agent,
    String workload,
    String topologySpec,
    Topology topology,
    MachineOptions machine,
    long seed,
    Optional<Long> durationNs,
    long stallNs,
    Map<String, String> parameters,
    String engine,
    boolean paranoid,
    boolean stats,
    boolean checks,
    boolean invariants,
    boolean quiet,
    Optional<String> json,
    Optional<String> trace,
    Optional<String> html,
    Optional<String> histograms,
    Optional<String> events,
    Optional<ReportFormat> format) {
  private static final List<String> TRACE_ENDINGS =
      List.of(".pftrace", ".json", ".txt", ".csv", ".svg");

  static Options describe() {
    Options options = new Options();
    MachineOptions.describe(options);
    return options
        .addOption(
            value(
                "workload",
                "FILE|NAME",
                "an rt-app JSON file, a recording of ftrace, trace-cmd or\nperf script (.txt), or a workload of `gpol workload\nlist` with its settings (required)"))
        .addOption(
            value(
                "agent",
                "NAME",
                "who schedules in user space beside the policy's programs:\n"
                    + String.join(", ", AgentKind.words())
                    + "; NAME:key=TIME,…\nwith slice, crash, hang, watchdog: docs/agents.md"))
        .addOption(
            value(
                "topology",
                "SPEC",
                "CPUs, as `8` or `2n4l8c2t`: nodes, LLCs a node,\ncores an LLC, threads a core; a machine of\n`gpol topology list`; a file with the output of\n`lscpu -p`; a copy of /sys/devices/system; default 4"))
        .addOption(
            value("duration", "TIME", "simulated time, as 10s or 250ms; default the workload's"))
        .addOption(value("seed", "N", "of everything random; default 1"))
        .addOption(Parameters.option())
        .addOption(
            value(
                "engine",
                "auto|jit|interp",
                "what runs the policy's programs: the JIT, the\ninterpreter, or auto, which compiles what runs long\nenough; default auto"))
        .addOption(
            Option.builder()
                .longOpt("paranoid")
                .desc("compile programs as if the verifier had proved nothing")
                .build())
        .addOption(
            Option.builder()
                .longOpt("stats")
                .desc("say on standard error what ran each program, and why")
                .build())
        .addOption(
            value(
                "check",
                "all|none|model",
                "check the policy's contracts and invariants, and detect\nstalls; model: also the model's own state at every\nevent; default all"))
        .addOption(
            value(
                "stall",
                "TIME",
                "how long a runnable task may wait before the run\nends as stalled; default 1s"))
        .addOption(value("json", "FILE", "write the report as JSON; - is standard output"))
        .addOption(
            value(
                "trace",
                "FILE",
                "write the schedule: .pftrace or .json for the Perfetto\nUI, .txt as ftrace has it, .csv, .svg for a picture"))
        .addOption(
            value("report", "FILE.html", "write a page with timeline, distributions and costs"))
        .addOption(value("events", "FILE", "write what the policy emits, a JSON object a line"))
        .addOption(value("hdr", "FILE", "write the latencies as an HdrHistogram log"))
        .addOption(
            value(
                "format",
                "FORMAT",
                "print another table: perf-latency, perf-timehist,\nperf-map, schbench or ghost"))
        .addOption(Option.builder().longOpt("quiet").desc("print no report").build());
  }

  private static Option value(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).build();
  }

  static RunOptions parse(CommandLine line) throws CommandFailure {
    if (line.getArgList().size() != 1) {
      throw CommandFailure.usage(
          line.getArgList().isEmpty()
              ? "run needs a policy; see `gpol help run`"
              : "run takes one policy, not " + String.join(" ", line.getArgList()));
    }
    if (!line.hasOption("workload")) {
      throw CommandFailure.usage("run needs --workload FILE; see `gpol help run`");
    }
    String engine = choice(line, "engine", "auto", Map.of("jit", "", "interp", ""));
    String checks = choice(line, "check", "all", Map.of("none", "", "model", ""));
    String spec = line.getOptionValue("topology", "4");
    Topology topology = topology(spec);
    String policy = line.getArgList().get(0);
    return new RunOptions(
        policy,
        agent(line, policy, topology.cpus()),
        line.getOptionValue("workload"),
        spec,
        topology,
        MachineOptions.parse(line, topology, Baseline.of(policy)),
        seed(line),
        Optional.ofNullable(time(line, "duration")),
        Optional.ofNullable(time(line, "stall")).orElse(1_000_000_000L),
        Parameters.typed(line),
        engine,
        line.hasOption("paranoid"),
        line.hasOption("stats"),
        !checks.equals("none"),
        checks.equals("model"),
        line.hasOption("quiet"),
        Optional.ofNullable(line.getOptionValue("json")),
        trace(line),
        Optional.ofNullable(line.getOptionValue("report")),
        Optional.ofNullable(line.getOptionValue("hdr")),
        Optional.ofNullable(line.getOptionValue("events")),
        format(line));
  }

  /** The one of {@code --agent}, or the policy's own name. */
  static Optional<AgentSettings> agent(CommandLine line, String policy, int cpus)
      throws CommandFailure {
    String text = line.getOptionValue("agent");
    boolean alone = AgentSettings.isNamed(policy);
    if (text != null && (alone || Baseline.of(policy).isPresent())) {
      throw CommandFailure.usage("--agent: " + policy + " has no programs that an agent could use");
    }
    if (text == null && !alone) {
      return Optional.empty();
    }
    try {
      AgentSettings settings = AgentSettings.parse(alone ? policy : text);
      settings.requireCpus(cpus);
      return Optional.of(settings);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage((alone ? "" : "--agent: ") + e.getMessage());
    }
  }

  private static String choice(
      CommandLine line, String option, String usual, Map<String, String> others)
      throws CommandFailure {
    String chosen = line.getOptionValue(option, usual);
    String problem = chosen.equals(usual) ? "" : others.get(chosen);
    if (problem == null) {
      problem =
          "`"
              + chosen
              + "` is not among "
              + usual
              + ", "
              + String.join(", ", new TreeSet<>(others.keySet()));
    }
    if (!problem.isEmpty()) {
      throw CommandFailure.usage("--" + option + ": " + problem);
    }
    return chosen;
  }

  static Topology topology(String spec) throws CommandFailure {
    try {
      return Machines.read(spec);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("--topology: " + e.getMessage());
    } catch (MachineException e) {
      throw new CommandFailure(ExitCode.INPUT_ERRORS, e.getMessage());
    } catch (IOException e) {
      throw PolicyFile.unreadable(spec, e);
    }
  }

  /** The number of {@code --seed}, 1 if it is not given. */
  static long seed(CommandLine line) throws CommandFailure {
    String text = line.getOptionValue("seed", "1");
    return Variable.Kind.SIGNED
        .parse(text)
        .orElseThrow(() -> CommandFailure.usage("--seed: `" + text + "` is not a whole number"));
  }

  static Long time(CommandLine line, String option) throws CommandFailure {
    String text = line.getOptionValue(option);
    if (text == null) {
      return null;
    }
    Long ns = Variable.Kind.DURATION.parse(text).orElse(0L);
    if (ns < 1) {
      throw CommandFailure.usage(
          "--" + option + ": `" + text + "` is not a time above zero, such as 250ms or 10s");
    }
    return ns;
  }

  private static Optional<String> trace(CommandLine line) throws CommandFailure {
    String path = line.getOptionValue("trace");
    if (path != null && TRACE_ENDINGS.stream().noneMatch(path::endsWith)) {
      throw CommandFailure.usage(
          "--trace: `"
              + path
              + "` must end in .pftrace or .json (Perfetto UI), .txt (ftrace), .csv or .svg (picture)");
    }
    return Optional.ofNullable(path);
  }

  private static Optional<ReportFormat> format(CommandLine line) throws CommandFailure {
    String word = line.getOptionValue("format");
    if (word == null) {
      return Optional.empty();
    }
    Optional<ReportFormat> format = ReportFormat.of(word);
    if (format.isEmpty()) {
      List<String> words = Arrays.stream(ReportFormat.values()).map(ReportFormat::word).toList();
      throw CommandFailure.usage(
          "--format: `" + word + "` is not among " + String.join(", ", words));
    }
    return format;
  }

  /** The files that the run writes, for messages. */
  String outputs() {
    return Stream.of(trace, json, html, histograms, events)
        .flatMap(Optional::stream)
        .collect(Collectors.joining(" or "));
  }

  /** The command line that repeats this run. */
  String replay() {
    StringBuilder command = new StringBuilder("gpol run ");
    command.append(policy);
    if (agent.isPresent() && !agent.get().text().equals(policy)) {
      command.append(" --agent ").append(agent.get().text());
    }
    command.append(" --workload ").append(workload);
    command.append(" --topology ").append(topologySpec).append(" --seed ").append(seed);
    durationNs.ifPresent(
        ns -> command.append(" --duration ").append(Variable.Kind.DURATION.text(ns)));
    command.append(" --stall ").append(Variable.Kind.DURATION.text(stallNs));
    command.append(machine.typed());
    parameters.forEach(
        (name, text) -> command.append(" -D ").append(name).append('=').append(text));
    return command.toString();
  }
}
