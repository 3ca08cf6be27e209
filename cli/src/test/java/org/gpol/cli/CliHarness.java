package org.gpol.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs command lines as a user would, inside this process, and keeps what they print. */
final class CliHarness {
  static final Path ROOT = Path.of(System.getProperty("gpol.root"));

  /** What a command line did. */
  record Outcome(ExitCode code, String out, String err) {
    String firstError() {
      return err.lines().findFirst().orElse("");
    }
  }

  private CliHarness() {}

  static Outcome gpol(String... args) {
    return gpolReading("", args);
  }

  /** Runs a command line with {@code input} on its standard input. */
  static Outcome gpolReading(String input, String... args) {
    ByteArrayInputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.ISO_8859_1));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8);
    ExitCode code = new GpolCli().run(args, new Console(in, outStream, errStream, false, false));
    return new Outcome(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** The path of a file of the repository. */
  static String file(String relative) {
    return ROOT.resolve(relative).toString();
  }

  /** A file with {@code content} in {@code directory}. */
  static String write(Path directory, String name, String content) {
    try {
      return Files.writeString(directory.resolve(name), content).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
