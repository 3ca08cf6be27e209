package org.gpol.vm.engine.jit;

import org.gpol.vm.call.HelperBinding;
import org.gpol.vm.call.HelperCall;
import org.gpol.vm.engine.ExecutionContext;
import org.gpol.vm.engine.VmFault;
import org.gpol.vm.memory.AddressSpace;
import org.gpol.vm.memory.MemoryViolation;

/** What compiled code works on during a run: memory, and how many instructions are left. */
final class JitRun {
  final AddressSpace memory;
  final byte[] stack;
  final long stackBase;
  final HelperCall call;
  private final JitEngine engine;
  byte[] context;

  /** Instructions that the run may still execute; negative once they are used up. */
  int left;

  /** The end of the frame that called a helper which calls back. */
  int frame;

  JitRun(JitEngine engine, ExecutionContext execution) {
    this.engine = engine;
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

  /** What ends the run after the budget was used up at the instruction at {@code index}. */
  VmFault exhausted(int index, int remaining) {
    left = remaining;
    return new VmFault.BudgetExhausted(engine.budget(), index, engine.location(index));
  }

  /** The fault that {@code thrown} by the instruction at {@code index} amounts to. */
  RuntimeException fault(RuntimeException thrown, int index, int remaining) {
    if (thrown instanceof VmFault) {
      return thrown;
    }
    left = remaining + engine.rest(index);
    boolean outside =
        thrown instanceof MemoryViolation || thrown instanceof IndexOutOfBoundsException;
    return outside
        ? new VmFault.MemoryFault(thrown.getMessage(), index, engine.location(index))
        : thrown;
  }
}
