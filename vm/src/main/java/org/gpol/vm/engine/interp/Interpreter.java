package org.gpol.vm.engine.interp;

import org.gpol.bpf.isa.Alu;
import org.gpol.vm.engine.CallableEngine;
import org.gpol.vm.engine.ExecutionContext;
import org.gpol.vm.engine.ResumableEngine;
import org.gpol.vm.engine.VmFault;
import org.gpol.vm.memory.Access;
import org.gpol.vm.memory.MemoryViolation;

/**
 * Runs flattened code. One instance a program; runs may nest, each in an {@link ExecutionContext}
 * of its own.
 */
public final class Interpreter implements CallableEngine, ResumableEngine {
  private final FlatCode flat;
  private final long budget;

  /** The state of the last run to end, for the next to begin. */
  private RunState idle;

  /** A program that may execute {@code budget} instructions in a run. */
  public Interpreter(FlatCode flat, long budget) {
    this.flat = flat;
    this.budget = budget;
  }

  @Override
  public boolean hasFunction(long address) {
    return flat.functions().indexOf(address) >= 0;
  }

  @Override
  public long call(
      ExecutionContext context, long address, long a1, long a2, long a3, long a4, long a5) {
    int start = flat.functions().indexOf(address);
    if (start < 0) {
      throw new IllegalArgumentException("no function at 0x" + Long.toHexString(address));
    }
    return run(context, start, a1, a2, a3, a4, a5);
  }

  FlatCode flat() {
    return flat;
  }

  @Override
  public long run(ExecutionContext context) {
    return run(context, 0, context.contextAddress(), 0, 0, 0, 0);
  }

  @Override
  public long run(
      ExecutionContext context, int start, long a1, long a2, long a3, long a4, long a5) {
    Training.accompany();
    RunState state = idle == null ? new RunState(budget) : idle;
    idle = null;
    try {
      state.begin(context);
      state.arguments(a1, a2, a3, a4, a5);
      return execute(state, flat, start);
    } finally {
      context.setExecuted(state.executed);
      state.end();
      idle = state;
    }
  }

  @Override
  public long resume(
      ExecutionContext context, int index, int depth, long[] registers, long executed) {
    RunState state = idle == null ? new RunState(budget) : idle;
    idle = null;
    try {
      state.begin(context);
      state.resume(depth, registers, executed);
      return execute(state, flat, index);
    } finally {
      context.setExecuted(state.executed);
      state.end();
      idle = state;
    }
  }

  @Override
  public Interpreter interpreted() {
    return this;
  }

  /** Runs {@code entry} from {@code start} until the frame that is the innermost now returns. */
  static long execute(RunState state, FlatCode entry, int start) {
    FlatCode flat = entry;
    try {
      long result = loop(state, flat, start);
      while (state.tail != null) {
        flat = state.tail;
        state.tail = null;
        result = loop(state, flat, 0);
      }
      return result;
    } catch (MemoryViolation violation) {
      throw new VmFault.MemoryFault(violation.getMessage(), flat.source(), state.pc);
    } catch (IndexOutOfBoundsException
        | NullPointerException
        | IllegalArgumentException
        | NegativeArraySizeException
        | ClassCastException
        | ArithmeticException failure) {
      throw state.fault(flat, failure);
    }
  }

