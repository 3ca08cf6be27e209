package org.gpol.vm.engine;

/** An engine that also runs single functions of its program, as timers need it. */
public interface CallableEngine extends Engine {
  /** Runs the function that begins at {@code start} as if it were a program. */
  long run(ExecutionContext context, int start, long a1, long a2, long a3, long a4, long a5);

  /** True if {@code address} is that of a function of the program. */
  boolean hasFunction(long address);

  /**
   * Runs the function at {@code address} as if it were a program.
   *
   * @throws IllegalArgumentException if the program has no function there
   */
  long call(ExecutionContext context, long address, long a1, long a2, long a3, long a4, long a5);
}
