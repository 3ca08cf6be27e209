package org.gpol.cli;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * Where a command reads and writes: results go to {@code out}, everything else to {@code err}.
 *
 * @param terminal true if somebody watches {@code err}
 * @param colour true if it may carry terminal colours
 */
record Console(InputStream in, PrintStream out, PrintStream err, boolean terminal, boolean colour) {
  /** Where progress is shown, or null. */
  PrintStream progress() {
    return terminal ? err : null;
  }

  /** The stable first line of a failure: {@code gpol: MESSAGE}. */
  void complain(String message) {
    err.println("gpol: " + message);
  }
}
