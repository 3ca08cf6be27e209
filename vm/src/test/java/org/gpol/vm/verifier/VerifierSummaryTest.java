package org.gpol.vm.verifier;

import static org.gpol.vm.verifier.Fixture.DATA;
import static org.gpol.vm.verifier.Fixture.add;
import static org.gpol.vm.verifier.Fixture.alu;
import static org.gpol.vm.verifier.Fixture.exit;
import static org.gpol.vm.verifier.Fixture.imm;
import static org.gpol.vm.verifier.Fixture.load;
import static org.gpol.vm.verifier.Fixture.mov;
import static org.gpol.vm.verifier.Fixture.rejects;
import static org.gpol.vm.verifier.Fixture.store;
import static org.gpol.vm.verifier.Fixture.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.CodeBuilder;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;
import org.gpol.vm.verifier.check.SafetyCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Loops and meeting ways that are looked at as a whole. */
class VerifierSummaryTest {
  /** For R6 from 0, going up by {@code step} while {@code cond} with {@code limit}. */
  private static Code loop(JumpCond cond, int limit, int step, Width width) {
    CodeBuilder.Label again = new CodeBuilder.Label();
    return new CodeBuilder()
        .add(mov(Reg.R6, 0))
        .place(again)
        .add(value(Reg.R2, DATA, 0))
        .add(alu(AluOp.ADD, Reg.R2, Reg.R6))
        .add(load(MemSize.B1, Reg.R3, Reg.R2, 0))
        .add(new Insn.Alu(AluOp.ADD, width, Reg.R6, imm(step)))
        .branch(cond, width, Reg.R6, imm(limit), again)
        .add(mov(Reg.R0, 0))
        .add(exit())
        .build();
  }

  private static VerificationResult summarised(Code code) {
    return Fixture.verify(code, Proof.SUMMARISED, path -> {});
  }

  @ParameterizedTest
  @EnumSource(Width.class)
  void loop_withAnIndexInBounds_isLookedAtAFewTimes(Width width) {
    for (JumpCond cond : new JumpCond[] {JumpCond.JLT, JumpCond.JNE, JumpCond.JSLT}) {
      VerificationResult result = summarised(loop(cond, 64, 1, width));

      assertTrue(result.accepted(), cond + " " + result.rejection());
      assertTrue(result.instructionsProcessed() < 60, cond + " " + result.instructionsProcessed());
      assertEquals(1 + 64 * 5 + 2, result.facts().mostInstructions(), cond.toString());
    }
  }

  @Test
  void loop_thatReachesBeyondTheMemory_isRefused() {
    for (Proof proof : Proof.values()) {
      VerificationResult result =
          Fixture.verify(loop(JumpCond.JLT, 65, 1, Width.W64), proof, path -> {});

      assertEquals(
          SafetyCheck.MAP_VALUE_BOUNDS, result.rejection().orElseThrow().check(), proof.toString());
    }
  }

  @Test
  void loop_thatStepsOverItsEnd_isRefused() {
    rejects(SafetyCheck.MAP_VALUE_BOUNDS, 3, loop(JumpCond.JNE, 64, 3, Width.W64));
  }

  @Test
  void loop_whoseCounterIsOnTheStack_isSummarised() {
    CodeBuilder.Label again = new CodeBuilder.Label();
    Code code =
        new CodeBuilder()
            .add(store(MemSize.B8, Reg.R10, -8, imm(0)))
            .place(again)
            .add(load(MemSize.B8, Reg.R2, Reg.R10, -8))
            .add(add(Reg.R2, 2))
            .add(store(MemSize.B8, Reg.R10, -8, Reg.R2))
            .branch(JumpCond.JLT, Width.W64, Reg.R2, imm(10_000), again)
            .add(mov(Reg.R0, 0))
            .add(exit())
            .build();

    VerificationResult result = summarised(code);

    assertTrue(result.accepted());
    assertTrue(result.instructionsProcessed() < 60);
    assertEquals(1 + 5_000 * 4 + 2, result.facts().mostInstructions());
  }

  @Test
  void loop_whoseCounterMayGoBack_neverEnds() {
    CodeBuilder.Label again = new CodeBuilder.Label();
    CodeBuilder.Label over = new CodeBuilder.Label();
    CodeBuilder code =
        new CodeBuilder()
            .add(mov(Reg.R6, Reg.R1))
            .add(mov(Reg.R2, 0))
            .place(again)
            .add(add(Reg.R2, 1))
            .add(load(MemSize.B8, Reg.R3, Reg.R6, 0))
            .branch(JumpCond.JEQ, Width.W64, Reg.R3, imm(7), over)
            .add(mov(Reg.R2, 0))
            .place(over)
            .branch(JumpCond.JLT, Width.W64, Reg.R2, imm(100), again)
            .add(mov(Reg.R0, 0))
            .add(exit());

    assertTrue(Fixture.verify(code.build()).rejection().isPresent());
  }

  @Test
  void loop_whoseRunsMayTakeTooLong_isRefused() {
    CodeBuilder.Label outer = new CodeBuilder.Label();
    CodeBuilder.Label inner = new CodeBuilder.Label();
    CodeBuilder code =
        new CodeBuilder()
            .add(mov(Reg.R6, 0))
            .place(outer)
            .add(mov(Reg.R7, 0))
            .place(inner)
            .add(add(Reg.R7, 1))
            .branch(JumpCond.JLT, Width.W64, Reg.R7, imm(1000), inner)
            .add(add(Reg.R6, 1))
            .branch(JumpCond.JLT, Width.W64, Reg.R6, imm(1000), outer)
            .add(mov(Reg.R0, 0))
            .add(exit());

    assertEquals(
        SafetyCheck.TOO_COMPLEX, Fixture.verify(code.build()).rejection().orElseThrow().check());
  }

  @Test
  void waysThatMeet_areFollowedOnAsOne() {
    CodeBuilder code = new CodeBuilder();
    code.add(load(MemSize.B8, Reg.R2, Reg.R1, 0)).add(mov(Reg.R3, 0));
    for (int i = 0; i < 30; i++) {
      CodeBuilder.Label over = new CodeBuilder.Label();
      code.branch(JumpCond.JSET, Width.W64, Reg.R2, imm(1 << i), over);
      code.add(add(Reg.R3, 2)).place(over);
    }
    code.add(value(Reg.R1, DATA, 0)).add(alu(AluOp.ADD, Reg.R1, Reg.R3));
    code.add(load(MemSize.B1, Reg.R0, Reg.R1, 0)).add(exit());

    VerificationResult result = summarised(code.build());

    assertTrue(result.accepted());
    assertEquals(66, result.instructionsProcessed());
    assertEquals(66, result.facts().mostInstructions());
  }

  @Test
  void loopsNestedVeryDeeply_areNotTooMuchForTheStack() {
    CodeBuilder code = new CodeBuilder();
    List<CodeBuilder.Label> heads = new ArrayList<>();
    code.add(mov(Reg.R6, Reg.R1));
    for (int i = 0; i < 5_000; i++) {
      heads.add(new CodeBuilder.Label());
      code.place(heads.get(i)).add(load(MemSize.B8, Reg.R2, Reg.R6, 0));
    }
    for (int i = 4_999; i >= 0; i--) {
      code.branch(JumpCond.JEQ, Width.W64, Reg.R2, imm(i), heads.get(i));
    }
    code.add(mov(Reg.R0, 0)).add(exit());

    assertTrue(summarised(code.build()).rejection().isPresent());
  }
}
