package org.gpol.vm.engine.jit;

import org.gpol.bpf.isa.Insn;
import org.gpol.vm.call.HelperBinding;
import org.gpol.vm.call.HelperCall;
import org.gpol.vm.engine.ExecutionContext;
import org.gpol.vm.engine.VmFault;
import org.gpol.vm.memory.AddressSpace;
import org.gpol.vm.memory.MemoryViolation;

/** What compiled code works on during a run: memory, and how many instructions it has executed. */
final class JitRun {
  final AddressSpace memory;
  final byte[] stack;
  final long stackBase;
  final HelperCall call;
  private final CompilationUnit unit;
  byte[] context;

  /** Instructions executed, as far as the methods that run now have told. */
  int executed;

  /** {@link #executed} less the index of the next instruction, between chunks of a function. */
  int bias;

  /** The end of the frame that called a helper which calls back. */
  int frame;

  JitRun(CompilationUnit unit, ExecutionContext execution) {
    this.unit = unit;
    memory = execution.memory();
    stack = execution.stackBytes();
    stackBase = execution.frameEnd(0) - ExecutionContext.FRAME_BYTES;
    call = execution.call();
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
