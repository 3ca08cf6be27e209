package org.gpol.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.AlreadySelectedException;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;
import org.gpol.bpf.text.Spelling;

/**
 * Finds the command that a command line names, parses its options, runs it and turns what it throws
 * into exit codes.
 */
public final class GpolCli {
  private static final List<Command> COMMANDS =
      List.of(
          new NewCommand(),
          new BuildCommand(),
          new CheckCommand(),
          new RunCommand(),
          new TestCommand(),
          new CompareCommand(),
          new WorkloadCommand(),
          new TopologyCommand(),
          new RocksDbCommand(),
          new AntagonistCommand(),
          new SweepCommand(),
          new AsmCommand(),
          new DisasmCommand(),
          new ExecCommand(),
          new FuzzCommand(),
          new FmtCommand(),
          new LspCommand(),
          new DocCommand(),
          new ExplainCommand(),
          new VerifyCommand());

  /** Runs one command line. Never throws. */
  public ExitCode run(String[] args, Console console) {
    try {
      return dispatch(args, console);
    } catch (CommandFailure failure) {
      console.complain(failure.getMessage());
      return failure.exitCode();
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError bug) {
      return reportBug(args, console, bug);
    }
  }

  private static ExitCode dispatch(String[] args, Console console) throws CommandFailure {
    String word = args.length == 0 ? "help" : args[0];
    String[] rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
    switch (word) {
      case "help", "--help", "-h" -> {
        return help(rest, console);
      }
      case "version", "--version" -> {
        console.out().println("gpol " + Version.current());
        return ExitCode.OK;
      }
      default -> {
        Command command = find(word);
        return Arrays.asList(rest).contains("--help")
            ? help(new String[] {word}, console)
            : command.run(parse(command, rest), console);
      }
    }
  }

  private static Command find(String word) throws CommandFailure {
    Optional<Command> found = COMMANDS.stream().filter(c -> c.name().equals(word)).findFirst();
    return found.orElseThrow(
        () ->
            CommandFailure.usage(
                "unknown command `"
                    + word
                    + "`"
                    + Spelling.didYouMean(word, COMMANDS.stream().map(Command::name).toList())
                    + "; `gpol help` lists the commands"));
  }

  private static CommandLine parse(Command command, String[] args) throws CommandFailure {
    Options options = command.options();
    try {
      return DefaultParser.builder().setAllowPartialMatching(false).build().parse(options, args);
    } catch (UnrecognizedOptionException e) {
      List<String> known = options.getOptions().stream().map(Help::spelling).toList();
      throw CommandFailure.usage(
          "unknown option `"
              + e.getOption()
              + "`"
              + Spelling.didYouMean(e.getOption(), known)
              + seeHelp(command));
    } catch (MissingArgumentException e) {
      throw CommandFailure.usage(
          "option `" + Help.spelling(e.getOption()) + "` needs a value" + seeHelp(command));
    } catch (AlreadySelectedException e) {
      throw CommandFailure.usage(
          "option `" + Help.spelling(e.getOption()) + "` cannot be combined" + seeHelp(command));
    } catch (ParseException e) {
      throw CommandFailure.usage(e.getMessage() + seeHelp(command));
    }
  }

  private static String seeHelp(Command command) {
    return "; see `gpol help " + command.name() + "`";
  }

  private static ExitCode help(String[] args, Console console) throws CommandFailure {
    StringWriter text = new StringWriter();
    PrintWriter writer = new PrintWriter(text);
    if (args.length == 0) {
      Help.overview(COMMANDS, writer);
    } else {
      Help.command(find(args[0]), writer);
    }
    writer.flush();
    console.out().print(text);
    return ExitCode.OK;
  }

  static ExitCode reportBug(String[] args, Console console, Throwable bug) {
    console.complain("BUG: " + bug);
    console
        .err()
        .println("This is a mistake in gpol, not in your input. Please report it with this text:");
    console
        .err()
        .println("  gpol " + Version.current() + ", Java " + System.getProperty("java.version"));
    console.err().println("  gpol " + String.join(" ", args));
    Arrays.stream(bug.getStackTrace())
        .limit(12)
        .forEach(frame -> console.err().println("    at " + frame));
    return ExitCode.BUG;
  }
}
