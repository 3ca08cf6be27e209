package org.gpol.kernel.machine;

import org.gpol.kernel.workload.SourcePosition;

/** A description of a machine that cannot be used; the message is one line for the user. */
public final class MachineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MachineException(String message) {
    super(message);
  }

  /** A fault at a place in a file: {@code file:line:column: problem}. */
  MachineException(String file, int line, int column, String problem) {
    super(new SourcePosition(file, line, column) + ": " + problem);
  }
}
