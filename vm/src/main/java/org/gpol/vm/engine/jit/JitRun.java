package org.gpol.vm.engine.jit;

import java.util.List;
import org.gpol.bpf.code.Function;
import org.gpol.bpf.isa.Insn;
import org.gpol.vm.call.Callbacks;
import org.gpol.vm.call.HelperBinding;
import org.gpol.vm.call.HelperCall;
import org.gpol.vm.engine.ExecutionContext;
import org.gpol.vm.engine.VmFault;
import org.gpol.vm.memory.AddressSpace;
import org.gpol.vm.memory.MemoryViolation;

/** What compiled code works on during a run: memory, and how many instructions it has executed. */
final class JitRun implements Callbacks {
  final AddressSpace memory;
  final byte[] stack;
  final long stackBase;
  final HelperCall call;
  private final CompilationUnit unit;
  private final CompiledCode code;
  byte[] context;

  /** Instructions executed, as far as the methods that run now have told. */
  int executed;

  /** {@link #executed} less the index of the next instruction, between chunks of a function. */
  int bias;

  /** The end of the frame that called a helper which calls back. */
  int frame;

  JitRun(CompilationUnit unit, CompiledCode code, ExecutionContext execution) {
    this.unit = unit;
    this.code = code;
    memory = execution.memory();
    stack = execution.stackBytes();
    stackBase = execution.frameEnd(0) - ExecutionContext.FRAME_BYTES;
    call = execution.call();
  }

  /** Makes ready for a run on the context of {@code execution}. */
  void begin(ExecutionContext execution) {
    context = execution.contextBytes();
    executed = 0;
    frame = 0;
    call.setCallbacks(this);
  }

  /** Runs the function at an address as if it were a program. */
  long enter(long address, long a1, long a2, long a3, long a4, long a5) {
    int number = number(address);
    if (number < 0) {
      throw new IllegalArgumentException("no function at 0x" + Long.toHexString(address));
    }
    return code.call(this, number, ExecutionContext.FRAME_BYTES, a1, a2, a3, a4, a5);
  }

  @Override
  public long call(long function, long a1, long a2, long a3, long a4, long a5) {
    int caller = frame;
    int number = number(function);
    if (number < 0) {
      String what = "call of 0x" + Long.toHexString(function) + ", where no function begins";
      throw new VmFault.ControlFault(what, unit.code(), 0);
    }
    if (caller == stack.length) {
      throw new VmFault.CallDepthExceeded(unit.code(), 0);
    }
    int callee = caller + ExecutionContext.FRAME_BYTES;
    long result = code.call(this, number, callee, a1, a2, a3, a4, a5);
    frame = caller;
    return result;
  }

  /** The number of the function at {@code address}, or -1. */
  private int number(long address) {
    int start = unit.linkage().functions().indexOf(address);
    List<Function> functions = unit.functions();
    for (int i = 0; i < functions.size(); i++) {
      if (functions.get(i).start() == start) {
        return i;
      }
    }
    return -1;
  }

  /** Calls a helper. */
  static long helper(
      HelperCall call, HelperBinding binding, long r1, long r2, long r3, long r4, long r5) {
    call.arguments(r1, r2, r3, r4, r5);
    return binding.implementation().call(call);
  }

  /** What ends a run that used up its budget before the instruction at {@code index}. */
  VmFault exhausted(int index, int bias) {
    executed = bias + index;
    return new VmFault.BudgetExhausted(unit.budget(), unit.code(), index);
  }

  /** The fault that {@code thrown} by the instruction at {@code index} amounts to. */
  RuntimeException fault(RuntimeException thrown, int index, int bias) {
    if (thrown instanceof VmFault) {
      return thrown;
    }
    // A callback that did not come back has counted further.
    executed = Math.max(executed, bias + index + 1);
    if (thrown instanceof MemoryViolation) {
      return new VmFault.MemoryFault(thrown.getMessage(), unit.code(), index);
    }
    String what = thrown.getMessage();
    if (unit.code().insn(index) instanceof Insn.Call) {
      return new VmFault.HelperFault("helper failed, " + what, unit.code(), index, thrown);
    }
    return thrown instanceof IndexOutOfBoundsException
        ? new VmFault.MemoryFault(what, unit.code(), index)
        : thrown;
  }
}
