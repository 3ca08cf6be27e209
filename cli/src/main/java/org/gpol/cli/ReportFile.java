package org.gpol.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.gpol.cli.output.OutputFile;

/** A text that a command writes to a file if it was asked for. */
final class ReportFile {
  private ReportFile() {}

  /**
   * Writes {@code text} whole or not at all.
   *
   * @param path null where no file was asked for
   */
  static void write(String path, String text) throws CommandFailure {
    if (path == null) {
      return;
    }
    try (OutputFile file = new OutputFile(Path.of(path))) {
      file.stream().write(text.getBytes(StandardCharsets.UTF_8));
      file.complete();
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.IO, "cannot write " + e.getMessage());
    }
  }
}
