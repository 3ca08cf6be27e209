package org.gpol.vm.verifier;

import static org.gpol.bpf.isa.AluOp.DIV;
import static org.gpol.bpf.isa.AluOp.LSH;
import static org.gpol.bpf.isa.AluOp.MOVSX8;
import static org.gpol.bpf.isa.JumpCond.JEQ;
import static org.gpol.bpf.isa.JumpCond.JGT;
import static org.gpol.bpf.isa.JumpCond.JLT;
import static org.gpol.bpf.isa.JumpCond.JNE;
import static org.gpol.bpf.isa.MemSize.B4;
import static org.gpol.bpf.isa.MemSize.B8;
import static org.gpol.bpf.isa.Reg.R0;
import static org.gpol.bpf.isa.Reg.R1;
import static org.gpol.bpf.isa.Reg.R10;
import static org.gpol.bpf.isa.Reg.R2;
import static org.gpol.bpf.isa.Reg.R3;
import static org.gpol.bpf.isa.Reg.R4;
import static org.gpol.bpf.isa.Reg.R6;
import static org.gpol.vm.verifier.Fixture.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.CodeBuilder;
import org.gpol.bpf.code.SourceLocation;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.RefKind;
import org.gpol.vm.verifier.check.SafetyCheck;
import org.junit.jupiter.api.Test;

class VerifierControlTest {
  @Test
  void jump_outOfTheProgram_refused() {
    rejects(SafetyCheck.JUMP_TARGET, 0, jump(7), exit());
    rejects(SafetyCheck.JUMP_TARGET, 0, jump(-1), exit());
  }

  @Test
  void jump_intoAnotherFunction_refused() {
    rejects(
        SafetyCheck.JUMP_TARGET,
        0,
        new CodeBuilder()
            .function("main")
            .add(jump(2))
            .add(exit())
            .function("other")
            .add(mov(R0, 0))
            .add(exit()));
  }

  @Test
  void end_withoutExit_refused() {
    rejects(SafetyCheck.FALL_THROUGH, 0, mov(R0, 0));
  }

  @Test
  void code_unreachable_refused() {
    rejects(SafetyCheck.UNREACHABLE_CODE, 2, mov(R0, 0), exit(), mov(R0, 1), exit());
  }

  @Test
  void function_neverCalled_refused() {
    rejects(
        SafetyCheck.UNREACHABLE_CODE,
        2,
        new CodeBuilder()
            .function("main")
            .add(mov(R0, 0))
            .add(exit())
            .function("idle")
            .add(mov(R0, 0))
            .add(exit()));
  }

  @Test
  void instruction_ill_formed_refused() {
    rejects(SafetyCheck.FRAME_POINTER, 0, mov(R10, 0), mov(R0, 0), exit());
    rejects(SafetyCheck.INSTRUCTION_FORM, 0, alu(MOVSX8, R0, imm(1)), exit());
    rejects(SafetyCheck.DIVISION_BY_ZERO, 1, mov(R0, 1), alu(DIV, R0, imm(0)), exit());
    rejects(SafetyCheck.SHIFT_COUNT, 1, mov(R0, 1), alu(LSH, R0, imm(64)), exit());
    rejects(SafetyCheck.SHIFT_COUNT, 1, mov(R0, 1), alu32(LSH, R0, imm(32)), exit());
    rejects(SafetyCheck.REFERENCE, 0, new Insn.LoadRef(R2, RefKind.CODE, 0, 0), exit());
    rejects(SafetyCheck.REFERENCE, 0, map(R2, 99), exit());
    rejects(SafetyCheck.UNKNOWN_HELPER, 0, call(4711), exit());
  }

  @Test
  void result_missing_refused() {
    rejects(SafetyCheck.UNINITIALISED_REGISTER, 0, exit());
  }

  @Test
  void loop_counted_accepted() {
    accepts(mov(R0, 0), add(R0, 1), branch(JLT, R0, 1000, 1), exit());
  }

  @Test
  void loop_withoutProgress_refusedWithItsLine() {
    CodeBuilder.Label head = new CodeBuilder.Label();
    CodeBuilder code =
        new CodeBuilder()
            .at(new SourceLocation("a.gpol", 12, 3, "while true {"))
            .add(mov(R0, 0))
            .place(head)
            .add(mov(R6, 1))
            .jump(head);
    Rejection rejection = rejects(SafetyCheck.INFINITE_LOOP, 1, code);
    assertTrue(rejection.message().contains("line 12"), rejection.message());
    assertEquals("a.gpol:12:3", rejection.location().toString());
  }

  @Test
  void loop_endingOnlyByChance_refused() {
    rejects(SafetyCheck.INFINITE_LOOP, 0, call(NOW), branch(JNE, R0, 0, 0), exit());
  }

  @Test
  void loop_thatShrinksAnUnknown_accepted() {
    accepts(
        load(B8, R0, R1, 0),
        alu(org.gpol.bpf.isa.AluOp.RSH, R0, imm(1)),
        branch(JNE, R0, 0, 1),
        exit());
  }

  @Test
  void loop_countingForever_exceedsTheBudget() {
    Rejection rejection =
        rejects(SafetyCheck.TOO_COMPLEX, 2, mov(R0, 0), add(R0, 1), branch(JNE, R0, -1, 1), exit());
    assertTrue(rejection.message().contains("1000000"), rejection.message());
  }

