package org.gpol.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The entry point of the process. */
public final class Main {
  private Main() {}

  /** Runs a command line and exits with its code. */
  public static void main(String[] args) {
    // The launcher looks whether standard error is a terminal: before JDK 22 Java cannot tell.
    boolean terminal = Boolean.getBoolean("gpol.colour");
    boolean colour = terminal && System.getenv("NO_COLOR") == null;
    PrintStream out = stream(FileDescriptor.out);
    Console console = new Console(System.in, out, stream(FileDescriptor.err), terminal, colour);
    boolean plugin = args.length >= 2 && args[0].equals("exec") && args[1].equals("--plugin");
    ExitCode code = plugin ? plugin(args, console) : new GpolCli().run(args, console);
    if (out.checkError() && code == ExitCode.OK) {
      console.complain("cannot write standard output");
      code = ExitCode.IO;
    }
    console.err().flush();
    if (plugin) {
      // Nothing waits for the end of this process, and exit would set up logging to tell of itself.
      Runtime.getRuntime().halt(code.status());
    }
    System.exit(code.status());
  }

  /**
   * A suite starts thousands of these, a process a test: straight to the program, past the options
   * and commands that it does not need.
   */
  private static ExitCode plugin(String[] args, Console console) {
    List<String> rest = Arrays.asList(args).subList(2, args.length);
    if (rest.contains("--help")) {
      return new GpolCli().run(args, console);
    }
    try {
      return ExecCommand.plugin(rest, console);
    } catch (CommandFailure failure) {
      console.complain(failure.getMessage());
      return failure.exitCode();
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError bug) {
      return GpolCli.reportBug(args, console, bug);
    }
  }

  /** UTF-8 whatever the locale says, so that output is the same on every machine. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }
}