  /**
   * The loop. It stays below 8,000 bytes of bytecode, above which HotSpot would never compile it (a
   * test holds it to 6,500), so arms only call. And what they call is inlined: whatever needs a
   * call, or a run-time check that is seldom needed, is left to {@link RunState#step}, so that the
   * inner loop can keep its variables in registers.
   *
   * <p>Instructions are counted without counting: {@code bias + pc} is how many the run has
   * executed when it is done with the one at {@code pc}, so only what jumps has to correct the
   * bias. As long as the bias does not exceed {@code threshold}, no straight line through the code
   * can use up the budget; beyond it, the code is a copy with a trap where the budget ends.
   */
  @SuppressWarnings("checkstyle:MethodLength")
  private static long loop(RunState state, FlatCode flat, int start) {
    final long[] constants = flat.constants();
    final int[] imms = flat.imms();
    final long[] r = state.registers;
    // The number of registers is a power of two, so masking an index saves checking it.
    final int m = r.length - 1;
    final long threshold = state.budget - flat.size() + 1;
    final int base = state.depth;
    int pc = start - 1;
    long bias = state.executed - pc;
    while (true) {
      long[] code = bias > threshold ? state.trap(flat, bias - 1) : flat.words();
      byte[][] readable = state.memory.readable();
      byte[][] scratch = state.memory.scratch();
      long word;
      try {
        fast:
        while (true) {
          word = code[++pc];
          int dst = (int) word >>> 8 & m;
          int src = (int) word >>> 12 & m;
          int offset = (int) word >> 16;
          boolean taken = false;
          switch ((int) word & 0xff) {
            case FlatOp.ADD32 -> r[dst] = Alu.add32(r[dst], r[src]);
            case FlatOp.ADD64 -> r[dst] = Alu.add64(r[dst], r[src]);
            case FlatOp.SUB32 -> r[dst] = Alu.sub32(r[dst], r[src]);
            case FlatOp.SUB64 -> r[dst] = Alu.sub64(r[dst], r[src]);
            case FlatOp.MUL32 -> r[dst] = Alu.mul32(r[dst], r[src]);
            case FlatOp.MUL64 -> r[dst] = Alu.mul64(r[dst], r[src]);
            case FlatOp.DIV32 -> r[dst] = Alu.div32(r[dst], r[src]);
            case FlatOp.DIV64 -> r[dst] = Alu.div64(r[dst], r[src]);
            case FlatOp.SDIV32 -> r[dst] = Alu.sdiv32(r[dst], r[src]);
            case FlatOp.SDIV64 -> r[dst] = Alu.sdiv64(r[dst], r[src]);
            case FlatOp.OR32 -> r[dst] = Alu.or32(r[dst], r[src]);
            case FlatOp.OR64 -> r[dst] = Alu.or64(r[dst], r[src]);
            case FlatOp.AND32 -> r[dst] = Alu.and32(r[dst], r[src]);
            case FlatOp.AND64 -> r[dst] = Alu.and64(r[dst], r[src]);
            case FlatOp.LSH32 -> r[dst] = Alu.lsh32(r[dst], r[src]);
            case FlatOp.LSH64 -> r[dst] = Alu.lsh64(r[dst], r[src]);
            case FlatOp.RSH32 -> r[dst] = Alu.rsh32(r[dst], r[src]);
            case FlatOp.RSH64 -> r[dst] = Alu.rsh64(r[dst], r[src]);
            case FlatOp.MOD32 -> r[dst] = Alu.mod32(r[dst], r[src]);
            case FlatOp.MOD64 -> r[dst] = Alu.mod64(r[dst], r[src]);
            case FlatOp.SMOD32 -> r[dst] = Alu.smod32(r[dst], r[src]);
            case FlatOp.SMOD64 -> r[dst] = Alu.smod64(r[dst], r[src]);
            case FlatOp.XOR32 -> r[dst] = Alu.xor32(r[dst], r[src]);
            case FlatOp.XOR64 -> r[dst] = Alu.xor64(r[dst], r[src]);
            case FlatOp.MOV32 -> r[dst] = Alu.mov32(r[dst], r[src]);
            case FlatOp.MOV64 -> r[dst] = Alu.mov64(r[dst], r[src]);
            case FlatOp.ARSH32 -> r[dst] = Alu.arsh32(r[dst], r[src]);
            case FlatOp.ARSH64 -> r[dst] = Alu.arsh64(r[dst], r[src]);
            case FlatOp.MOVSX832 -> r[dst] = Alu.movsx8to32(r[dst], r[src]);
            case FlatOp.MOVSX864 -> r[dst] = Alu.movsx8to64(r[dst], r[src]);
            case FlatOp.MOVSX1632 -> r[dst] = Alu.movsx16to32(r[dst], r[src]);
            case FlatOp.MOVSX1664 -> r[dst] = Alu.movsx16to64(r[dst], r[src]);
            case FlatOp.MOVSX3232 -> r[dst] = Alu.mov32(r[dst], r[src]);
            case FlatOp.MOVSX3264 -> r[dst] = Alu.movsx32to64(r[dst], r[src]);
            case FlatOp.IMM + FlatOp.ADD32 -> r[dst] = Alu.add32(r[dst], imms[pc]);
            case FlatOp.IMM + FlatOp.ADD64 -> r[dst] = Alu.add64(r[dst], imms[pc]);
            case FlatOp.IMM + FlatOp.SUB32 -> r[dst] = Alu.sub32(r[dst], imms[pc]);
            case FlatOp.IMM + FlatOp.SUB64 -> r[dst] = Alu.sub64(r[dst], imms[pc]);
            case FlatOp.IMM + FlatOp.MUL32 -> r[dst] = Alu.mul32(r[dst], imms[pc]);
            case FlatOp.IMM + FlatOp.MUL64 -> r[dst] = Alu.mul64(r[dst], imms[pc]);
            case FlatOp.IMM + FlatOp.DIV32 -> r[dst] = Alu.div32(r[dst], imms[pc]);
            case FlatOp.IMM + FlatOp.DIV64 -> r[dst] = Alu.div64(r[dst], imms[pc]);
            case FlatOp.IMM + FlatOp.SDIV32 -> r[dst] = Alu.sdiv32(r[dst], imms[pc]);
            case FlatOp.IMM + FlatOp.SDIV64 -> r[dst] = Alu.sdiv64(r[dst], imms[pc]);
            case FlatOp.IMM + FlatOp.OR32 -> r[dst] = Alu.or32(r[dst], imms[pc]);
            case FlatOp.IMM + FlatOp.OR64 -> r[dst] = Alu.or64(r[dst], imms[pc]);
            case FlatOp.IMM + FlatOp.AND32 -> r[dst] = Alu.and32(r[dst], imms[pc]);
            case FlatOp.IMM + FlatOp.AND64 -> r[dst] = Alu.and64(r[dst], imms[pc]);
            case FlatOp.IMM + FlatOp.LSH32 -> r[dst] = Alu.lsh32(r[dst], imms[pc]);
            case FlatOp.IMM + FlatOp.LSH64 -> r[dst] = Alu.lsh64(r[dst], imms[pc]);
            case FlatOp.IMM + FlatOp.RSH32 -> r[dst] = Alu.rsh32(r[dst], imms[pc]);
            case FlatOp.IMM + FlatOp.RSH64 -> r[dst] = Alu.rsh64(r[dst], imms[pc]);
            case FlatOp.IMM + FlatOp.MOD32 -> r[dst] = Alu.mod32(r[dst], imms[pc]);
            case FlatOp.IMM + FlatOp.MOD64 -> r[dst] = Alu.mod64(r[dst], imms[pc]);
            case FlatOp.IMM + FlatOp.SMOD32 -> r[dst] = Alu.smod32(r[dst], imms[pc]);
            case FlatOp.IMM + FlatOp.SMOD64 -> r[dst] = Alu.smod64(r[dst], imms[pc]);
            case FlatOp.IMM + FlatOp.XOR32 -> r[dst] = Alu.xor32(r[dst], imms[pc]);
            case FlatOp.IMM + FlatOp.XOR64 -> r[dst] = Alu.xor64(r[dst], imms[pc]);
            case FlatOp.IMM + FlatOp.MOV32 -> r[dst] = Alu.mov32(r[dst], imms[pc]);
            case FlatOp.IMM + FlatOp.MOV64 -> r[dst] = Alu.mov64(r[dst], imms[pc]);
            case FlatOp.IMM + FlatOp.ARSH32 -> r[dst] = Alu.arsh32(r[dst], imms[pc]);
            case FlatOp.IMM + FlatOp.ARSH64 -> r[dst] = Alu.arsh64(r[dst], imms[pc]);
            case FlatOp.NEG32 -> r[dst] = Alu.neg32(r[dst]);
            case FlatOp.NEG64 -> r[dst] = Alu.neg64(r[dst]);
            case FlatOp.LE16 -> r[dst] = Alu.le16(r[dst]);
            case FlatOp.LE32 -> r[dst] = Alu.le32(r[dst]);
            case FlatOp.LE64 -> r[dst] = Alu.le64(r[dst]);
            case FlatOp.BE16 -> r[dst] = Alu.swap16(r[dst]);
            case FlatOp.BE32 -> r[dst] = Alu.swap32(r[dst]);
            case FlatOp.BE64 -> r[dst] = Alu.swap64(r[dst]);
            case FlatOp.BSWAP16 -> r[dst] = Alu.swap16(r[dst]);
            case FlatOp.BSWAP32 -> r[dst] = Alu.swap32(r[dst]);
            case FlatOp.BSWAP64 -> r[dst] = Alu.swap64(r[dst]);
            case FlatOp.CONSTANT -> r[dst] = constants[imms[pc]];
            case FlatOp.LOAD8 -> r[dst] = Access.load8(readable, r[src] + offset);
            case FlatOp.LOAD16 -> r[dst] = Access.load16(readable, r[src] + offset);
            case FlatOp.LOAD32 -> r[dst] = Access.load32(readable, r[src] + offset);
            case FlatOp.LOAD64 -> r[dst] = Access.load64(readable, r[src] + offset);
            case FlatOp.LOADS8 -> r[dst] = (byte) Access.load8(readable, r[src] + offset);
            case FlatOp.LOADS16 -> r[dst] = (short) Access.load16(readable, r[src] + offset);
            case FlatOp.LOADS32 -> r[dst] = (int) Access.load32(readable, r[src] + offset);
            case FlatOp.STORE8 -> {
              if (!Access.reaches(scratch, r[dst] + offset)) {
                break fast;
              }
              Access.store8(scratch, r[dst] + offset, r[src]);
            }
            case FlatOp.STORE16 -> {
              if (!Access.reaches(scratch, r[dst] + offset)) {
                break fast;
              }
              Access.store16(scratch, r[dst] + offset, r[src]);
            }
            case FlatOp.STORE32 -> {
              if (!Access.reaches(scratch, r[dst] + offset)) {
                break fast;
              }
              Access.store32(scratch, r[dst] + offset, r[src]);
            }
            case FlatOp.STORE64 -> {
              if (!Access.reaches(scratch, r[dst] + offset)) {
                break fast;
              }
              Access.store64(scratch, r[dst] + offset, r[src]);
            }
            case FlatOp.IMM + FlatOp.STORE8 -> {
              if (!Access.reaches(scratch, r[dst] + offset)) {
                break fast;
              }
              Access.store8(scratch, r[dst] + offset, imms[pc]);
            }
            case FlatOp.IMM + FlatOp.STORE16 -> {
              if (!Access.reaches(scratch, r[dst] + offset)) {
                break fast;
              }
              Access.store16(scratch, r[dst] + offset, imms[pc]);
            }
            case FlatOp.IMM + FlatOp.STORE32 -> {
              if (!Access.reaches(scratch, r[dst] + offset)) {
                break fast;
              }
              Access.store32(scratch, r[dst] + offset, imms[pc]);
            }
            case FlatOp.IMM + FlatOp.STORE64 -> {
              if (!Access.reaches(scratch, r[dst] + offset)) {
                break fast;
              }
              Access.store64(scratch, r[dst] + offset, imms[pc]);
            }
            case FlatOp.JEQ_32 -> taken = (int) r[dst] == (int) r[src];
            case FlatOp.JEQ_64 -> taken = r[dst] == r[src];
            case FlatOp.JGT_32 -> taken = Integer.compareUnsigned((int) r[dst], (int) r[src]) > 0;
            case FlatOp.JGT_64 -> taken = Long.compareUnsigned(r[dst], r[src]) > 0;
            case FlatOp.JGE_32 -> taken = Integer.compareUnsigned((int) r[dst], (int) r[src]) >= 0;
            case FlatOp.JGE_64 -> taken = Long.compareUnsigned(r[dst], r[src]) >= 0;
            case FlatOp.JSET_32 -> taken = ((int) r[dst] & (int) r[src]) != 0;
            case FlatOp.JSET_64 -> taken = (r[dst] & r[src]) != 0;
            case FlatOp.JNE_32 -> taken = (int) r[dst] != (int) r[src];
            case FlatOp.JNE_64 -> taken = r[dst] != r[src];
            case FlatOp.JSGT_32 -> taken = (int) r[dst] > (int) r[src];
            case FlatOp.JSGT_64 -> taken = r[dst] > r[src];
            case FlatOp.JSGE_32 -> taken = (int) r[dst] >= (int) r[src];
            case FlatOp.JSGE_64 -> taken = r[dst] >= r[src];
            case FlatOp.JLT_32 -> taken = Integer.compareUnsigned((int) r[dst], (int) r[src]) < 0;
            case FlatOp.JLT_64 -> taken = Long.compareUnsigned(r[dst], r[src]) < 0;
            case FlatOp.JLE_32 -> taken = Integer.compareUnsigned((int) r[dst], (int) r[src]) <= 0;
            case FlatOp.JLE_64 -> taken = Long.compareUnsigned(r[dst], r[src]) <= 0;
            case FlatOp.JSLT_32 -> taken = (int) r[dst] < (int) r[src];
            case FlatOp.JSLT_64 -> taken = r[dst] < r[src];
            case FlatOp.JSLE_32 -> taken = (int) r[dst] <= (int) r[src];
            case FlatOp.JSLE_64 -> taken = r[dst] <= r[src];
            case FlatOp.IMM + FlatOp.JEQ_32 -> taken = (int) r[dst] == imms[pc];
            case FlatOp.IMM + FlatOp.JEQ_64 -> taken = r[dst] == imms[pc];
            case FlatOp.IMM + FlatOp.JGT_32 ->
                taken = Integer.compareUnsigned((int) r[dst], imms[pc]) > 0;
            case FlatOp.IMM + FlatOp.JGT_64 -> taken = Long.compareUnsigned(r[dst], imms[pc]) > 0;
            case FlatOp.IMM + FlatOp.JGE_32 ->
                taken = Integer.compareUnsigned((int) r[dst], imms[pc]) >= 0;
            case FlatOp.IMM + FlatOp.JGE_64 -> taken = Long.compareUnsigned(r[dst], imms[pc]) >= 0;
            case FlatOp.IMM + FlatOp.JSET_32 -> taken = ((int) r[dst] & imms[pc]) != 0;
            case FlatOp.IMM + FlatOp.JSET_64 -> taken = (r[dst] & imms[pc]) != 0;
            case FlatOp.IMM + FlatOp.JNE_32 -> taken = (int) r[dst] != imms[pc];
            case FlatOp.IMM + FlatOp.JNE_64 -> taken = r[dst] != imms[pc];
            case FlatOp.IMM + FlatOp.JSGT_32 -> taken = (int) r[dst] > imms[pc];
            case FlatOp.IMM + FlatOp.JSGT_64 -> taken = r[dst] > imms[pc];
            case FlatOp.IMM + FlatOp.JSGE_32 -> taken = (int) r[dst] >= imms[pc];
            case FlatOp.IMM + FlatOp.JSGE_64 -> taken = r[dst] >= imms[pc];
            case FlatOp.IMM + FlatOp.JLT_32 ->
                taken = Integer.compareUnsigned((int) r[dst], imms[pc]) < 0;
            case FlatOp.IMM + FlatOp.JLT_64 -> taken = Long.compareUnsigned(r[dst], imms[pc]) < 0;
            case FlatOp.IMM + FlatOp.JLE_32 ->
                taken = Integer.compareUnsigned((int) r[dst], imms[pc]) <= 0;
            case FlatOp.IMM + FlatOp.JLE_64 -> taken = Long.compareUnsigned(r[dst], imms[pc]) <= 0;
            case FlatOp.IMM + FlatOp.JSLT_32 -> taken = (int) r[dst] < imms[pc];
            case FlatOp.IMM + FlatOp.JSLT_64 -> taken = r[dst] < imms[pc];
            case FlatOp.IMM + FlatOp.JSLE_32 -> taken = (int) r[dst] <= imms[pc];
            case FlatOp.IMM + FlatOp.JSLE_64 -> taken = r[dst] <= imms[pc];
            case FlatOp.JUMP -> {
              int by = imms[pc];
              pc += by;
              bias -= by;
              if (bias > threshold) {
                word = FlatOp.NOTHING;
                break fast;
              }
            }
            default -> {
              break fast;
            }
          }
          if (taken) {
            pc += offset;
            bias -= offset;
            if (bias > threshold) {
              word = FlatOp.NOTHING;
              break fast;
            }
          }
        }
      } catch (IndexOutOfBoundsException | NullPointerException wild) {
        state.stop(pc, bias);
        throw wild;
      }
      state.stop(pc, bias);
      if (((int) word & 0xff) == FlatOp.EXIT && state.depth == base) {
        return r[0];
      }
      pc = state.step(flat, word, base) - 1;
      if (state.tail != null) {
        return 0;
      }
      bias = state.executed - pc;
    }
  }
}
