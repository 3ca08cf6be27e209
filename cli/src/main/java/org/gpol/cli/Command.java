package org.gpol.cli;

import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** One command of the program. */
interface Command {
  /** The word that selects it. */
  String name();

  /** One line for the list of commands. */
  String summary();

  /** What follows {@code gpol NAME} in its usage line. */
  String synopsis();

  /** Its options; {@code --help} is added for it. */
  Options options();

  /** Command lines to try, most useful first. */
  List<String> examples();

  /** Does it. Failures that the user can mend are {@link CommandFailure}s. */
  ExitCode run(CommandLine line, Console console) throws CommandFailure;
}
