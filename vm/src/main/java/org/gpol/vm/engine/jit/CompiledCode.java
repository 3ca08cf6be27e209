package org.gpol.vm.engine.jit;

/** What a generated class is to the engine; each has one instance. */
abstract class CompiledCode {
  /** Runs the first function in the first frame; {@code r1} is the address of the context. */
  abstract long main(JitRun run, long r1);

  /**
   * Runs one function of the program in a frame of its own.
   *
   * @param function its number
   * @param frame where its frame ends, in bytes from the start of the stack
   */
  abstract long call(
      JitRun run, int function, int frame, long r1, long r2, long r3, long r4, long r5);
}
