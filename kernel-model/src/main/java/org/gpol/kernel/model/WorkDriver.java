package org.gpol.kernel.model;

/** Decides what a task does when its work is done. */
@FunctionalInterface
public interface WorkDriver {

  /**
   * Called when a task is on a CPU with nothing left to do. Must answer with exactly one of the
   * {@code current…} calls of {@link Kernel} that end a step; see there.
   *
   * @param task index in the workload
   */
  void workDone(int task);
}
