package org.gpol.vm.verifier;

import static org.gpol.vm.verifier.Fixture.*;
import static org.gpol.vm.verifier.Sketch.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Reg;
import org.gpol.vm.engine.Asm;
import org.junit.jupiter.api.Test;

/** What a refusal says of the way to it. */
class CauseTest {
  private static String cause(Object... pieces) {
    Rejection rejection = Fixture.verify(Sketch.code(pieces)).rejection().orElseThrow();
    return rejection.cause().stream()
        .map(step -> step.index() + " " + step.instruction() + ": " + step.effect())
        .collect(Collectors.joining("\n"));
  }

  @Test
  void missingNullCheck_namesTheLookup() {
    assertEquals(
        "4 call 1: r0 is a value of map `tasks`, or null",
        cause(find(HASH), load(MemSize.B8, Reg.R1, Reg.R0, 0), end()));
  }

  @Test
  void boundTooWide_saysWhereTheNumberCameFromAndWhatTheBranchToldOfIt() {
    assertEquals(
        """
        0 r2 = *(u8 *)(r1 + 0): r2 is 0 to 255
        1 if r2 > 100 goto @5: not taken: r2 is 0 to 100
        2 r3 = &map#4+0 ll: r3 is a value of map `.data`
        3 r3 += r2: r3 is a value of map `.data` at offset 0 to 100""",
        cause(
            load(MemSize.B1, Reg.R2, Reg.R1, 0),
            skip(JumpCond.JGT, Reg.R2, 100, 3),
            Asm.mapValue(Reg.R3, DATA, 0),
            Asm.alu(AluOp.ADD, Reg.R3, Reg.R2),
            load(MemSize.B1, Reg.R4, Reg.R3, 0),
            end()));
  }

  @Test
  void valueSpilled_isFollowedThroughTheStack() {
    assertEquals(
        """
        0 r2 = *(u64 *)(r1 + 0): r2 is any number
        1 *(u64 *)(r10 - 8) = r2:\s
        3 r4 = *(u64 *)(r10 - 8): r4 is any number""",
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
        1 call @4:\s""",
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
    assertEquals("0 call 5: r1 holds nothing", cause(call(NOW), mov(Reg.R0, Reg.R1), exit()));
  }
}
