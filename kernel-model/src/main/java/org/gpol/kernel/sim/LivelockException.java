package org.gpol.kernel.sim;

/** Events without end at one instant. */
final class LivelockException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int task;

  LivelockException(int task, String message) {
    super(message);
    this.task = task;
  }

  int task() {
    return task;
  }
}