  @Test
  void branches_thatMeet_areNotMultiplied() {
    CodeBuilder code = new CodeBuilder().add(load(B8, R6, R1, 0)).add(mov(R0, 0));
    for (int i = 0; i < 40; i++) {
      CodeBuilder.Label skip = new CodeBuilder.Label();
      code.add(load(B4, R2, R1, 8))
          .branch(JEQ, org.gpol.bpf.isa.Width.W64, R2, imm(i), skip)
          .add(mov(R3, i))
          .place(skip);
    }
    VerificationResult result = verify(code.add(exit()).build());
    assertTrue(result.accepted());
    assertTrue(result.instructionsProcessed() < 400, () -> "" + result.instructionsProcessed());
  }

  @Test
  void branch_thatCannotHappen_isNotFollowed() {
    accepts(mov(R2, 3), branch(JGT, R2, 5, 3), mov(R0, 0), exit());
  }

  @Test
  void call_calleeSeesArgumentsAndCallerItsOwnRegisters() {
    accepts(
        new CodeBuilder()
            .function("main")
            .add(mov(R6, 5))
            .add(callLocal(4))
            .add(alu(org.gpol.bpf.isa.AluOp.ADD, R0, R6))
            .add(exit())
            .function("first")
            .add(load(B4, R0, R1, 0))
            .add(mov(R6, R1))
            .add(exit())
            .build());
  }

  @Test
  void call_argumentNotSet_refused() {
    rejects(
        SafetyCheck.UNINITIALISED_REGISTER,
        0,
        new CodeBuilder()
            .function("main")
            .add(callLocal(2))
            .add(exit())
            .function("second")
            .add(mov(R0, R2))
            .add(exit()));
  }

  @Test
  void call_registersOfTheCaller_areNotTheCallees() {
    rejects(
        SafetyCheck.UNINITIALISED_REGISTER,
        3,
        new CodeBuilder()
            .function("main")
            .add(mov(R6, 5))
            .add(callLocal(3))
            .add(exit())
            .function("callee")
            .add(mov(R0, R6))
            .add(exit()));
  }

  @Test
  void call_argumentRegistersAfterwards_areGone() {
    rejects(
        SafetyCheck.UNINITIALISED_REGISTER,
        2,
        new CodeBuilder()
            .function("main")
            .add(mov(R4, 5))
            .add(callLocal(4))
            .add(mov(R0, R4))
            .add(exit())
            .function("callee")
            .add(mov(R0, R4))
            .add(exit()));
  }

  @Test
  void call_calleeWritesTheCallersStack_callerReadsIt() {
    accepts(
        new CodeBuilder()
            .function("main")
            .add(mov(R1, R10))
            .add(add(R1, -8))
            .add(callLocal(5))
            .add(load(B8, R0, R10, -8))
            .add(exit())
            .function("fill")
            .add(store(B8, R1, 0, imm(7)))
            .add(mov(R0, 0))
            .add(exit())
            .build());
  }

  @Test
  void call_ownStackReturnedOrLeftWithTheCaller_refused() {
    rejects(
        SafetyCheck.POINTER_LEAK,
        3,
        new CodeBuilder()
            .function("main")
            .add(callLocal(2))
            .add(exit())
            .function("leak")
            .add(mov(R0, R10))
            .add(exit()));
    rejects(
        SafetyCheck.POINTER_LEAK,
        5,
        new CodeBuilder()
            .function("main")
            .add(mov(R1, R10))
            .add(add(R1, -8))
            .add(callLocal(5))
            .add(mov(R0, 0))
            .add(exit())
            .function("leak")
            .add(store(B8, R1, 0, R10))
            .add(mov(R0, 0))
            .add(exit()));
  }

  @Test
  void call_ofItself_refused() {
    rejects(
        SafetyCheck.RECURSION,
        2,
        new CodeBuilder()
            .function("main")
            .add(callLocal(2))
            .add(exit())
            .function("again")
            .add(callLocal(2))
            .add(exit()));
  }

  @Test
  void call_intoTheMiddle_refused() {
    rejects(SafetyCheck.CALL_TARGET, 0, callLocal(1), mov(R0, 0), exit());
  }

  @Test
  void calls_eightFrames_acceptedAndNineRefused() {
    accepts(chain(8));
    rejects(SafetyCheck.CALL_DEPTH, 14, chain(9));
  }

  private static Code chain(int functions) {
    CodeBuilder code = new CodeBuilder();
    for (int f = 0; f < functions; f++) {
      code.function("f" + f);
      code.add(f == functions - 1 ? mov(R0, 0) : callLocal(2 * f + 2)).add(exit());
    }
    return code.build();
  }

  @Test
  void calls_framesTogetherTooLarge_refused() {
    accepts(deep(-256));
    rejects(SafetyCheck.STACK_SIZE, 1, deep(-264));
  }

  private static Code deep(int offset) {
    return new CodeBuilder()
        .function("main")
        .add(store(B8, R10, -256, imm(1)))
        .add(callLocal(3))
        .add(exit())
        .function("callee")
        .add(store(B8, R10, offset, imm(1)))
        .add(mov(R0, 0))
        .add(exit())
        .build();
  }
}
