package org.gpol.bpf.core;

/**
 * A CO-RE relocation that makes no sense or has several answers: the rest of a sentence about it.
 */
public final class CoreException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A failure described by {@code message}. */
  public CoreException(String message) {
    super(message);
  }
}
