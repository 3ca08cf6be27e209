package org.gpol.vm.verifier;

import static org.gpol.vm.verifier.Fixture.*;
import static org.gpol.vm.verifier.Sketch.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Reg;
import org.gpol.vm.verifier.reason.Explanation;
import org.junit.jupiter.api.Test;

/** What a refusal says of the way to it. */
class ExplanationTest {
  private static String cause(Object... pieces) {
    return Fixture.explain(Sketch.code(pieces)).path().stream()
        .map(step -> step.index() + " " + step.instruction() + ": " + step.note())
        .collect(Collectors.joining("\n"));
  }

  @Test
  void missingNullCheck_namesTheLookup() {
    assertEquals(
        "4 call map_lookup_elem#1: r0 is null or points to a value of map tasks",
        cause(find(HASH), load(MemSize.B8, Reg.R1, Reg.R0, 0), end()));
  }

  @Test
  void boundTooWide_saysWhereTheNumberCameFromAndWhatTheBranchToldOfIt() {
    assertEquals(
        """
        0 r2 = *(u8 *)(r1 + 0): r2 is between 0 and 255, loaded from test_ctx
        1 if r2 > 100 goto +4 <5>: not taken: r2 is between 0 and 100
        2 r3 = &.data+0 ll: r3 points to a value of map .data
        3 r3 += r2: r3 points to byte 0 to 100 of a value of map .data""",
        cause(
            load(MemSize.B1, Reg.R2, Reg.R1, 0),
            skip(JumpCond.JGT, Reg.R2, 100, 3),
            value(Reg.R3, DATA, 0),
            alu(AluOp.ADD, Reg.R3, Reg.R2),
            load(MemSize.B1, Reg.R4, Reg.R3, 0),
            end()));
  }

  @Test
  void valueSpilled_isFollowedThroughTheStack() {
    assertEquals(
        """
        0 r2 = *(u64 *)(r1 + 0): r2 can be any number, loaded from test_ctx
        1 *(u64 *)(r10 - 8) = r2: writes 8 bytes of the stack at r10-8
        3 r4 = *(u64 *)(r10 - 8): r4 can be any number, loaded from the stack at r10-8""",
        cause(
            load(MemSize.B8, Reg.R2, Reg.R1, 0),
            store(MemSize.B8, Reg.R10, -8, Reg.R2),
            mov(Reg.R5, 7),
            load(MemSize.B8, Reg.R4, Reg.R10, -8),
            load(MemSize.B8, Reg.R0, Reg.R4, 0),
            exit()));
  }

  @Test
  void argumentOfAFunction_isFollowedToItsCaller() {
    assertEquals(
        """
        0 r1 = 3: r1 is 3
        1 call f1: the function is called from here""",
        cause(
            mov(Reg.R1, 3),
            new CallFunction(1),
            end(),
            FUNCTION,
            load(MemSize.B8, Reg.R0, Reg.R1, 0),
            exit()));
  }

  @Test
  void registerNeverWritten_hasNoCause() {
    assertEquals("", cause(mov(Reg.R0, Reg.R3), exit()));
  }

  @Test
  void registerLostInACall_namesTheCall() {
    assertEquals(
        "0 call ktime_get_ns#5: the call leaves nothing in r1 to r5",
        cause(call(NOW), mov(Reg.R0, Reg.R1), exit()));
  }

  @Test
  void boundLostInArithmetic_isSaidToBeLostThere() {
    String path =
        cause(
            load(MemSize.B1, Reg.R2, Reg.R1, 0),
            alu(AluOp.LSH, Reg.R2, imm(40)),
            value(Reg.R3, DATA, 0),
            alu(AluOp.ADD, Reg.R3, Reg.R2),
            end());
    assertTrue(path.contains("1 r2 <<= 40: "), path);
    assertTrue(path.contains(": here it loses its bounds"), path);
  }

  @Test
  void pathAfterManyRounds_isExplainedFromItsEnd() {
    Explanation explanation =
        Fixture.explain(
            Sketch.code(
                mov(Reg.R2, 0),
                alu(AluOp.ADD, Reg.R2, imm(1)),
                branch(JumpCond.JNE, Reg.R2, 150_000, 1),
                load(MemSize.B8, Reg.R0, Reg.R2, 0),
                exit()));
    assertEquals("r0 = *(u64 *)(r2 + 0)", explanation.instruction());
    assertEquals(2, explanation.path().size());
  }
}
