package org.gpol.vm.engine.interp;

import java.util.Arrays;
import org.gpol.bpf.GpolBug;
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

  /** What a tail call answers that goes nowhere. */
  private static final long EINVAL = 22;

  final long[] registers = new long[REGISTERS];
  final long budget;
  AddressSpace memory;

  /** Calls open. */
  int depth;

  /** Index of the instruction that the loop left last. */
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

  /** Notes how far the loop got: up to the instruction at {@code at}, that one included. */
  void stop(int at, long bias) {
    pc = at;
    executed = bias + at;
  }

  /** Goes on with what another engine began. */
  void resume(int openCalls, long[] values, long already) {
    depth = openCalls;
    executed = already;
    System.arraycopy(values, 0, registers, 0, Reg.COUNT);
  }

  /** Opens a frame for a call by the instruction before {@code returnTo}. */
  void enter(FlatCode flat, int returnTo) {
    if (depth + 1 == ExecutionContext.MAX_FRAMES) {
      throw new VmFault.CallDepthExceeded(flat.source(), returnTo - 1);
    }
    System.arraycopy(registers, 6, saved, depth * SAVED, SAVED);
    returns[depth] = returnTo;
    depth++;
    registers[0] = 0;
    Arrays.fill(registers, 6, 6 + SAVED, 0);
    registers[10] = context.frameEnd(depth);
  }

  /** Closes the innermost frame and says where to go on. */
  int leave() {
    depth--;
    arguments(0, 0, 0, 0, 0);
    System.arraycopy(saved, depth * SAVED, registers, 6, SAVED);
    registers[10] = context.frameEnd(depth);
    return returns[depth];
  }

  /**
   * Does what the loop leaves to do here: the instruction {@code word} at {@link #pc}, which is
   * counted already. Says where to go on; where {@link #tail} is set afterwards, the innermost
   * frame goes on there.
   *
   * @param base the depth of the frame that the loop began with
   */
  int step(FlatCode flat, long word, int base) {
    int next = pc + 1;
    switch (FlatOp.op(word)) {
      case FlatOp.CALL -> registers[0] = helper(flat, flat.helper(FlatOp.imm(word)), next);
      case FlatOp.CALL_LOCAL -> {
        enter(flat, next);
        return FlatOp.imm(word);
      }
      case FlatOp.EXIT -> {
        return leave();
      }
      case FlatOp.CALL_REG -> {
        return callAddress(flat, registers[FlatOp.dst(word)], next);
      }
      case FlatOp.TAIL_CALL -> {
        return tailCall(flat, base, next);
      }
      case FlatOp.CALL_UNKNOWN -> throw flat.unknownHelper(FlatOp.imm(word), pc);
      case FlatOp.ATOMIC32 -> Atomics.run32(memory, registers, word);
      case FlatOp.ATOMIC64 -> Atomics.run64(memory, registers, word);
      case FlatOp.TRAP -> {
        executed--;
        if (executed >= budget) {
          throw new VmFault.BudgetExhausted(budget, flat.source(), pc);
        }
        return pc;
      }
      case FlatOp.END -> {
        executed--;
        throw flat.end();
      }
      case FlatOp.NOTHING -> {
        return next;
      }
      default -> store(word);
    }
    return next;
  }

  /** A store to memory where writes are counted or forbidden. */
  private void store(long word) {
    int op = FlatOp.op(word);
    boolean immediate = op >= FlatOp.IMM;
    long value = immediate ? FlatOp.imm(word) : registers[FlatOp.src(word)];
    long address = registers[FlatOp.dst(word)] + FlatOp.offset(word);
    switch (immediate ? op - FlatOp.IMM : op) {
      case FlatOp.STORE8 -> memory.store8(address, value);
      case FlatOp.STORE16 -> memory.store16(address, value);
      case FlatOp.STORE32 -> memory.store32(address, value);
      case FlatOp.STORE64 -> memory.store64(address, value);
      default -> throw new GpolBug("no arm for operation " + op);
    }
  }

  /**
   * What a Java exception amounts to that the instruction at {@link #pc} caused: an access outside
   * memory, or a helper that could not cope with its arguments. Anything else is ours.
   */
  RuntimeException fault(FlatCode flat, RuntimeException failure) {
    long word = flat.words()[pc];
    int op = FlatOp.op(word);
    if (op == FlatOp.CALL || op == FlatOp.CALL_REG) {
      String what = "helper failed, " + failure.getMessage();
      return new VmFault.HelperFault(what, flat.source(), pc, failure);
    }
    int size = FlatOp.accessBytes(op);
    if (size == 0) {
      return failure;
    }
    int pointer = FlatOp.isLoad(op) ? FlatOp.src(word) : FlatOp.dst(word);
    long address = registers[pointer] + FlatOp.offset(word);
    String what = memory.violation(address, size).getMessage();
    return new VmFault.MemoryFault(what, flat.source(), pc);
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
   * Ends the innermost frame in another program, if the map of programs in R2 has one at the index
   * in R3 and the run has not made too many tail calls yet.
   */
  private int tailCall(FlatCode flat, int base, int next) {
    int number = call.maps().at(registers[2]).program(registers[3] & 0xffff_ffffL);
    FlatCode target = flat.program(number);
    if (target == null || !context.countTailCall()) {
      registers[0] = -EINVAL;
      return next;
    }
    registers[10] = context.frameEnd(depth);
    if (depth == base) {
      tail = target;
      return next;
    }
    registers[0] = Interpreter.execute(this, target, 0);
    return leave();
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
    arguments(0, 0, 0, 0, 0);
    registers[10] = context.frameEnd(depth);
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
    long[] kept = {registers[1], registers[2], registers[3], registers[4], registers[5]};
    long framePointer = registers[10];
    enter(flat, next);
    arguments(a1, a2, a3, a4, a5);
    long result = Interpreter.execute(this, flat, start);
    leave();
    arguments(kept[0], kept[1], kept[2], kept[3], kept[4]);
    registers[10] = framePointer;
    caller = flat;
    callerNext = next;
    pc = next - 1;
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
