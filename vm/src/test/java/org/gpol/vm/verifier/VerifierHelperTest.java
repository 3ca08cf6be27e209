package org.gpol.vm.verifier;

import static org.gpol.bpf.isa.AluOp.AND;
import static org.gpol.bpf.isa.JumpCond.JEQ;
import static org.gpol.bpf.isa.JumpCond.JSGT;
import static org.gpol.bpf.isa.MemSize.B4;
import static org.gpol.bpf.isa.MemSize.B8;
import static org.gpol.bpf.isa.Reg.R0;
import static org.gpol.bpf.isa.Reg.R1;
import static org.gpol.bpf.isa.Reg.R10;
import static org.gpol.bpf.isa.Reg.R2;
import static org.gpol.bpf.isa.Reg.R3;
import static org.gpol.bpf.isa.Reg.R6;
import static org.gpol.vm.verifier.Fixture.*;

import org.gpol.bpf.code.CodeBuilder;
import org.gpol.vm.verifier.check.SafetyCheck;
import org.junit.jupiter.api.Test;

class VerifierHelperTest {
  @Test
  void key_notInitialised_refused() {
    rejects(
        SafetyCheck.UNINITIALISED_STACK,
        4,
        store(B4, R10, -8, imm(1)),
        map(R1, HASH),
        mov(R2, R10),
        add(R2, -8),
        call(LOOKUP),
        mov(R0, 0),
        exit());
  }

  @Test
  void key_number_refused() {
    rejects(SafetyCheck.NOT_MEMORY, 2, map(R1, HASH), mov(R2, 5), call(LOOKUP), exit());
  }

  @Test
  void map_ofWrongType_refused() {
    rejects(
        SafetyCheck.MAP_TYPE, 2, map(R1, QUEUE), mov(R2, R10), call(LOOKUP), mov(R0, 0), exit());
  }

  @Test
  void map_notAMap_refused() {
    rejects(SafetyCheck.HELPER_ARGUMENT, 1, mov(R2, R10), call(LOOKUP), mov(R0, 0), exit());
  }

  @Test
  void pop_initialisesItsOutput() {
    accepts(map(R1, QUEUE), mov(R2, R10), add(R2, -16), call(POP), load(B8, R0, R10, -8), exit());
  }

  @Test
  void pop_outputTooSmall_refused() {
    rejects(
        SafetyCheck.STACK_BOUNDS,
        3,
        map(R1, QUEUE),
        mov(R2, R10),
        add(R2, -8),
        call(POP),
        mov(R0, 0),
        exit());
  }

  @Test
  void arguments_afterTheCall_areGone() {
    rejects(SafetyCheck.UNINITIALISED_REGISTER, 1, call(NOW), mov(R0, R1), exit());
  }

  @Test
  void errno_isAtMostAnInt() {
    // r0 s> 2^31 - 1 is impossible, so nothing follows the uninitialised r6.
    accepts(
        map(R1, QUEUE),
        mov(R2, R10),
        add(R2, -16),
        call(POP),
        branch(JSGT, R0, Integer.MAX_VALUE, 6),
        mov(R6, 0),
        mov(R0, R6),
        exit());
  }

  @Test
  void innerMap_afterNullCheck_isAMap() {
    accepts(inner(true));
    rejects(SafetyCheck.MISSING_NULL_CHECK, 8, inner(false));
  }

  private static org.gpol.bpf.code.Code inner(boolean checked) {
    CodeBuilder.Label absent = new CodeBuilder.Label();
    CodeBuilder code =
        new CodeBuilder()
            .add(store(B4, R10, -4, imm(1)))
            .add(map(R1, QUEUES))
            .add(mov(R2, R10))
            .add(add(R2, -4))
            .add(call(LOOKUP));
    if (checked) {
      code.branch(JEQ, org.gpol.bpf.isa.Width.W64, R0, imm(0), absent);
    }
    code.add(mov(R1, R0)).add(mov(R2, R10)).add(add(R2, -24)).add(call(POP));
    return code.place(absent).add(mov(R0, 0)).add(exit()).build();
  }

  @Test
  void memory_withBoundedSize_accepted() {
    accepts(value(R1, RODATA, 0), mov(R2, 16), call(PRINT), exit());
  }

  @Test
  void memory_withSizeTooLargeOrZeroOrUnbounded_refused() {
    rejects(
        SafetyCheck.MAP_VALUE_BOUNDS, 2, value(R1, RODATA, 0), mov(R2, 17), call(PRINT), exit());
    rejects(SafetyCheck.HELPER_ARGUMENT, 2, value(R1, RODATA, 0), mov(R2, 0), call(PRINT), exit());
    rejects(
        SafetyCheck.HELPER_ARGUMENT,
        2,
        load(B8, R2, R1, 0),
        value(R1, RODATA, 0),
        call(PRINT),
        exit());
  }

  @Test
  void memory_holdingAPointer_refused() {
    rejects(
        SafetyCheck.POINTER_LEAK,
        4,
        store(B8, R10, -8, R1),
        mov(R1, R10),
        add(R1, -8),
        mov(R2, 8),
        call(PRINT),
        exit());
  }

  @Test
  void output_ofConstantSize_isInitialised() {
    accepts(
        mov(R3, R1),
        mov(R1, R10),
        add(R1, -16),
        mov(R2, 16),
        call(FILL),
        load(B8, R0, R10, -16),
        exit());
  }

  @Test
  void output_ofVariableSize_needsInitialisedMemory() {
    rejects(
        SafetyCheck.UNINITIALISED_STACK,
        5,
        mov(R3, R1),
        load(B4, R2, R1, 0),
        alu(AND, R2, imm(15)),
        mov(R1, R10),
        add(R1, -16),
        call(FILL),
        mov(R0, 0),
        exit());
  }

  @Test
  void output_intoFrozenMap_refused() {
    rejects(
        SafetyCheck.READ_ONLY,
        3,
        mov(R3, R1),
        value(R1, RODATA, 0),
        mov(R2, 8),
        call(FILL),
        mov(R0, 0),
        exit());
  }

  @Test
  void context_moved_refused() {
    rejects(
        SafetyCheck.HELPER_ARGUMENT,
        5,
        mov(R3, R1),
        add(R3, 8),
        mov(R1, R10),
        add(R1, -8),
        mov(R2, 8),
        call(FILL),
        exit());
  }

  @Test
  void number_pointerGiven_refused() {
    rejects(
        SafetyCheck.HELPER_ARGUMENT,
        6,
        mov(R3, R1),
        store(B8, R10, -8, imm(0)),
        store(B8, R10, -16, imm(0)),
        map(R1, QUEUE),
        mov(R2, R10),
        add(R2, -16),
        call(PUSH),
        exit());
  }
}
