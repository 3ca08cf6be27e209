package org.gpol.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that commands read as bytes; {@code -} is standard input. */
final class InputFile {
  private InputFile() {}

  static byte[] bytes(String path, Console console) throws CommandFailure {
    try (InputStream in = open(path, console)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw PolicyFile.unreadable(path, e);
    }
  }

  static InputStream open(String path, Console console) throws CommandFailure {
    try {
      return path.equals("-") ? console.in() : Files.newInputStream(Path.of(path));
    } catch (IOException e) {
      throw PolicyFile.unreadable(path, e);
    }
  }
}
