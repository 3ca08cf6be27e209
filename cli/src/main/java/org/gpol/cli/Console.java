package org.gpol.cli;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * Where a command reads and writes: results go to {@code out}, everything else to {@code err}.
 *
 * @param colour true if {@code err} may carry terminal colours
 */
record Console(InputStream in, PrintStream out, PrintStream err, boolean colour) {
  /** The stable first line of a failure: {@code gpol: MESSAGE}. */
  void complain(String message) {
    err.println("gpol: " + message);
  }
}
