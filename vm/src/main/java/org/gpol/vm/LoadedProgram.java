package org.gpol.vm;

import org.gpol.bpf.object.Program;
import org.gpol.bpf.platform.ProgramType;
import org.gpol.vm.call.Environment;
import org.gpol.vm.engine.ExecutionContext;
import org.gpol.vm.verifier.VerificationResult;

/**
 * A program that the verifier accepted, ready to run. Runs may nest but not overlap: one thread at
 * a time.
 */
public final class LoadedProgram {
  private static final byte[] NO_CONTEXT = new byte[0];

  private final Program program;
  private final ProgramType type;
  private final VerificationResult verification;
  private final int contextBytes;
  private final Machine machine;
  private final ProgramEngine engine;
  private long executed;
  private boolean observedTime;

  LoadedProgram(
      Program program,
      ProgramType type,
      VerificationResult verification,
      Machine machine,
      ProgramEngine engine) {
    this.program = program;
    this.type = type;
    this.verification = verification;
    this.contextBytes = type.context().size();
    this.machine = machine;
    this.engine = engine;
  }

  /** The program as it was loaded. */
  public Program program() {
    return program;
  }

  /** Its type. */
  public ProgramType type() {
    return type;
  }

  /** What its next run uses, and why. */
  public EngineUse engineUse() {
    return engine.use();
  }

  /** What verifying it took. */
  public VerificationResult verification() {
    return verification;
  }

  /**
   * Runs it once and returns R0.
   *
   * @param context read and written in place; as long as the type's context
   * @throws org.gpol.vm.engine.VmFault if the run had to be stopped
   */
  public long run(byte[] context, Environment environment) {
    if (context.length != contextBytes) {
      throw new IllegalArgumentException(
          "a context of " + context.length + " bytes, not " + contextBytes);
    }
    ExecutionContext execution = machine.enter();
    try {
      execution.begin(context, environment);
      return engine.engine().run(execution);
    } finally {
      executed = execution.executed();
      observedTime = execution.call().observedTime();
      machine.leave();
      engine.ran(executed);
    }
  }

  /** True if {@code address} is that of a function of this program. */
  public boolean hasFunction(long address) {
    return engine.engine().hasFunction(address);
  }

  /**
   * Runs the function at {@code address} by itself, as a timer does with its callback, and returns
   * R0. It has a budget of its own and no context.
   *
   * @throws IllegalArgumentException if this program has no function there
   * @throws org.gpol.vm.engine.VmFault if the run had to be stopped
   */
  public long callFunction(
      long address, long a1, long a2, long a3, long a4, long a5, Environment environment) {
    ExecutionContext execution = machine.enter();
    try {
      execution.begin(NO_CONTEXT, environment);
      return engine.engine().call(execution, address, a1, a2, a3, a4, a5);
    } finally {
      executed = execution.executed();
      observedTime = execution.call().observedTime();
      machine.leave();
      engine.ran(executed);
    }
  }

  /** Instructions that the last run executed, those of runs nested in it not counted. */
  public long executed() {
    return executed;
  }

  /**
   * True if the last run read time or randomness or printed: another run may differ even if nothing
   * else changed.
   */
  public boolean observedTime() {
    return observedTime;
  }
}
