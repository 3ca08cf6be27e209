package org.gpol.cli;

import java.io.PrintStream;

/**
 * Where a command writes: results to {@code out}, everything else to {@code err}.
 *
 * @param colour true if {@code err} may carry terminal colours
 */
record Console(PrintStream out, PrintStream err, boolean colour) {
  /** The stable first line of a failure: {@code gpol: MESSAGE}. */
  void complain(String message) {
    err.println("gpol: " + message);
  }
}
