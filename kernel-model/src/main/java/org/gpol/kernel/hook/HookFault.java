package org.gpol.kernel.hook;

/** A policy's program failed at run time; the simulation ends and says so. */
public final class HookFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A fault.
   *
   * @param message what went wrong, one line
   * @param cause the machine's own account of it, or null
   */
  public HookFault(String message, Throwable cause) {
    super(message, cause);
  }
}
