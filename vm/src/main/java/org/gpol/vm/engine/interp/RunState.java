package org.gpol.vm.engine.interp;

import java.util.Arrays;
import org.gpol.bpf.isa.Reg;
import org.gpol.vm.call.Callbacks;
import org.gpol.vm.call.HelperBinding;
import org.gpol.vm.call.HelperCall;
import org.gpol.vm.engine.ExecutionContext;
import org.gpol.vm.engine.VmFault;
import org.gpol.vm.memory.AddressSpace;

/**
 * The registers of a run, what its calls saved and how far it is. Kept from run to run: nothing is
 * allocated unless runs of one program nest.
 */
final class RunState implements Callbacks {
  /** The eleven, rounded up to a power of two. */
  private static final int REGISTERS = 16;

  /** R6 to R9, which a callee must not change. */
  private static final int SAVED = 4;

  /** As many as Linux follows in one run. */
  private static final int MAX_TAIL_CALLS = 33;

  final long[] registers = new long[REGISTERS];
  final long budget;
  AddressSpace memory;

  /** Calls open. */
  int depth;

  /** Index of the instruction that threw. */
  int pc;

  /** Instructions executed so far, while something else than the loop runs. */
  long executed;

  /** The program that goes on where one ended in a tail call, or null. */
  FlatCode tail;

  private final long[] saved = new long[ExecutionContext.MAX_FRAMES * SAVED];
  private final int[] returns = new int[ExecutionContext.MAX_FRAMES];
  private ExecutionContext context;
  private HelperCall call;

  /** The code that called the helper that runs now. */
  private FlatCode caller;

  /** The index of the instruction after that call. */
  private int callerNext;

  /** Code with a trap in it, what it is a copy of, and where the trap is. */
  private long[] trapped;

  private FlatCode original;
  private int tailCalls;
  private int trap;

  RunState(long budget) {
    this.budget = budget;
  }

  void begin(ExecutionContext context) {
    this.context = context;
    memory = context.memory();
    call = context.call();
    call.setCallbacks(this);
    depth = 0;
    tailCalls = 0;
    tail = null;
    executed = 0;
    Arrays.fill(registers, 0, Reg.COUNT, 0);
    registers[10] = context.frameEnd(0);
  }

  void end() {
    caller = null;
    context = null;
    memory = null;
    call = null;
  }

  void arguments(long a1, long a2, long a3, long a4, long a5) {
    registers[1] = a1;
    registers[2] = a2;
    registers[3] = a3;
    registers[4] = a4;
    registers[5] = a5;
  }

  /** Opens a frame for a call by the instruction before {@code returnTo}. */
  void enter(FlatCode flat, int returnTo) {
    if (depth + 1 == ExecutionContext.MAX_FRAMES) {
      throw new VmFault.CallDepthExceeded(flat.source(), returnTo - 1);
    }
    System.arraycopy(registers, 6, saved, depth * SAVED, SAVED);
    returns[depth] = returnTo;
    depth++;
    registers[10] = context.frameEnd(depth);
  }

  /** Closes the innermost frame and says where to go on. */
  int leave() {
    depth--;
    System.arraycopy(saved, depth * SAVED, registers, 6, SAVED);
    registers[10] = context.frameEnd(depth);
    return returns[depth];
  }

  /** Calls a helper for the instruction before {@code next}. */
  long helper(FlatCode flat, HelperBinding helper, int next) {
    caller = flat;
    callerNext = next;
    long[] r = registers;
    call.arguments(r[1], r[2], r[3], r[4], r[5]);
    return helper.implementation().call(call);
  }

  /**
   * Where the tail call of {@code flat} goes whose arguments are a context, a map of programs and
   * an index: null if it goes nowhere, because nothing is there or because there were too many.
   */
  FlatCode tailTarget(FlatCode flat) {
    int program = call.maps().at(registers[2]).program(registers[3] & 0xffff_ffffL);
    FlatCode target = tailCalls < MAX_TAIL_CALLS ? flat.program(program) : null;
    if (target != null) {
      tailCalls++;
      registers[10] = context.frameEnd(depth);
    }
    return target;
  }

  /**
   * Calls what a register points to: a function of the program, or else a helper by its number.
   * Says where to go on.
   */
  int callAddress(FlatCode flat, long address, int next) {
    int start = flat.functions().indexOf(address);
    if (start >= 0) {
      enter(flat, next);
      return start;
    }
    registers[0] = helper(flat, flat.helperNumbered(address, next - 1), next);
    return next;
  }

  @Override
  public long call(long function, long a1, long a2, long a3, long a4, long a5) {
    FlatCode flat = caller;
    int next = callerNext;
    int start = flat.functions().indexOf(function);
    if (start < 0) {
      throw flat.noFunction(function, next - 1);
    }
    enter(flat, next);
    arguments(a1, a2, a3, a4, a5);
    long result = Interpreter.execute(this, flat, start);
    leave();
    caller = flat;
    callerNext = next;
    return result;
  }

  /**
   * The code of {@code flat} with a trap where the budget ends, if nothing jumps before: control
   * goes straight on from where {@code bias} holds.
   */
  long[] trap(FlatCode flat, long bias) {
    if (original != flat) {
      trapped = flat.words().clone();
      original = flat;
    } else {
      trapped[trap] = flat.words()[trap];
    }
    trap = (int) Math.min(Math.max(budget - bias, 0), flat.size());
    if (trap < flat.size()) {
      trapped[trap] = FlatOp.TRAP;
    }
    return trapped;
  }
}
