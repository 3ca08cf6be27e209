package org.gpol.vm.engine;

import org.gpol.bpf.code.SourceLocation;

/**
 * A run that had to be stopped. Verified programs do not fault; this is the defence behind the
 * proof. Carries the instruction instead of a stack trace.
 */
public abstract sealed class VmFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int index;
  private final transient SourceLocation location;

  private VmFault(String what, int index, SourceLocation location) {
    super(
        what + " at instruction " + index + (location == null ? "" : " (" + location + ")"),
        null,
        false,
        false);
    this.index = index;
    this.location = location;
  }

  /** Index of the instruction in its {@link org.gpol.bpf.code.Code}. */
  public final int index() {
    return index;
  }

  /** Where the instruction came from, or null. */
  public final SourceLocation location() {
    return location;
  }

  /** An access outside the program's memory. */
  public static final class MemoryFault extends VmFault {
    private static final long serialVersionUID = 1L;

    /** A fault of the instruction at {@code index}. */
    public MemoryFault(String what, int index, SourceLocation location) {
      super(what, index, location);
    }
  }

  /** More instructions than a run may execute. */
  public static final class BudgetExhausted extends VmFault {
    private static final long serialVersionUID = 1L;

    /** A run that was about to execute instruction number {@code budget} + 1. */
    public BudgetExhausted(long budget, int index, SourceLocation location) {
      super("more than " + budget + " instructions in one run", index, location);
    }
  }

  /** More nested calls than there are frames. */
  public static final class CallDepthExceeded extends VmFault {
    private static final long serialVersionUID = 1L;

    /** A call too many at {@code index}. */
    public CallDepthExceeded(int index, SourceLocation location) {
      super("calls nested deeper than " + ExecutionContext.MAX_FRAMES + " frames", index, location);
    }
  }
}
