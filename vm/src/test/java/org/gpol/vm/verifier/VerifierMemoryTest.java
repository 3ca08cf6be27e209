package org.gpol.vm.verifier;

import static org.gpol.bpf.isa.AluOp.ADD;
import static org.gpol.bpf.isa.AluOp.AND;
import static org.gpol.bpf.isa.AluOp.MUL;
import static org.gpol.bpf.isa.AluOp.SUB;
import static org.gpol.bpf.isa.JumpCond.JEQ;
import static org.gpol.bpf.isa.JumpCond.JGT;
import static org.gpol.bpf.isa.JumpCond.JNE;
import static org.gpol.bpf.isa.MemSize.B1;
import static org.gpol.bpf.isa.MemSize.B4;
import static org.gpol.bpf.isa.MemSize.B8;
import static org.gpol.bpf.isa.Reg.R0;
import static org.gpol.bpf.isa.Reg.R1;
import static org.gpol.bpf.isa.Reg.R10;
import static org.gpol.bpf.isa.Reg.R2;
import static org.gpol.bpf.isa.Reg.R3;
import static org.gpol.bpf.isa.Reg.R6;
import static org.gpol.bpf.isa.Reg.R7;
import static org.gpol.vm.verifier.Fixture.DATA;
import static org.gpol.vm.verifier.Fixture.RODATA;
import static org.gpol.vm.verifier.Fixture.accepts;
import static org.gpol.vm.verifier.Fixture.add;
import static org.gpol.vm.verifier.Fixture.alu;
import static org.gpol.vm.verifier.Fixture.alu32;
import static org.gpol.vm.verifier.Fixture.branch;
import static org.gpol.vm.verifier.Fixture.exit;
import static org.gpol.vm.verifier.Fixture.imm;
import static org.gpol.vm.verifier.Fixture.load;
import static org.gpol.vm.verifier.Fixture.lookup;
import static org.gpol.vm.verifier.Fixture.map;
import static org.gpol.vm.verifier.Fixture.mov;
import static org.gpol.vm.verifier.Fixture.rejects;
import static org.gpol.vm.verifier.Fixture.store;
import static org.gpol.vm.verifier.Fixture.value;
import static org.gpol.vm.verifier.Fixture.with;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gpol.bpf.isa.AtomicOp;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.Width;
import org.gpol.vm.verifier.check.SafetyCheck;
import org.junit.jupiter.api.Test;

class VerifierMemoryTest {
  @Test
  void register_readBeforeWritten_refused() {
    Rejection rejection = rejects(SafetyCheck.UNINITIALISED_REGISTER, 0, mov(R0, R3), exit());
    assertTrue(rejection.message().contains("r3"));
    assertTrue(rejection.stateExcerpt().contains("r1=ctx"), rejection.stateExcerpt());
  }

  @Test
  void register_writtenOnOneWayOnly_refused() {
    rejects(
        SafetyCheck.UNINITIALISED_REGISTER,
        4,
        load(B4, R2, R1, 0),
        mov(R3, 0),
        branch(JEQ, R2, 0, 4),
        mov(R0, 1),
        exit());
  }

  @Test
  void stack_readBeforeWritten_refused() {
    rejects(SafetyCheck.UNINITIALISED_STACK, 0, load(B8, R0, R10, -8), exit());
    rejects(
        SafetyCheck.UNINITIALISED_STACK,
        1,
        store(B4, R10, -8, imm(1)),
        load(B8, R0, R10, -8),
        exit());
  }

  @Test
  void stack_writtenInParts_readAsWhole() {
    accepts(store(B4, R10, -8, imm(1)), store(B4, R10, -4, imm(2)), load(B8, R0, R10, -8), exit());
  }

  @Test
  void stack_outOfFrame_refused() {
    rejects(SafetyCheck.STACK_BOUNDS, 0, store(B8, R10, -520, imm(1)), mov(R0, 0), exit());
    rejects(SafetyCheck.STACK_BOUNDS, 0, store(B8, R10, 0, imm(1)), mov(R0, 0), exit());
    accepts(store(B8, R10, -512, imm(1)), mov(R0, 0), exit());
  }

  @Test
  void stack_misaligned_refused() {
    rejects(SafetyCheck.ALIGNMENT, 0, store(B8, R10, -12, imm(1)), mov(R0, 0), exit());
  }

  @Test
  void stack_spilledPointer_comesBackAsPointer() {
    accepts(store(B8, R10, -8, R1), load(B8, R6, R10, -8), load(B4, R0, R6, 60), exit());
  }

  @Test
  void stack_spilledPointerReadInPart_refused() {
    rejects(SafetyCheck.POINTER_LEAK, 1, store(B8, R10, -8, R1), load(B4, R0, R10, -8), exit());
  }

