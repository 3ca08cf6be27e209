package org.gpol.cli;

import java.io.PrintWriter;
import java.util.List;
import org.apache.commons.cli.Option;

/** The help pages. */
final class Help {
  private static final int OPTION_COLUMN = 30;

  private Help() {}

  static void overview(List<Command> commands, PrintWriter to) {
    line(to, "gpol %s: write, check and simulate scheduling policies", Version.current());
    line(to, "");
    line(to, "usage: gpol COMMAND [OPTIONS] [ARGUMENTS]");
    line(to, "");
    for (Command command : commands) {
      line(to, "  %-10s %s", command.name(), command.summary());
    }
    line(to, "  %-10s %s", "help", "this page, or `gpol help COMMAND`");
    line(to, "  %-10s %s", "version", "the version");
    line(to, "");
    line(to, "exit codes:");
    for (ExitCode code : ExitCode.values()) {
      line(to, "  %-3d %s", code.status(), code.meaning());
    }
  }

  static void command(Command command, PrintWriter to) {
    line(to, "gpol %s: %s", command.name(), command.summary());
    line(to, "");
    line(to, "usage: gpol %s %s", command.name(), command.synopsis());
    List<Option> options = List.copyOf(command.options().getOptions());
    if (!options.isEmpty()) {
      line(to, "");
      line(to, "options:");
      options.forEach(option -> option(option, to));
    }
    line(to, "");
    line(to, "examples:");
    command.examples().forEach(example -> line(to, "  %s", example));
  }

  /** An option as it is typed, with the dashes that it takes. */
  static String spelling(Option option) {
    return option.getLongOpt() == null ? "-" + option.getOpt() : "--" + option.getLongOpt();
  }

  private static void option(Option option, PrintWriter to) {
    String left = spelling(option) + (option.getArgName() == null ? "" : " " + option.getArgName());
    String[] lines = option.getDescription().split("\n", -1);
    line(to, "  %-" + OPTION_COLUMN + "s %s", left, lines[0]);
    for (int i = 1; i < lines.length; i++) {
      line(to, "  %-" + OPTION_COLUMN + "s %s", "", lines[i]);
    }
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency
  private static void line(PrintWriter to, String format, Object... args) {
    to.print(String.format(format, args).stripTrailing());
    to.print('\n');
  }
}
