package org.gpol.kernel.hook;

/** A program attached to a {@link HookPoint}. */
public interface HookProgram {

  /**
   * Runs to the end; takes no simulated time itself, the model charges {@link #lastInsns}.
   *
   * @param context laid out as {@link ContextCodec} says; what the program writes stays in it
   * @param environment the kernel as this run sees it, valid only during the call
   * @return r0
   * @throws HookFault if the program cannot go on
   */
  long run(byte[] context, HookEnvironment environment);

  /** Instructions executed by the last run that returned. */
  long lastInsns();
}
