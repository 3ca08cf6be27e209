package org.gpol.vm.engine.interp;

import static org.gpol.bpf.isa.MemSize.B1;
import static org.gpol.bpf.isa.MemSize.B4;
import static org.gpol.bpf.isa.MemSize.B8;
import static org.gpol.bpf.isa.Reg.R0;
import static org.gpol.bpf.isa.Reg.R1;
import static org.gpol.bpf.isa.Reg.R10;
import static org.gpol.bpf.isa.Reg.R2;
import static org.gpol.bpf.isa.Reg.R3;
import static org.gpol.bpf.isa.Reg.R6;
import static org.gpol.bpf.isa.Reg.R9;
import static org.gpol.vm.engine.Asm.add;
import static org.gpol.vm.engine.Asm.alu;
import static org.gpol.vm.engine.Asm.code;
import static org.gpol.vm.engine.Asm.exit;
import static org.gpol.vm.engine.Asm.imm64;
import static org.gpol.vm.engine.Asm.load;
import static org.gpol.vm.engine.Asm.mov;
import static org.gpol.vm.engine.Asm.store;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gpol.bpf.code.CodeBuilder;
import org.gpol.bpf.code.SourceLocation;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.AtomicOp;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.UnaryOp;
import org.gpol.bpf.isa.Width;
import org.gpol.vm.engine.Bench;
import org.gpol.vm.engine.VmFault;
import org.junit.jupiter.api.Test;

