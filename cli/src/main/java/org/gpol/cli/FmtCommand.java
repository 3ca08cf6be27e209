package org.gpol.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.gpol.cli.output.OutputFile;
import org.gpol.compiler.diagnostics.DiagnosticRenderer;
import org.gpol.compiler.diagnostics.DiagnosticSink;
import org.gpol.compiler.diagnostics.SourceFile;
import org.gpol.compiler.fmt.Formatter;

/** {@code gpol fmt}: lays policies out in the one style; a file with errors is left alone. */
final class FmtCommand implements Command {
  @Override
  public String name() {
    return "fmt";
  }

  @Override
  public String summary() {
    return "format policies";
  }

  @Override
  public String synopsis() {
    return "[--check] FILE…";
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(null, "check", false, "write nothing; fail if a file would change");
  }

  @Override
  public List<String> examples() {
    return List.of(
        "gpol fmt policies/fifo.gpol", "gpol fmt --check policies/*.gpol", "gpol fmt - < my.gpol");
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandFailure {
    if (line.getArgList().isEmpty()) {
      throw CommandFailure.usage("which file? `gpol fmt FILE…`, `-` for standard input");
    }
    ExitCode worst = ExitCode.OK;
    for (String path : line.getArgList()) {
      if (!file(path, line.hasOption("check"), console)) {
        worst = ExitCode.INPUT_ERRORS;
      }
    }
    return worst;
  }

  /** Returns false if the file has errors, or is not as {@code check} wants it. */
  private static boolean file(String path, boolean check, Console console) throws CommandFailure {
    String text = text(path, console);
    DiagnosticSink sink = new DiagnosticSink();
    Optional<String> formatted = Formatter.format(new SourceFile(path, text), sink);
    if (formatted.isEmpty()) {
      console.err().print(new DiagnosticRenderer(console.colour()).render(sink.diagnostics()));
      return false;
    }
    boolean same = formatted.get().equals(text);
    if (check) {
      if (!same) {
        console.out().println(path);
      }
      return same;
    }
    if (path.equals("-")) {
      console.out().print(formatted.get());
      console.out().flush();
    } else if (!same) {
      write(path, formatted.get());
    }
    return true;
  }

  /** The text of a file; what is not UTF-8 could not be written back as it was. */
  private static String text(String path, Console console) throws CommandFailure {
    byte[] content = InputFile.bytes(path, console);
    String text = new String(content, StandardCharsets.UTF_8);
    if (!Arrays.equals(content, text.getBytes(StandardCharsets.UTF_8))) {
      throw new CommandFailure(ExitCode.INPUT_ERRORS, path + ": is not UTF-8 text");
    }
    return text;
  }

  private static void write(String path, String text) throws CommandFailure {
    // A link stays one: what it points at is replaced.
    try (OutputFile file = new OutputFile(Path.of(path).toRealPath())) {
      file.stream().write(text.getBytes(StandardCharsets.UTF_8));
      file.complete();
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.IO, "cannot write " + path + ": " + e.getMessage());
    }
  }
}
