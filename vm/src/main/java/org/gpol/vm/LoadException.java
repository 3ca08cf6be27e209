package org.gpol.vm;

/**
 * An object that cannot be loaded as asked: an unknown parameter, a value out of range, maps too
 * large. The message is one line.
 */
public final class LoadException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A failure described by {@code message}. */
  public LoadException(String message) {
    super(message);
  }
}
