package org.gpol.cli.exec;

/** Input that is no program. The message is one line. */
public final class BadProgram extends Exception {
  private static final long serialVersionUID = 1L;

  BadProgram(String message) {
    super(message);
  }
}
