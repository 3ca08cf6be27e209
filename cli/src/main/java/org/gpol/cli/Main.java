package org.gpol.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The entry point of the process. */
public final class Main {
  private Main() {}

  /** Runs a command line and exits with its code. */
  public static void main(String[] args) {
    // The launcher looks whether standard error is a terminal: before JDK 22 Java cannot tell.
    boolean colour = Boolean.getBoolean("gpol.colour") && System.getenv("NO_COLOR") == null;
    PrintStream out = stream(FileDescriptor.out);
    Console console = new Console(System.in, out, stream(FileDescriptor.err), colour);
    ExitCode code = new GpolCli().run(args, console);
    if (out.checkError() && code == ExitCode.OK) {
      console.complain("cannot write standard output");
      code = ExitCode.IO;
    }
    console.err().flush();
    System.exit(code.status());
  }

  /** UTF-8 whatever the locale says, so that output is the same on every machine. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }
}
