package org.gpol.vm.verifier;

import static org.gpol.vm.verifier.Fixture.MAPS;
import static org.gpol.vm.verifier.Fixture.RODATA;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.CodeBuilder;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.text.Disassembler;
import org.gpol.vm.engine.Bench;
import org.gpol.vm.engine.Engine;
import org.gpol.vm.engine.jit.JitEngine;
import org.junit.jupiter.api.Test;

/**
 * Holds compiled code against the interpreter: the same programs on the same contexts give the same
 * result, leave the same memory, and count the same instructions and mutations.
 */
class JitAgreementTest {
  private static final int PROGRAMS = Integer.getInteger("gpol.jit.programs", 2_000);
  private static final long SEED = Long.getLong("gpol.jit.seed", 20261123);
  private static final int RUNS = 4;

  private final Random random = new Random(SEED);

  @Test
  void generatedPrograms_runTheSameOnBothEngines() {
    int compiled = 0;
    for (int i = 0; i < PROGRAMS; i++) {
      Code code = ProgramGenerator.generate(random);
      VerificationResult verdict = Fixture.verify(code);
      if (verdict.accepted()) {
        agree(code, verdict);
        compiled++;
      }
    }
    assertTrue(compiled > PROGRAMS / 2, compiled + " of " + PROGRAMS + " programs compiled");
  }

  @Test
  void programOfTwentyThousandInstructions_runsCompiledInPieces() {
    for (int i = 0; i < 3; i++) {
      Code code = longProgram(20_000);
      VerificationResult verdict = Fixture.verify(code);
      assertTrue(verdict.accepted(), () -> verdict.rejection().get().toString());
      agree(code, verdict);
    }
  }

  private void agree(Code code, VerificationResult verdict) {
    Bench one = bench();
    Bench two = bench();
    Engine interpreter = one.prepare(code);
    Engine jit =
        JitEngine.compile(code, verdict.facts(), two.linkage(code), two.budget).orElseThrow();
    for (int run = 0; run < RUNS; run++) {
      byte[] context = new byte[64];
      random.nextBytes(context);
      byte[] other = context.clone();
      assertEquals(one.run(interpreter, context), two.run(jit, other), () -> describe(code));
      assertArrayEquals(context, other, () -> describe(code));
      assertEquals(one.context.executed(), two.context.executed(), () -> describe(code));
      assertEquals(one.memory.mutations(), two.memory.mutations(), () -> describe(code));
      assertArrayEquals(
          one.maps.values(Fixture.DATA).bytes(),
          two.maps.values(Fixture.DATA).bytes(),
          () -> describe(code));
    }
  }

  /** Arithmetic on R6 to R9 with branches over a few instructions. */
  private Code longProgram(int length) {
    CodeBuilder code = new CodeBuilder();
    for (int reg = 6; reg <= 9; reg++) {
      code.add(new Insn.Load(MemSize.B8, false, Reg.of(reg), Reg.R1, 8 * (reg - 6)));
    }
    for (int i = 0; i < length; i += 4) {
      CodeBuilder.Label over = new CodeBuilder.Label();
      code.branch(JumpCond.JSGT, Width.W32, number(), new Imm(random.nextInt()), over);
      code.add(arithmetic()).add(arithmetic()).place(over).add(arithmetic());
    }
    return code.add(Fixture.mov(Reg.R0, Reg.R6)).add(new Insn.Exit()).build();
  }

  private Insn arithmetic() {
    AluOp[] ops = {AluOp.ADD, AluOp.SUB, AluOp.MUL, AluOp.XOR, AluOp.OR};
    Width width = random.nextBoolean() ? Width.W32 : Width.W64;
    return new Insn.Alu(ops[random.nextInt(ops.length)], width, number(), number());
  }

  private Reg number() {
    return Reg.of(6 + random.nextInt(4));
  }

  private static Bench bench() {
    Bench bench = new Bench(1, MAPS.toArray(new MapSpec[0]));
    System.arraycopy(Fixture.frozen(), 0, bench.maps.values(RODATA).bytes(), 0, 16);
    return bench;
  }

  private static String describe(Code code) {
    return "-Dgpol.jit.seed="
        + SEED
        + "\n"
        + Disassembler.text(code, id -> "#" + id, map -> "map#" + map);
  }
}
