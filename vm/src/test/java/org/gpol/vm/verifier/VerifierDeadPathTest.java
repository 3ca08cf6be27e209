package org.gpol.vm.verifier;

import static org.gpol.vm.verifier.Fixture.accepts;
import static org.gpol.vm.verifier.Fixture.alu;
import static org.gpol.vm.verifier.Fixture.branch;
import static org.gpol.vm.verifier.Fixture.exit;
import static org.gpol.vm.verifier.Fixture.imm;
import static org.gpol.vm.verifier.Fixture.load;
import static org.gpol.vm.verifier.Fixture.mov;
import static org.gpol.vm.verifier.Fixture.store;

import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;
import org.junit.jupiter.api.Test;

/** Ways that only bits and ranges together show to be dead. */
class VerifierDeadPathTest {
  private static Insn unknown() {
    return load(MemSize.B8, Reg.R2, Reg.R1, 0);
  }

  /** Numbers ending in 010 are 2, 10, 18 and so on: none lies between 7 and 9. */
  @Test
  void branch_betweenNumbersThatBitsAllow_isNotFollowed() {
    accepts(
        unknown(),
        mov(Reg.R0, 0),
        alu(AluOp.AND, Reg.R2, imm(-8)),
        alu(AluOp.OR, Reg.R2, imm(2)),
        branch(JumpCond.JLT, Reg.R2, 7, 7),
        branch(JumpCond.JGT, Reg.R2, 9, 7),
        store(MemSize.B8, Reg.R0, 0, imm(0)),
        exit());
  }

  @Test
  void branches_onWhatCannotBe_areStillDecided() {
    accepts(
        unknown(),
        mov(Reg.R0, 0),
        alu(AluOp.AND, Reg.R2, imm(-8)),
        alu(AluOp.OR, Reg.R2, imm(2)),
        branch(JumpCond.JLT, Reg.R2, 7, 9),
        branch(JumpCond.JGT, Reg.R2, 9, 9),
        branch(JumpCond.JEQ, Reg.R2, 7, 9),
        branch(JumpCond.JEQ, Reg.R2, 8, 9),
        branch(JumpCond.JEQ, Reg.R2, 9, 9),
        exit());
  }

  @Test
  void branch_onTheSameRegisterTwice_isDecided() {
    accepts(
        unknown(),
        mov(Reg.R0, 0),
        new Insn.Branch(JumpCond.JSGT, Width.W64, Reg.R2, Reg.R2, 3),
        exit());
  }
}
