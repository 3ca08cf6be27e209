package org.gpol.cli.exec;

import org.gpol.bpf.code.Code;
import org.gpol.vm.EngineKind;
import org.gpol.vm.RawProgram;
import org.gpol.vm.call.HelperTable;

/** One run of one program with the conformance suite's helpers. */
public final class BareRun {
  /** Instructions after which a run is stopped, unless somebody says otherwise. */
  public static final long DEFAULT_BUDGET = 100_000_000;

  private static final HelperTable HELPERS = ConformanceHelpers.table();

  private BareRun() {}

  /**
   * R0 at the end of {@code code} on {@code memory}, which it may change.
   *
   * @param budget instructions after which the run is stopped
   * @param engine what runs it
   * @throws BadProgram if the program asks for what a bare machine does not have
   * @throws org.gpol.vm.engine.VmFault if it had to be stopped
   */
  public static long run(Code code, byte[] memory, long budget, EngineKind engine)
      throws BadProgram {
    RawProgram program;
    try {
      program = RawProgram.of(code, HELPERS, budget, engine);
    } catch (IllegalArgumentException e) {
      throw new BadProgram(e.getMessage());
    }
    try {
      return program.run(memory);
    } catch (ConformanceHelpers.Unwound unwound) {
      return 0;
    }
  }
}
