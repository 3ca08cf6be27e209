package org.gpol.cli.exec;

/** Input that is no program. The message is one line. */
public final class BadProgram extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong with the program. */
  public BadProgram(String message) {
    super(message);
  }
}
