package org.gpol.vm.engine.interp;

import java.util.Arrays;
import org.gpol.bpf.isa.Alu;
import org.gpol.bpf.isa.AtomicOp;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;
import org.gpol.vm.call.HelperCall;
import org.gpol.vm.engine.Engine;
import org.gpol.vm.engine.ExecutionContext;
import org.gpol.vm.engine.VmFault;
import org.gpol.vm.memory.AddressSpace;
import org.gpol.vm.memory.MemoryViolation;

/**
 * Runs flattened code. One instance a program; runs may nest, each in an {@link ExecutionContext}
 * of its own.
 */
public final class Interpreter implements Engine {
  private final FlatCode flat;
  private final long budget;

  /** The frames of the last run to end, for the next to begin. */
  private Frames idle;

  /** A program that may execute {@code budget} instructions in a run. */
  public Interpreter(FlatCode flat, long budget) {
    this.flat = flat;
    this.budget = budget;
  }

  @Override
  public long run(ExecutionContext context) {
    Frames frames = idle == null ? new Frames(flat) : idle;
    idle = null;
    try {
      frames.begin(context);
      return loop(context, frames);
    } catch (MemoryViolation violation) {
      int index = frames.pc;
      throw new VmFault.MemoryFault(violation.getMessage(), index, flat.location(index));
    } finally {
      idle = frames;
    }
  }

  /**
   * The loop. It stays below 8,000 bytes of bytecode, above which HotSpot would never compile it (a
   * test holds it to 6,500), so arms only call.
   */
  @SuppressWarnings("checkstyle:MethodLength")
  private long loop(ExecutionContext context, Frames frames) {
    final int[] code = flat.words();
    final long[] r = frames.registers;
    final AddressSpace memory = context.memory();
    long left = budget;
    int pc = 0;
    try {
      while (true) {
        if (--left < 0) {
          throw new VmFault.BudgetExhausted(budget, pc, flat.location(pc));
        }
        int at = pc << 2;
        int dst = code[at + 1];
        int src = code[at + 2];
        int aux = code[at + 3];
        pc++;
        switch (code[at]) {
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
          case FlatOp.MOVSX832 -> r[dst] = Alu.movsx8to32(r[dst], r[src]);
          case FlatOp.MOVSX864 -> r[dst] = Alu.movsx8to64(r[dst], r[src]);
          case FlatOp.MOVSX1632 -> r[dst] = Alu.movsx16to32(r[dst], r[src]);
          case FlatOp.MOVSX1664 -> r[dst] = Alu.movsx16to64(r[dst], r[src]);
          case FlatOp.MOVSX3232 -> r[dst] = Alu.mov32(r[dst], r[src]);
          case FlatOp.MOVSX3264 -> r[dst] = Alu.movsx32to64(r[dst], r[src]);
          case FlatOp.ARSH32 -> r[dst] = Alu.arsh32(r[dst], r[src]);
          case FlatOp.ARSH64 -> r[dst] = Alu.arsh64(r[dst], r[src]);
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
          case FlatOp.JEQ_32 -> pc = (int) r[dst] == (int) r[src] ? aux : pc;
          case FlatOp.JEQ_64 -> pc = r[dst] == r[src] ? aux : pc;
          case FlatOp.JGT_32 ->
              pc = Integer.compareUnsigned((int) r[dst], (int) r[src]) > 0 ? aux : pc;
          case FlatOp.JGT_64 -> pc = Long.compareUnsigned(r[dst], r[src]) > 0 ? aux : pc;
          case FlatOp.JGE_32 ->
              pc = Integer.compareUnsigned((int) r[dst], (int) r[src]) >= 0 ? aux : pc;
          case FlatOp.JGE_64 -> pc = Long.compareUnsigned(r[dst], r[src]) >= 0 ? aux : pc;
          case FlatOp.JSET_32 -> pc = ((int) r[dst] & (int) r[src]) != 0 ? aux : pc;
          case FlatOp.JSET_64 -> pc = (r[dst] & r[src]) != 0 ? aux : pc;
          case FlatOp.JNE_32 -> pc = (int) r[dst] != (int) r[src] ? aux : pc;
          case FlatOp.JNE_64 -> pc = r[dst] != r[src] ? aux : pc;
          case FlatOp.JSGT_32 -> pc = (int) r[dst] > (int) r[src] ? aux : pc;
          case FlatOp.JSGT_64 -> pc = r[dst] > r[src] ? aux : pc;
          case FlatOp.JSGE_32 -> pc = (int) r[dst] >= (int) r[src] ? aux : pc;
          case FlatOp.JSGE_64 -> pc = r[dst] >= r[src] ? aux : pc;
          case FlatOp.JLT_32 ->
              pc = Integer.compareUnsigned((int) r[dst], (int) r[src]) < 0 ? aux : pc;
          case FlatOp.JLT_64 -> pc = Long.compareUnsigned(r[dst], r[src]) < 0 ? aux : pc;
          case FlatOp.JLE_32 ->
              pc = Integer.compareUnsigned((int) r[dst], (int) r[src]) <= 0 ? aux : pc;
          case FlatOp.JLE_64 -> pc = Long.compareUnsigned(r[dst], r[src]) <= 0 ? aux : pc;
          case FlatOp.JSLT_32 -> pc = (int) r[dst] < (int) r[src] ? aux : pc;
          case FlatOp.JSLT_64 -> pc = r[dst] < r[src] ? aux : pc;
          case FlatOp.JSLE_32 -> pc = (int) r[dst] <= (int) r[src] ? aux : pc;
          case FlatOp.JSLE_64 -> pc = r[dst] <= r[src] ? aux : pc;
          case FlatOp.LOAD8 -> r[dst] = memory.load8(r[src] + aux);
          case FlatOp.LOAD16 -> r[dst] = memory.load16(r[src] + aux);
          case FlatOp.LOAD32 -> r[dst] = memory.load32(r[src] + aux);
          case FlatOp.LOAD64 -> r[dst] = memory.load64(r[src] + aux);
          case FlatOp.LOADS8 -> r[dst] = (byte) memory.load8(r[src] + aux);
          case FlatOp.LOADS16 -> r[dst] = (short) memory.load16(r[src] + aux);
          case FlatOp.LOADS32 -> r[dst] = (int) memory.load32(r[src] + aux);
          case FlatOp.STORE8 -> memory.store8(r[dst] + aux, r[src]);
          case FlatOp.STORE16 -> memory.store16(r[dst] + aux, r[src]);
          case FlatOp.STORE32 -> memory.store32(r[dst] + aux, r[src]);
          case FlatOp.STORE64 -> memory.store64(r[dst] + aux, r[src]);
          case FlatOp.ATOMIC32 -> atomic32(FlatOp.atomicOp(aux), r, dst, src, memory, aux);
          case FlatOp.ATOMIC64 -> atomic64(FlatOp.atomicOp(aux), r, dst, src, memory, aux);
          case FlatOp.JUMP -> pc = aux;
          case FlatOp.CALL -> r[0] = helper(context.call(), r, aux);
          case FlatOp.CALL_LOCAL -> pc = frames.enter(pc, aux);
          case FlatOp.EXIT -> {
            if (frames.depth == 0) {
              return r[0];
            }
            pc = frames.leave();
          }
          default -> throw new IllegalStateException("no arm for operation " + code[at]);
        }
      }
    } finally {
      frames.pc = pc - 1;
      context.setExecuted(budget - Math.max(left, 0));
    }
  }

