package org.gpol.vm.engine;

import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.Insn;
import org.gpol.vm.call.HelperBinding;
import org.gpol.vm.memory.MemoryViolation;

/** What Java's exceptions and impossible steps amount to, the same for all engines. */
public final class Failures {
  /** A step into nowhere, of an instruction that whoever throws this does not know. */
  public static final class Misstep extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Misstep(String what) {
      super(what, null, false, false);
    }

    /** The fault of the instruction at {@code index} that took the step. */
    public VmFault at(Code code, int index) {
      return getMessage() == null
          ? new VmFault.CallDepthExceeded(code, index)
          : new VmFault.ControlFault(getMessage(), code, index);
    }
  }

  private Failures() {}

  /** A call of an address where nothing begins. */
  public static Misstep noFunction(long address) {
    return new Misstep("call of 0x" + Long.toHexString(address) + ", where no function begins");
  }

  /** A call of a helper by a number that none has. */
  public static Misstep unknownHelper(int id) {
    return new Misstep("call of helper " + id + ", which does not exist");
  }

  /** One call more than there are frames. */
  public static Misstep tooDeep() {
    return new Misstep(null);
  }

  /** The fault that {@code thrown} by the instruction at {@code index} amounts to. */
  public static RuntimeException fault(RuntimeException thrown, Code code, int index) {
    if (thrown instanceof Misstep misstep) {
      return misstep.at(code, index);
    }
    String what = thrown.getMessage();
    if (thrown instanceof MemoryViolation) {
      return new VmFault.MemoryFault(what, code, index);
    }
    if (callsHelper(code.insn(index)) && isOfArguments(thrown)) {
      return new VmFault.HelperFault("helper failed, " + what, code, index, thrown);
    }
    // A wrong proof may lead compiled code out of an array, never further.
    return thrown instanceof IndexOutOfBoundsException
        ? new VmFault.MemoryFault(what, code, index)
        : thrown;
  }

  private static boolean callsHelper(Insn insn) {
    return insn instanceof Insn.CallReg
        || (insn instanceof Insn.Call call && call.id() != HelperBinding.TAIL_CALL);
  }

  /** True if a helper that could not cope with its arguments may throw it. */
  private static boolean isOfArguments(RuntimeException thrown) {
    return thrown instanceof IndexOutOfBoundsException
        || thrown instanceof NullPointerException
        || thrown instanceof IllegalArgumentException
        || thrown instanceof NegativeArraySizeException
        || thrown instanceof ClassCastException
        || thrown instanceof ArithmeticException;
  }
}
