package org.gpol.vm.engine;

/** An engine that goes on with what another one began. */
public interface ResumableEngine extends Engine {
  /**
   * Runs a function from the instruction at {@code index} to its end and returns R0. How many
   * instructions the run has executed by then, the context knows.
   *
   * @param depth calls open: the function's frame is the one numbered so
   * @param registers R0 to R10
   * @param executed instructions that the run has executed before
   * @throws org.gpol.vm.engine.VmFault if the run had to be stopped
   */
  long resume(ExecutionContext context, int index, int depth, long[] registers, long executed);
}