/** Every operation of every table, and what happens where a program does what it must not. */
class InterpreterTest {
  private static final long[] EDGES = {
    0,
    1,
    2,
    -1,
    31,
    32,
    63,
    64,
    0x7f,
    0x80,
    0xff,
    0x7fff,
    0x8000,
    0x7fff_ffffL,
    0x8000_0000L,
    0xffff_ffffL,
    0x1_0000_0000L,
    0x1234_5678_9abc_def0L,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private final Bench bench = new Bench(2);

  @Test
  void alu_everyOperationWidthAndOperandForm_agreesWithItsKernel() {
    for (AluOp op : AluOp.values()) {
      for (Width width : Width.values()) {
        for (long dst : EDGES) {
          for (long src : EDGES) {
            long wanted = op.kernel(width).applyAsLong(dst, src);
            assertEquals(wanted, result(op, width, dst, src, R2), op + " " + width);
            if (src == (int) src && op.exists(width, new Imm((int) src))) {
              assertEquals(
                  wanted, result(op, width, dst, src, new Imm((int) src)), op + " " + width);
            }
          }
        }
      }
    }
  }

  private long result(AluOp op, Width width, long dst, long src, Operand operand) {
    return bench.run(
        code(imm64(R0, dst), imm64(R2, src), new Insn.Alu(op, width, R0, operand), exit()));
  }

  @Test
  void unary_everyOperationAndWidth_agreesWithItsKernel() {
    for (UnaryOp op : UnaryOp.values()) {
      for (Width width : Width.values()) {
        for (long value : EDGES) {
          long result = bench.run(code(imm64(R0, value), new Insn.Unary(op, width, R0), exit()));
          assertEquals(op.kernel(width).applyAsLong(value), result, op + " " + width);
        }
      }
    }
  }

  @Test
  void branch_everyConditionAndWidth_goesWhereItsPredicateSays() {
    for (JumpCond cond : JumpCond.values()) {
      for (Width width : Width.values()) {
        for (long left : EDGES) {
          for (long right : EDGES) {
            long wanted = cond.test(width, left, right) ? 1 : 0;
            assertEquals(wanted, taken(cond, width, left, right, R2), cond + " " + width);
            if (right == (int) right) {
              Imm imm = new Imm((int) right);
              assertEquals(wanted, taken(cond, width, left, right, imm), cond + " " + width);
            }
          }
        }
      }
    }
  }

  private long taken(JumpCond cond, Width width, long left, long right, Operand operand) {
    return bench.run(
        code(
            imm64(R1, left),
            imm64(R2, right),
            mov(R0, 1),
            new Insn.Branch(cond, width, R1, operand, 5),
            mov(R0, 0),
            exit()));
  }

  @Test
  void load_everySizeAndSign_readsLittleEndian() {
    byte[] context = {(byte) 0xf0, (byte) 0xde, (byte) 0xbc, (byte) 0x9a, 0x78, 0x56, 0x34, 0x12};
    long[] unsigned = {0xf0, 0xdef0, 0x9abc_def0L, 0x1234_5678_9abc_def0L};
    long[] signed = {(byte) 0xf0, (short) 0xdef0, (int) 0x9abc_def0L, 0x1234_5678_9abc_def0L};
    MemSize[] sizes = MemSize.values();
    for (int i = 0; i < sizes.length; i++) {
      assertEquals(
          unsigned[i],
          bench.run(
              bench.prepare(code(new Insn.Load(sizes[i], false, R0, R1, 0), exit())), context));
      assertEquals(
          signed[i],
          bench.run(
              bench.prepare(code(new Insn.Load(sizes[i], true, R0, R1, 0), exit())), context));
    }
  }

  @Test
  void store_everySize_writesThatManyBytes() {
    for (MemSize size : MemSize.values()) {
      byte[] context = new byte[16];
      bench.run(
          bench.prepare(code(imm64(R2, 0x1122_3344_5566_7788L), store(size, R1, 4, R2), exit())),
          context);
      for (int i = 0; i < 16; i++) {
        int place = i - 4;
        int wanted = place >= 0 && place < size.bytes() ? 0x88 - 0x11 * place : 0;
        assertEquals(wanted, context[i] & 0xff, size + " byte " + i);
      }
    }
  }

  @Test
  void store_immediate_isSignExtended() {
    long result = bench.run(code(store(B8, R10, -8, new Imm(-2)), load(B8, R0, R10, -8), exit()));

    assertEquals(-2, result);
  }

  @Test
  void atomic_everyOperation_updatesMemoryAndFetchesTheOldValue() {
    for (AtomicOp op : AtomicOp.values()) {
      for (long r0 : new long[] {0x77, 0xffff_fff0_0000_0012L}) {
        long old = 0xffff_fff0_0000_0012L;
        long src = 0xf_0000_0031L;
        assertEquals(op.apply(old, src, r0), atomic(op, Width.W64, old, src, r0, 0), op.name());
        assertEquals(fetched(op, old, src), atomic(op, Width.W64, old, src, r0, 1), op + " source");
        assertEquals(op == AtomicOp.CMPXCHG ? old : r0, atomic(op, Width.W64, old, src, r0, 2));
        long low = op.apply(0x12, 0x31, r0 & 0xffff_ffffL) & 0xffff_ffffL;
        assertEquals(
            (old & ~0xffff_ffffL) | low, atomic(op, Width.W32, old, src, r0, 0), op + " w32");
        assertEquals(
            op.fetches() && op != AtomicOp.CMPXCHG ? 0x12 : src,
            atomic(op, Width.W32, old, src, r0, 1),
            op + " w32 source");
      }
    }
  }

  private static long fetched(AtomicOp op, long old, long src) {
    return op.fetches() && op != AtomicOp.CMPXCHG ? old : src;
  }

  /** What memory (0), the source register (1) or R0 (2) hold after an atomic operation. */
  private long atomic(AtomicOp op, Width width, long old, long src, long r0, int which) {
    Insn[] looks = {load(B8, R0, R10, -8), mov(R0, R2), mov(R0, R0)};
    return bench.run(
        code(
            imm64(R3, old),
            store(B8, R10, -8, R3),
            imm64(R2, src),
            imm64(R0, r0),
            new Insn.Atomic(op, width, R10, -8, R2),
            looks[which],
            exit()));
  }

  @Test
  void callLocal_savesRegistersAndGivesAFrameOfItsOwn() {
    CodeBuilder.Label callee = new CodeBuilder.Label();
    long result =
        bench.run(
            b -> {
              b.function("main").add(mov(R6, 7)).add(store(B8, R10, -8, new Imm(5)));
              b.add(mov(R1, 30)).callLocal(callee);
              b.add(alu(AluOp.ADD, R0, R6)).add(load(B8, R2, R10, -8));
              b.add(alu(AluOp.ADD, R0, R2)).add(exit());
              b.function("callee").place(callee).add(mov(R6, 1000));
              b.add(store(B8, R10, -8, new Imm(2000))).add(mov(R0, R1)).add(exit());
            });

    assertEquals(30 + 7 + 5, result);
  }

  @Test
  void callLocal_nestedEightFramesDeep_returnsThroughAll() {
    assertEquals(7, bench.run(b -> chain(b, 7)));
  }

  @Test
  void callLocal_ninthFrame_faults() {
    VmFault fault = assertThrows(VmFault.class, () -> bench.run(b -> chain(b, 8)));

    assertTrue(fault instanceof VmFault.CallDepthExceeded, fault.getMessage());
  }

  /** Functions that each call the next and add one. */
  private static void chain(CodeBuilder b, int calls) {
    for (int i = 0; i < calls; i++) {
      CodeBuilder.Label next = new CodeBuilder.Label();
      b.function("f" + i).callLocal(next).add(add(R0, 1)).add(exit());
      b.place(next);
    }
    b.function("last").add(mov(R0, 0)).add(exit());
  }

  @Test
  void run_again_startsWithoutTheLastRunsRegisters() {
    Interpreter program = bench.prepare(code(mov(R0, R9), mov(R9, 5), exit()));

    assertEquals(0, bench.run(program));
    assertEquals(0, bench.run(program));
  }

  @Test
  void run_faultingInsideACall_leavesTheNextRunAtTheEntry() {
    CodeBuilder.Label callee = new CodeBuilder.Label();
    Interpreter program =
        bench.prepare(
            b -> {
              b.function("main").callLocal(callee).add(mov(R0, 3)).add(exit());
              b.function("callee").place(callee).add(load(B1, R0, R1, 0)).add(exit());
            });

    assertThrows(VmFault.MemoryFault.class, () -> bench.run(program));
    assertEquals(3, bench.run(program, (byte) 0));
  }

  @Test
  void executed_countsEveryInstructionOnce() {
    bench.run(
        code(
            mov(R0, 0),
            add(R0, 1),
            new Insn.Branch(JumpCond.JLT, Width.W64, R0, new Imm(10), 1),
            exit()));

    assertEquals(1 + 2 * 10 + 1, bench.context.executed());
  }

  @Test
  void run_overItsBudget_faultsAtTheInstructionNotExecuted() {
    bench.budget = 100;
    Interpreter program = bench.prepare(code(mov(R0, 0), new Insn.Jump(1)));

    VmFault fault = assertThrows(VmFault.BudgetExhausted.class, () -> bench.run(program));

    assertEquals(1, fault.index());
    assertEquals("more than 100 instructions in one run at instruction 1", fault.getMessage());
    assertEquals(100, bench.context.executed());
  }

  @Test
  void run_exactlyItsBudget_isFine() {
    bench.budget = 2;

    assertEquals(4, bench.run(code(mov(R0, 4), exit())));
  }

  @Test
  void fault_namesInstructionAndSource() {
    SourceLocation where = new SourceLocation("p.gpol", 3, 7, "x");
    VmFault fault =
        assertThrows(
            VmFault.MemoryFault.class,
            () ->
                bench.run(b -> b.add(mov(R0, 0)).at(where).add(load(B4, R0, R1, 62)).add(exit())));

    assertEquals(1, fault.index());
    assertEquals(where, fault.location());
    assertEquals(
        "4 bytes at offset 62 of the context, which has 64 at instruction 1 (p.gpol:3:7)",
        fault.getMessage());
  }

  @Test
  void memory_wildPointers_faultInsteadOfThrowingSomethingElse() {
    for (long address : EDGES) {
      for (MemSize size : MemSize.values()) {
        for (Insn access :
            List.of(
                load(size, R0, R2, 0),
                store(size, R2, 0, R0),
                new Insn.Atomic(AtomicOp.ADD, Width.W64, R2, 0, R0))) {
          assertThrows(
              VmFault.MemoryFault.class,
              () -> bench.run(code(imm64(R2, address), access, exit())),
              () -> "at 0x" + Long.toHexString(address));
        }
      }
    }
  }

  @Test
  void memory_belowAndAboveAllFrames_faults() {
    assertEquals(0, bench.run(code(load(B8, R0, R10, -512), exit())));
    assertThrows(VmFault.MemoryFault.class, () -> bench.run(code(load(B8, R0, R10, -513), exit())));
    assertThrows(
        VmFault.MemoryFault.class, () -> bench.run(code(load(B8, R0, R10, 7 * 512 - 7), exit())));
  }
}
