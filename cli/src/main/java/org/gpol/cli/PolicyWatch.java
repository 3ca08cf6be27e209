package org.gpol.cli;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Set;

/** Waits until somebody changes a policy. */
final class PolicyWatch {
  /** Editors write a file in several steps. */
  private static final long SETTLE_MS = 100;

  private PolicyWatch() {}

  /** Waits for a change of a policy in one of {@code directories}; false if interrupted. */
  static boolean changed(Set<Path> directories) throws CommandFailure {
    try (WatchService service = FileSystems.getDefault().newWatchService()) {
      for (Path directory : directories) {
        directory.register(
            service,
            StandardWatchEventKinds.ENTRY_CREATE,
            StandardWatchEventKinds.ENTRY_DELETE,
            StandardWatchEventKinds.ENTRY_MODIFY);
      }
      while (true) {
        WatchKey key = service.take();
        boolean policy = false;
        for (WatchEvent<?> event : key.pollEvents()) {
          policy |= String.valueOf(event.context()).endsWith(".gpol");
        }
        key.reset();
        if (policy) {
          Thread.sleep(SETTLE_MS);
          return true;
        }
      }
    } catch (InterruptedException e) {
      return false;
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.IO, "cannot watch " + e.getMessage());
    }
  }
}
