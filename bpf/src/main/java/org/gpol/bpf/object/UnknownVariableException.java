package org.gpol.bpf.object;

/** A path that leads to no variable that can be set. The message is one line. */
public final class UnknownVariableException extends Exception {
  private static final long serialVersionUID = 1L;

  UnknownVariableException(String message) {
    super(message);
  }
}
