package org.gpol.vm.verifier;

import static org.gpol.vm.verifier.Fixture.MAPS;
import static org.gpol.vm.verifier.Fixture.RODATA;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.text.Disassembler;
import org.gpol.vm.engine.Bench;
import org.gpol.vm.engine.ReferenceMachine;
import org.gpol.vm.proof.Pointee;
import org.gpol.vm.proof.ProgramFacts;
import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Region;
import org.gpol.vm.verifier.domain.Value;
import org.gpol.vm.verifier.state.AbstractState;
import org.gpol.vm.verifier.state.Frame;
import org.gpol.vm.verifier.state.Slot;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the verifier believes of a program holds when the program runs: whatever an instruction
 * reads, of registers and of the stack, lies in some state that the verifier had there. A way that
 * was cut because another covers it is held to that other's states, so this holds the cutting to
 * account as well. And the interpreter does what the instructions say.
 */
class VerifierClaimsTest {
  private static final int PROGRAMS = Integer.getInteger("gpol.claims.programs", 3_000);
  private static final int RUNS = 4;
  private static final long LOW = 0xffff_ffffL;
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long SEED = 20261123;

  private final Random random = new Random(SEED);

  /** The states that the verifier had, by instruction. */
  private final List<List<AbstractState>> claims = new ArrayList<>();

  /** What it told engines. */
  private ProgramFacts facts;

  @ParameterizedTest
  @EnumSource(Proof.class)
  void acceptedPrograms_readOnlyWhatTheVerifierExpects(Proof proof) {
    int accepted = 0;
    for (int i = 0; i < PROGRAMS; i++) {
      Code code = ProgramGenerator.generate(random);
      long most = verify(code, proof);
      if (most > 0) {
        accepted++;
        for (int run = 0; run < RUNS; run++) {
          byte[] context = context();
          Bench watched = bench();
          byte[] seen = context.clone();
          long result = watch(watched, code, seen);
          long executed = watched.context.executed();
          assertTrue(executed <= most, () -> executed + " of " + most + describe(code, 0, null));
          compareWithInterpreter(code, context, result, watched, seen);
        }
      }
    }
    assertTrue(accepted > PROGRAMS / 4, "only " + accepted + " programs accepted");
  }

  /** The most instructions that the program may execute; 0 if it is refused. */
  private long verify(Code code, Proof proof) {
    claims.clear();
    for (int i = 0; i < code.size(); i++) {
      claims.add(new ArrayList<>());
    }
    VerificationResult result =
        Fixture.verify(code, proof, path -> claims.get(path.index()).add(path.state().copy()));
    facts = result.facts();
    return result.accepted() ? result.facts().mostInstructions() : 0;
  }

  private static Bench bench() {
    Bench bench = new Bench(1, MAPS.toArray(new MapSpec[0]));
    System.arraycopy(Fixture.frozen(), 0, bench.maps.values(RODATA).bytes(), 0, 16);
    return bench;
  }

  private long watch(Bench bench, Code code, byte[] context) {
    ReferenceMachine[] machine = new ReferenceMachine[1];
    machine[0] =
        new ReferenceMachine(
            bench,
            code,
            (registers, index) -> {
              Insn insn = code.insn(index);
              assertTrue(
                  isClaimed(bench, insn, index, machine[0].depth(), registers)
                      && areFacts(bench, insn, index, registers),
                  () -> describe(code, index, registers));
            });
    return bench.run(machine[0], context);
  }

  private static void compareWithInterpreter(
      Code code, byte[] context, long result, Bench watched, byte[] seen) {
    Bench bench = bench();
    assertEquals(result, bench.run(bench.prepare(code), context), () -> describe(code, 0, null));
    assertEquals(watched.context.executed(), bench.context.executed());
    assertArrayEquals(seen, context);
    assertArrayEquals(
        watched.maps.values(Fixture.DATA).bytes(), bench.maps.values(Fixture.DATA).bytes());
  }

  private boolean isClaimed(Bench bench, Insn insn, int index, int depth, long[] registers) {
    int reads = insn instanceof Insn.Call || insn instanceof Insn.CallLocal ? 0 : insn.reads();
    for (AbstractState state : claims.get(index)) {
      if (state.depth() == depth + 1
          && holds(bench, state, reads, registers)
          && holdsOnStack(bench, state, insn, registers)) {
        return true;
      }
    }
    return false;
  }

  private boolean areFacts(Bench bench, Insn insn, int index, long[] registers) {
    for (int reads = insn.reads(); reads != 0; reads &= reads - 1) {
      Reg reg = Reg.of(Integer.numberOfTrailingZeros(reads));
      long actual = registers[reg.number()];
      boolean asNumber =
          (actual == (int) actual || !facts.isInt(index, reg))
              && (actual >= 0 || !facts.isNonNegative(index, reg));
      if (!asNumber || !pointsAt(bench, facts.pointee(index, reg), actual)) {
        return false;
      }
    }
    return !(insn instanceof Insn.Branch branch) || isOrdered(branch, index, registers);
  }

