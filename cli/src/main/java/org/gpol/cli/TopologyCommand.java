package org.gpol.cli;

import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.gpol.cli.output.TopologyText;
import org.gpol.kernel.machine.Machines;
import org.gpol.kernel.model.Topology;

/** {@code gpol topology}: which machines have a name, and what a description of one says. */
final class TopologyCommand implements Command {

  @Override
  public String name() {
    return "topology";
  }

  @Override
  public String summary() {
    return "list the machines that have a name, or show what a machine is like";
  }

  @Override
  public String synopsis() {
    return "list | show SPEC|NAME|FILE|DIRECTORY [--json]";
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(Option.builder().longOpt("json").desc("show each CPU, for programs").build());
  }

  @Override
  public List<String> examples() {
    return List.of(
        "gpol topology list", "gpol topology show 2n4l8c2t", "gpol topology show hybrid --json");
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandFailure {
    List<String> words = line.getArgList();
    if (words.equals(List.of("list"))) {
      for (Machines machine : Machines.values()) {
        console
            .out()
            .print(String.format(Locale.ROOT, "%-17s %s\n", machine.word(), machine.summary()));
      }
      return ExitCode.OK;
    }
    if (words.size() != 2 || !words.get(0).equals("show")) {
      throw CommandFailure.usage("topology takes `list` or `show NAME`; see `gpol help topology`");
    }
    Topology topology = RunOptions.topology(words.get(1));
    console
        .out()
        .print(line.hasOption("json") ? TopologyText.json(topology) : TopologyText.table(topology));
    return ExitCode.OK;
  }
}
