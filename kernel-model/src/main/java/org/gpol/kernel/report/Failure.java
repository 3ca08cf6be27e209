package org.gpol.kernel.report;

/**
 * Why a run was ended before its time.
 *
 * @param timeNs when
 * @param task index of the task concerned, or -1
 * @param waitedNs for a stall how long the task had been runnable without running, else 0
 * @param message one line, without the kind
 */
public record Failure(Kind kind, long timeNs, int task, long waitedNs, String message) {

  /** What can go wrong. */
  public enum Kind {
    /** A runnable task was not run for too long. */
    STALL,
    /** Events without end at one instant. */
    LIVELOCK,
    /** A program of the policy failed. */
    FAULT
  }

  @Override
  public String toString() {
    return kind + ": " + message;
  }
}