  private boolean isOrdered(Insn.Branch branch, int index, long[] registers) {
    long left = registers[branch.left().number()];
    long right =
        branch.right() instanceof Reg reg
            ? registers[reg.number()]
            : ((Imm) branch.right()).value();
    return (left <= right || !facts.neverAbove(index))
        && (left >= right || !facts.neverBelow(index));
  }

  /** True if the region of {@code actual} is what it is said to be. */
  private static boolean pointsAt(Bench bench, Pointee pointee, long actual) {
    long region = (actual + Pointer.REACH) >>> 32;
    return switch (pointee.kind()) {
      case CONTEXT -> region == bench.context.contextAddress() >>> 32;
      case OWN_STACK, STACK -> region == bench.context.frameEnd(0) >>> 32;
      case MAP_VALUE -> actual != 0;
      case MAP, OTHER, MIXED -> true;
    };
  }

  private static boolean holds(Bench bench, AbstractState state, int reads, long[] registers) {
    for (int reg = 0; reg < Reg.COUNT; reg++) {
      boolean read = (reads >>> reg & 1) != 0;
      if (read && !holds(bench, state.reg(Reg.of(reg)), registers[reg])) {
        return false;
      }
    }
    return true;
  }

  /** True if the bytes that a load or an atomic operation reads from the stack are as claimed. */
  private static boolean holdsOnStack(
      Bench bench, AbstractState state, Insn insn, long[] registers) {
    Reg base;
    int offset;
    int size;
    if (insn instanceof Insn.Load load) {
      base = load.base();
      offset = load.offset();
      size = load.size().bytes();
    } else if (insn instanceof Insn.Atomic atomic) {
      base = atomic.base();
      offset = atomic.offset();
      size = atomic.width().bits() / 8;
    } else {
      return true;
    }
    long from = registers[base.number()] + offset - bench.context.frameEnd(0) + Frame.STACK_BYTES;
    boolean onStack = from >= 0 && from < (long) state.depth() * Frame.STACK_BYTES;
    boolean holds = true;
    for (long at = from; onStack && at < from + size; at++) {
      holds &= holdsByte(bench, state, (int) at);
    }
    return holds;
  }

  /** True if the byte of the stack at {@code at} is what its slot says. */
  private static boolean holdsByte(Bench bench, AbstractState state, int at) {
    int inFrame = at % Frame.STACK_BYTES;
    Slot slot = state.frame(at / Frame.STACK_BYTES).slot(inFrame / 8);
    int bit = inFrame % 8;
    byte[] stack = bench.context.stackBytes();
    boolean written = ((slot.initialised() >>> bit) & 1) != 0;
    boolean zero = ((slot.zero() >>> bit) & 1) != 0;
    long whole = (long) WORD.get(stack, at - bit);
    return written
        && (!zero || stack[at] == 0)
        && (slot.spill() == null || holds(bench, slot.spill(), whole))
        && (slot.low() == null || slot.low().scalar().contains(whole & LOW))
        && (slot.high() == null || slot.high().scalar().contains(whole >>> 32));
  }

  private static boolean holds(Bench bench, Value value, long actual) {
    if (value instanceof Value.Num number) {
      return number.scalar().contains(actual)
          && number.low32().contains(actual & LOW)
          && number.signedLow().contains((int) actual);
    }
    if (!(value instanceof Pointer pointer)) {
      return false;
    }
    if (actual == 0) {
      return pointer.nullable();
    }
    return pointer.variable().contains(actual - base(bench, pointer, actual) - pointer.offset());
  }

  /** The address that a pointer's offset counts from. */
  private static long base(Bench bench, Pointer pointer, long actual) {
    if (pointer.region() instanceof Region.Stack stack) {
      return bench.context.frameEnd(stack.frame());
    }
    if (pointer.region() instanceof Region.Context) {
      return bench.context.contextAddress();
    }
    if (pointer.region() instanceof Region.MapValue value) {
      MapSpec spec = MAPS.get(value.map().index());
      boolean single = spec.maxEntries() == 1;
      // Of a hash map only the start of values is known: they lie one after the other.
      return single ? bench.maps.values(value.map().index()).base() : actual - actual % 16;
    }
    return actual;
  }

  private static String describe(Code code, int index, long[] registers) {
    StringBuilder text = new StringBuilder("seed " + SEED + ", at " + index + " with");
    for (int i = 0; registers != null && i < registers.length; i++) {
      text.append(" r").append(i).append('=').append(registers[i]);
    }
    return text.append('\n').append(Disassembler.text(code, id -> null, map -> null)).toString();
  }

  /** Numbers near the edges as often as any. */
  private byte[] context() {
    byte[] context = new byte[64];
    random.nextBytes(context);
    for (int field = 0; field < 64; field += 8) {
      int form = random.nextInt(4);
      for (int i = 1; i < 8 && form < 2; i++) {
        context[field + i] = (byte) (form == 0 ? 0 : -1);
      }
    }
    return context;
  }
}