  private long helper(HelperCall call, long[] r, int number) {
    call.arguments(r[1], r[2], r[3], r[4], r[5]);
    return flat.helper(number).implementation().call(call);
  }

  private static void atomic32(
      AtomicOp op, long[] r, int base, int src, AddressSpace memory, int packed) {
    long address = r[base] + FlatOp.atomicOffset(packed);
    long old = memory.load32(address);
    memory.store32(address, op.apply(old, Width.W32.truncate(r[src]), Width.W32.truncate(r[0])));
    fetch(op, r, src, old);
  }

  private static void atomic64(
      AtomicOp op, long[] r, int base, int src, AddressSpace memory, int packed) {
    long address = r[base] + FlatOp.atomicOffset(packed);
    long old = memory.load64(address);
    memory.store64(address, op.apply(old, r[src], r[0]));
    fetch(op, r, src, old);
  }

  private static void fetch(AtomicOp op, long[] r, int src, long old) {
    if (op.fetches()) {
      r[op == AtomicOp.CMPXCHG ? 0 : src] = old;
    }
  }

  /**
   * The registers of a run and what its calls saved. Kept from run to run: nothing is allocated
   * unless runs of one program nest.
   */
  private static final class Frames {
    private static final int SAVED = 4;

    private final FlatCode flat;
    private final long[] registers;
    private final long[] saved = new long[ExecutionContext.MAX_FRAMES * SAVED];
    private final int[] returns = new int[ExecutionContext.MAX_FRAMES];
    private ExecutionContext context;
    private int depth;
    private int pc;

    Frames(FlatCode flat) {
      this.flat = flat;
      this.registers = flat.registers();
    }

    void begin(ExecutionContext context) {
      this.context = context;
      depth = 0;
      Arrays.fill(registers, 0, Reg.COUNT, 0);
      registers[1] = context.contextAddress();
      registers[10] = context.frameEnd(0);
    }

    int enter(int returnTo, int target) {
      if (depth + 1 == ExecutionContext.MAX_FRAMES) {
        throw new VmFault.CallDepthExceeded(returnTo - 1, flat.location(returnTo - 1));
      }
      System.arraycopy(registers, 6, saved, depth * SAVED, SAVED);
      returns[depth] = returnTo;
      depth++;
      registers[10] = context.frameEnd(depth);
      return target;
    }

    int leave() {
      depth--;
      System.arraycopy(saved, depth * SAVED, registers, 6, SAVED);
      registers[10] = context.frameEnd(depth);
      return returns[depth];
    }
  }
}
