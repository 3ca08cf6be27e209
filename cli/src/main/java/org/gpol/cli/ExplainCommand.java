package org.gpol.cli;

import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.gpol.bpf.text.Spelling;
import org.gpol.cli.explain.Explanations;

/** {@code gpol explain}: what an error means, with an example that has it and one that has not. */
final class ExplainCommand implements Command {
  @Override
  public String name() {
    return "explain";
  }

  @Override
  public String summary() {
    return "explain what the compiler or the verifier says";
  }

  @Override
  public String synopsis() {
    return "[CODE…]";
  }

  @Override
  public Options options() {
    return new Options();
  }

  @Override
  public List<String> examples() {
    return List.of("gpol explain", "gpol explain MISSING_NULL_CHECK", "gpol explain stack-bounds");
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandFailure {
    if (line.getArgList().isEmpty()) {
      for (String code : Explanations.codes()) {
        console.out().printf("%-24s %s%n", code, Explanations.title(code));
      }
      return ExitCode.OK;
    }
    String before = "";
    for (String code : line.getArgList()) {
      console.out().print(before + entry(code));
      before = "\n";
    }
    return ExitCode.OK;
  }

  private static String entry(String code) throws CommandFailure {
    return Explanations.text(code)
        .orElseThrow(
            () ->
                CommandFailure.usage(
                    "nothing is called `"
                        + code
                        + "`"
                        + Spelling.didYouMean(code, Explanations.codes())
                        + "; `gpol explain` lists what can be explained"));
  }
}
