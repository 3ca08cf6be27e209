package org.gpol.cli.output;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that appears whole or not at all: it is written beside its place and moved there at the
 * end. What is not a regular file (a terminal, a pipe, {@code /dev/null}) is written directly.
 */
public final class OutputFile implements AutoCloseable {
  private final Path target;
  private final Path written;
  private final OutputStream stream;
  private boolean complete;

  /**
   * Opens {@code target} for writing; fails at once if that cannot work, before anything long is
   * computed.
   */
  public OutputFile(Path target) throws IOException {
    this.target = target;
    if (Files.isDirectory(target)) {
      throw new FileSystemException(target.toString(), null, "is a directory");
    }
    boolean replaceable = !Files.exists(target) || Files.isRegularFile(target);
    this.written = replaceable ? target.resolveSibling(target.getFileName() + ".part") : target;
    if (replaceable) {
      // An interrupted run leaves nothing behind either; after the move there is nothing to delete.
      written.toFile().deleteOnExit();
    }
    this.stream = new BufferedOutputStream(open(), 1 << 16);
  }

  private OutputStream open() throws IOException {
    try {
      return Files.newOutputStream(written);
    } catch (NoSuchFileException e) {
      throw new FileSystemException(target.toString(), null, "no such directory");
    } catch (AccessDeniedException e) {
      throw new FileSystemException(target.toString(), null, "permission denied");
    }
  }

  /** Where to write; closed by {@link #close}. */
  public OutputStream stream() {
    return stream;
  }

  /** Says that everything has been written; without it, {@link #close} throws the file away. */
  public void complete() throws IOException {
    stream.flush();
    complete = true;
  }

  @Override
  public void close() throws IOException {
    stream.close();
    if (written.equals(target)) {
      return;
    }
    if (complete) {
      Files.move(written, target, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.deleteIfExists(written);
    }
  }
}
