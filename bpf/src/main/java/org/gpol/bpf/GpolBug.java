package org.gpol.bpf;

/**
 * A broken invariant of gpol itself, never a mistake in anybody's input. The command line reports
 * it with exit code 70 and asks for it to be filed.
 */
public final class GpolBug extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A bug described by {@code message}. */
  public GpolBug(String message) {
    super(message);
  }

  /** A bug noticed because of {@code cause}. */
  public GpolBug(String message, Throwable cause) {
    super(message, cause);
  }
}
