package org.gpol.vm.engine.jit;

import org.gpol.vm.call.Callbacks;
import org.gpol.vm.call.HelperBinding;
import org.gpol.vm.call.HelperCall;
import org.gpol.vm.engine.Engine;
import org.gpol.vm.engine.ExecutionContext;
import org.gpol.vm.engine.Failures;
import org.gpol.vm.engine.VmFault;
import org.gpol.vm.memory.AddressSpace;

/**
 * What compiled code works on during a run: memory, and how many instructions it has executed. The
 * classes that are generated extend it by the program.
 */
abstract class JitRun implements Callbacks {
  /** As far as loops look ahead: the code counts in ints. */
  private static final int FARTHEST = 1 << 30;

  final AddressSpace memory;
  final byte[] stack;
  final long stackBase;
  final long contextBase;
  final HelperCall call;
  private final JitEngine engine;
  private final CompilationUnit unit;
  private final ExecutionContext execution;

  /** Instructions executed, as far as the methods that run now have told. */
  long executed;

  /** While no more were executed, nobody has to watch the budget until the next look at it. */
  final long unwatchedUpTo;

  /** Instructions executed and not told, less the index of the next, between chunks. */
  int bias;

  /** The end of the frame that called somebody who calls back. */
  private int frame;

  /** Where the tail call goes that {@link #findsTail} has just found. */
  private Engine tail;

  JitRun(JitEngine engine, ExecutionContext execution) {
    this.engine = engine;
    this.unit = engine.unit();
    this.execution = execution;
    this.unwatchedUpTo = unit.unwatchedUpTo();
    memory = execution.memory();
    stack = execution.stackBytes();
    stackBase = execution.frameEnd(0) - ExecutionContext.FRAME_BYTES;
    contextBase = execution.contextAddress();
    call = execution.call();
  }

  /** Runs the program from its start, in the first frame; R1 is the address of the context. */
  abstract long main(long r1);

  /**
   * Runs one function of the program in a frame of its own.
   *
   * @param function its number
   * @param frame where its frame ends, in bytes from the start of the stack
   */
  abstract long call(int function, int frame, long r1, long r2, long r3, long r4, long r5);

  /** The bytes of the context of this run. */
  final byte[] context() {
    return execution.contextBytes();
  }

  /** Runs a function of the program in a frame that ends at {@code frameEnd}. */
  final long enter(int start, int frameEnd, long a1, long a2, long a3, long a4, long a5) {
    return call(engine.number(start), frameEnd, a1, a2, a3, a4, a5);
  }

  /** Says that somebody who may call back is called from the frame that ends at {@code end}. */
  final void beforeCallback(int end) {
    frame = end;
    call.setCallbacks(this);
  }

  @Override
  public final long call(long function, long a1, long a2, long a3, long a4, long a5) {
    int start = unit.linkage().functions().indexOf(function);
    if (start < 0) {
      throw Failures.noFunction(function);
    }
    int caller = frame;
    long result = enter(start, frameBelow(caller), a1, a2, a3, a4, a5);
    frame = caller;
    return result;
  }

  /** Calls what a register points to: a function of the program, or else a helper by its number. */
  final long callAddress(long address, long a1, long a2, long a3, long a4, long a5) {
    if (unit.linkage().functions().indexOf(address) >= 0) {
      return call(address, a1, a2, a3, a4, a5);
    }
    HelperBinding helper =
        address == (int) address ? unit.linkage().helpers().at((int) address) : null;
    if (helper == null) {
      throw Failures.noFunction(address);
    }
    return helper(call, helper, a1, a2, a3, a4, a5);
  }

  /** The end of the frame below that which ends at {@code caller}. */
  final int frameBelow(int caller) {
    if (caller == stack.length) {
      throw Failures.tooDeep();
    }
    return caller + ExecutionContext.FRAME_BYTES;
  }

  /** Calls a helper. */
  static long helper(
      HelperCall call, HelperBinding binding, long r1, long r2, long r3, long r4, long r5) {
    call.arguments(r1, r2, r3, r4, r5);
    return binding.implementation().call(call);
  }

  /** True if a tail call goes anywhere; {@link #tail} then makes it. */
  final boolean findsTail(long map, long index) {
    int number = call.maps().at(map).program(index & 0xffff_ffffL);
    Engine target = unit.linkage().programs().at(number);
    if (target == null || !execution.countTailCall()) {
      return false;
    }
    tail = target;
    return true;
  }

  /** Goes on in the program that was found, in the frame that ends at {@code frameEnd}. */
  final long tail(
      int frameEnd,
      long r0,
      long r1,
      long r2,
      long r3,
      long r4,
      long r5,
      long r6,
      long r7,
      long r8,
      long r9) {
    try {
      if (tail instanceof JitEngine compiled
          && unit.proved()
          && compiled.unit().proved()
          && frameEnd == ExecutionContext.FRAME_BYTES
          && executed <= compiled.unit().unwatchedUpTo()) {
        JitRun other = compiled.runFor(execution);
        other.executed = executed;
        try {
          return other.main(r1);
        } finally {
          execution.setExecuted(other.executed);
        }
      }
      long fp = stackBase + frameEnd;
      long[] registers = {r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, fp};
      return tail.interpreted().resume(execution, 0, depth(frameEnd), registers, executed);
    } finally {
      cameBack();
    }
  }

  /** Lets the interpreter run a function from the instruction at {@code index} to its end. */
  final long interpret(
      int index,
      int ahead,
      int frameEnd,
      long r0,
      long r1,
      long r2,
      long r3,
      long r4,
      long r5,
      long r6,
      long r7,
      long r8,
      long r9,
      long r10) {
    long[] registers = {r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10};
    long already = executed + ahead + index;
    try {
      return engine.interpreted().resume(execution, index, depth(frameEnd), registers, already);
    } finally {
      cameBack();
    }
  }

  private void cameBack() {
    executed = execution.executed();
    // A helper that calls back may wait above us.
    call.setCallbacks(this);
  }

  private static int depth(int frameEnd) {
    return frameEnd / ExecutionContext.FRAME_BYTES - 1;
  }

  /** How many more instructions a loop may execute before somebody has to look again. */
  final int room() {
    return (int) Math.max(Math.min(unwatchedUpTo - executed, FARTHEST), -FARTHEST);
  }

  /** What is to be thrown by a call at {@code index} of a helper that there is not. */
  final VmFault unknownHelper(int id, int index, int ahead) {
    executed += ahead + index + 1;
    return Failures.unknownHelper(id).at(unit.code(), index);
  }

  /** The fault that {@code thrown} by the instruction at {@code index} amounts to. */
  final RuntimeException fault(RuntimeException thrown, int index, int ahead) {
    if (thrown instanceof VmFault) {
      return thrown;
    }
    executed += ahead + index + 1;
    return Failures.fault(thrown, unit.code(), index);
  }
}