  @Test
  void stack_spilledPointerOverwrittenInPart_isNoPointerAnyMore() {
    rejects(
        SafetyCheck.UNINITIALISED_STACK,
        2,
        store(B8, R10, -8, R1),
        store(B4, R10, -8, imm(0)),
        load(B8, R0, R10, -8),
        exit());
  }

  @Test
  void stack_variableOffsetInInitialisedBytes_accepted() {
    accepts(
        store(B8, R10, -8, imm(1)),
        store(B8, R10, -16, imm(1)),
        load(B4, R2, R1, 0),
        alu(AND, R2, imm(8)),
        mov(R3, R10),
        alu(ADD, R3, R2),
        load(B8, R0, R3, -16),
        exit());
  }

  @Test
  void stack_variableOffsetReachingUninitialisedBytes_refused() {
    rejects(
        SafetyCheck.UNINITIALISED_STACK,
        5,
        store(B8, R10, -16, imm(1)),
        load(B4, R2, R1, 0),
        alu(AND, R2, imm(8)),
        mov(R3, R10),
        alu(ADD, R3, R2),
        load(B8, R0, R3, -16),
        exit());
  }

  @Test
  void context_inside_accepted() {
    accepts(load(B8, R0, R1, 56), exit());
  }

  @Test
  void context_outsideOrMisaligned_refused() {
    rejects(SafetyCheck.CONTEXT_ACCESS, 0, load(B8, R0, R1, 60), exit());
    rejects(SafetyCheck.CONTEXT_ACCESS, 0, load(B4, R0, R1, 64), exit());
    rejects(SafetyCheck.CONTEXT_ACCESS, 0, load(B4, R0, R1, 2), exit());
  }

  @Test
  void context_variableOffset_refused() {
    rejects(
        SafetyCheck.CONTEXT_ACCESS,
        3,
        load(B4, R2, R1, 0),
        alu(AND, R2, imm(4)),
        alu(ADD, R1, R2),
        load(B4, R0, R1, 0),
        exit());
  }

  @Test
  void context_pointerStored_refused() {
    rejects(SafetyCheck.POINTER_LEAK, 0, store(B8, R1, 0, R10), mov(R0, 0), exit());
  }

  @Test
  void lookup_withoutNullCheck_refused() {
    Rejection rejection =
        rejects(SafetyCheck.MISSING_NULL_CHECK, 5, with(lookup(), load(B8, R0, R0, 0), exit()));
    assertTrue(rejection.message().contains("r0 may be null"), rejection.message());
  }

  @Test
  void lookup_withNullCheck_accepted() {
    accepts(with(lookup(), branch(JEQ, R0, 0, 7), load(B8, R0, R0, 8), exit()).build());
  }

  @Test
  void lookup_usedOnTheNullSide_refused() {
    rejects(
        SafetyCheck.NOT_MEMORY,
        6,
        with(lookup(), branch(JNE, R0, 0, 7), load(B8, R0, R0, 8), mov(R0, 0), exit()));
  }

  @Test
  void lookup_nullCheckOfCopy_countsForAllCopies() {
    accepts(
        with(
                lookup(),
                mov(R6, R0),
                store(B8, R10, -16, R0),
                branch(JEQ, R6, 0, 11),
                load(B8, R7, R10, -16),
                load(B8, R0, R7, 0),
                exit(),
                mov(R0, 0),
                exit())
            .build());
  }

  @Test
  void lookup_arithmeticBeforeNullCheck_refused() {
    rejects(SafetyCheck.MISSING_NULL_CHECK, 5, with(lookup(), add(R0, 8), mov(R0, 0), exit()));
  }

  @Test
  void mapValue_outside_refused() {
    rejects(
        SafetyCheck.MAP_VALUE_BOUNDS,
        6,
        with(lookup(), branch(JEQ, R0, 0, 7), load(B8, R0, R0, 16), mov(R0, 0), exit()));
    rejects(SafetyCheck.MAP_VALUE_BOUNDS, 1, value(R2, DATA, 60), load(B8, R0, R2, 0), exit());
    rejects(SafetyCheck.REFERENCE, 0, value(R2, DATA, 64), mov(R0, 0), exit());
  }

  @Test
  void mapValue_boundedIndex_accepted() {
    accepts(
        load(B4, R2, R1, 0),
        mov(R0, 0),
        branch(JGT, R2, 7, 7),
        alu(MUL, R2, imm(8)),
        value(R3, DATA, 0),
        alu(ADD, R3, R2),
        load(B8, R0, R3, 0),
        exit());
  }

