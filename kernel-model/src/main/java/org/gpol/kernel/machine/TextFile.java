package org.gpol.kernel.machine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are small because they describe a machine; larger ones are refused unread. */
final class TextFile {
  private static final int MAX_BYTES = 1 << 20;

  private TextFile() {}

  static String read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new MachineException(
            file.toString(), 1, 1, "larger than 1 MiB: this is no description of a machine");
      }
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }
}
