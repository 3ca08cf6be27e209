package org.gpol.cli;

import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.gpol.kernel.synthetic.Builtins;
import org.gpol.kernel.workload.WorkloadException;

/** {@code gpol workload}: which workloads have a name, and what they are as files. */
final class WorkloadCommand implements Command {

  @Override
  public String name() {
    return "workload";
  }

  @Override
  public String summary() {
    return "list the workloads that have a name, or show one as an rt-app file";
  }

  @Override
  public String synopsis() {
    return "list | show NAME[:KEY=VALUE,...]";
  }

  @Override
  public Options options() {
    return new Options();
  }

  @Override
  public List<String> examples() {
    return List.of("gpol workload list", "gpol workload show hackbench:groups=2,fds=4");
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandFailure {
    List<String> words = line.getArgList();
    if (words.equals(List.of("list"))) {
      for (Builtins builtin : Builtins.values()) {
        console
            .out()
            .print(
                String.format(
                    Locale.ROOT,
                    "%-10s %s\n           %s\n",
                    builtin.word(),
                    builtin.summary(),
                    builtin.defaults()));
      }
      return ExitCode.OK;
    }
    if (words.size() != 2 || !words.get(0).equals("show")) {
      throw CommandFailure.usage("workload takes `list` or `show NAME`; see `gpol help workload`");
    }
    try {
      console.out().print(Builtins.rtApp(words.get(1)));
      return ExitCode.OK;
    } catch (WorkloadException e) {
      throw new CommandFailure(ExitCode.INPUT_ERRORS, e.getMessage());
    }
  }
}
