package org.gpol.vm.memory;

/**
 * An access outside every region, or a write where none is allowed. Carries no stack trace: it is
 * an answer, not a bug.
 */
public final class MemoryViolation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A violation described by {@code message}. */
  public MemoryViolation(String message) {
    super(message, null, false, false);
  }
}
