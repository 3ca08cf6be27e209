package org.gpol.vm.engine;

/** A program ready to run: the seam behind which engines are interchangeable. */
public interface Engine {
  /**
   * Runs the program to its end and returns R0.
   *
   * @throws org.gpol.vm.engine.VmFault where verified code does what it cannot do; its place is an
   *     instruction index
   */
  long run(ExecutionContext context);

  /** The same program in the engine that can begin anywhere. */
  ResumableEngine interpreted();
}