  @Test
  void mapValue_indexBoundedOneTooFar_refused() {
    rejects(
        SafetyCheck.MAP_VALUE_BOUNDS,
        6,
        load(B4, R2, R1, 0),
        mov(R0, 0),
        branch(JGT, R2, 8, 7),
        alu(MUL, R2, imm(8)),
        value(R3, DATA, 0),
        alu(ADD, R3, R2),
        load(B8, R0, R3, 0),
        exit());
  }

  @Test
  void mapValue_indexBoundedOnTheStack_accepted() {
    accepts(
        load(B4, R2, R1, 0),
        store(B8, R10, -8, R2),
        mov(R0, 0),
        branch(JGT, R2, 7, 9),
        load(B8, R6, R10, -8),
        alu(MUL, R6, imm(8)),
        value(R3, DATA, 0),
        alu(ADD, R3, R6),
        load(B8, R0, R3, 0),
        exit());
  }

  @Test
  void mapValue_unboundedIndex_refused() {
    rejects(
        SafetyCheck.POINTER_ARITHMETIC,
        2,
        load(B8, R2, R1, 0),
        value(R3, DATA, 0),
        alu(ADD, R3, R2),
        mov(R0, 0),
        exit());
  }

  @Test
  void mapValue_negativeIndex_refused() {
    rejects(
        SafetyCheck.MAP_VALUE_BOUNDS,
        2,
        value(R3, DATA, 0),
        add(R3, -8),
        load(B1, R0, R3, 0),
        exit());
  }

  @Test
  void mapValue_pointerStored_refused() {
    rejects(
        SafetyCheck.POINTER_LEAK, 1, value(R3, DATA, 0), store(B8, R3, 0, R1), mov(R0, 0), exit());
  }

  @Test
  void frozen_written_refused() {
    rejects(
        SafetyCheck.READ_ONLY,
        1,
        value(R3, RODATA, 0),
        store(B8, R3, 0, imm(1)),
        mov(R0, 0),
        exit());
  }

  @Test
  void frozen_loaded_isKnown() {
    // The first eight bytes say 8, so the way that would leave r0 uninitialised is never taken.
    accepts(value(R3, RODATA, 0), load(B8, R2, R3, 0), branch(JNE, R2, 8, 4), mov(R0, 0), exit());
  }

  @Test
  void frozen_loadedWithSign_isKnown() {
    accepts(
        value(R3, RODATA, 0),
        new Insn.Load(B4, true, R2, R3, 8),
        branch(JNE, R2, -2, 4),
        mov(R0, 0),
        exit());
  }

  @Test
  void mapHandle_dereferenced_refused() {
    rejects(SafetyCheck.NOT_MEMORY, 1, map(R2, DATA), load(B8, R0, R2, 0), exit());
  }

  @Test
  void pointer_returned_refused() {
    rejects(SafetyCheck.RETURN_VALUE, 1, mov(R0, R10), exit());
  }

  @Test
  void pointer_multipliedOrNarrowed_refused() {
    rejects(SafetyCheck.POINTER_ARITHMETIC, 0, alu(MUL, R1, imm(2)), mov(R0, 0), exit());
    rejects(SafetyCheck.POINTER_ARITHMETIC, 0, alu32(ADD, R1, imm(2)), mov(R0, 0), exit());
    rejects(SafetyCheck.POINTER_ARITHMETIC, 0, alu32(org.gpol.bpf.isa.AluOp.MOV, R0, R1), exit());
  }

  @Test
  void pointer_differenceInOneObject_isNumber() {
    accepts(mov(R0, R10), mov(R2, R10), add(R2, -8), alu(SUB, R0, R2), exit());
    rejects(SafetyCheck.POINTER_ARITHMETIC, 1, mov(R0, R10), alu(SUB, R0, R1), exit());
  }

  @Test
  void pointer_comparedWithNumber_refused() {
    rejects(SafetyCheck.POINTER_COMPARISON, 1, mov(R0, 0), branch(JGT, R1, 5, 2), exit());
  }

  @Test
  void atomic_onMapValue_accepted() {
    accepts(
        value(R2, DATA, 8),
        mov(R0, 1),
        new Insn.Atomic(AtomicOp.FETCH_ADD, Width.W64, R2, 0, R0),
        exit());
  }

  @Test
  void atomic_onContextOrMisaligned_refused() {
    rejects(
        SafetyCheck.CONTEXT_ACCESS,
        1,
        mov(R0, 1),
        new Insn.Atomic(AtomicOp.ADD, Width.W64, R1, 0, R0),
        exit());
    rejects(
        SafetyCheck.ALIGNMENT,
        2,
        value(R2, DATA, 4),
        mov(R0, 1),
        new Insn.Atomic(AtomicOp.ADD, Width.W64, R2, 0, R0),
        exit());
  }
}
