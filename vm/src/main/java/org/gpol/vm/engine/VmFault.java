package org.gpol.vm.engine;

import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.SourceLocation;

/**
 * A run that had to be stopped. Verified programs do not fault; this is the defence behind the
 * proof, and all the protection there is for code that nobody verified. Carries the instruction
 * instead of a stack trace.
 */
public abstract sealed class VmFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int index;
  private final int slot;
  private final transient SourceLocation location;

  private VmFault(String what, Code code, int index, Throwable cause) {
    super(what + place(code, index), cause, false, false);
    this.index = index;
    this.slot = code.slotOf(index);
    this.location = code.location(index);
  }

  private static String place(Code code, int index) {
    int slot = code.slotOf(index);
    SourceLocation location = code.location(index);
    return " at instruction "
        + index
        + (slot == index ? "" : ", slot " + slot)
        + (location == null ? "" : " (" + location + ")");
  }

  /** Index of the instruction in its {@link Code}. */
  public final int index() {
    return index;
  }

  /** The slot that the instruction's encoding begins at: the number that Linux would name. */
  public final int slot() {
    return slot;
  }

  /** Where the instruction came from, or null. */
  public final SourceLocation location() {
    return location;
  }

  /** An access outside the program's memory. */
  public static final class MemoryFault extends VmFault {
    private static final long serialVersionUID = 1L;

    /** A fault of the instruction at {@code index}. */
    public MemoryFault(String what, Code code, int index) {
      super(what, code, index, null);
    }
  }

  /** More instructions than a run may execute. */
  public static final class BudgetExhausted extends VmFault {
    private static final long serialVersionUID = 1L;

    /** A run that was about to execute instruction number {@code budget} + 1. */
    public BudgetExhausted(long budget, Code code, int index) {
      super("more than " + budget + " instructions in one run", code, index, null);
    }
  }

  /** More nested calls than there are frames. */
  public static final class CallDepthExceeded extends VmFault {
    private static final long serialVersionUID = 1L;

    /** A call too many at {@code index}. */
    public CallDepthExceeded(Code code, int index) {
      super(
          "calls nested deeper than " + ExecutionContext.MAX_FRAMES + " frames", code, index, null);
    }
  }

  /** Control about to go where no instruction or function of the program is. */
  public static final class ControlFault extends VmFault {
    private static final long serialVersionUID = 1L;

    /** A step of the instruction at {@code index} into nowhere. */
    public ControlFault(String what, Code code, int index) {
      super(what, code, index, null);
    }
  }

  /** A helper that could not do anything sensible with what it was given. */
  public static final class HelperFault extends VmFault {
    private static final long serialVersionUID = 1L;

    /** The failure {@code cause} of the helper that the instruction at {@code index} calls. */
    public HelperFault(String what, Code code, int index, RuntimeException cause) {
      super(what, code, index, cause);
    }
  }
}
