package org.gpol.compiler.imports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.gpol.compiler.parse.ParserFrontend;

/** Where the texts of imported files come from. */
@FunctionalInterface
public interface Imports {
  /** For a text that is in no file: there is nothing beside it. */
  Imports NONE =
      path -> {
        throw new IOException("this text is in no file, so there is none beside it");
      };

  /** Regular files, as UTF-8. */
  Imports FILES = Imports::file;

  /**
   * The text at {@code path}.
   *
   * @param path of the importing file and what it imports, put together; separated by slashes
   * @throws IOException whose message says to the policy's author why there is none
   */
  String read(String path) throws IOException;

  private static String file(String path) throws IOException {
    Path file = Path.of(path);
    try {
      if (!Files.isRegularFile(file)) {
        throw new IOException(Files.exists(file) ? "it is no file" : "there is no such file");
      }
      // More than the compiler takes, whatever the characters.
      if (Files.size(file) > 4L * ParserFrontend.MAX_SOURCE) {
        throw new IOException("it is too large for a policy");
      }
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no such file", e);
    }
  }
}
