package org.gpol.kernel.liteos;

/** What a task does: calls of the kernel, then work, again and again. */
@FunctionalInterface
public interface LiteOsProgram {

  /** Answered by a task that is done: it returns from its entry function and is deleted. */
  long RETURN = -1;

  /**
   * Called when the task has the CPU and its work is done. It may call {@code os}; after a call
   * that made the task wait or ended it, it must return. The work comes after that.
   *
   * @return nanoseconds of work to the next call, at least 1; 0 if the task has just given up the
   *     CPU; {@link #RETURN}
   */
  long next(LiteOs os);
}
