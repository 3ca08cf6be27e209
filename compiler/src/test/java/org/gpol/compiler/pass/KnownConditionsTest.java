package org.gpol.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.Width;
import org.gpol.compiler.ir.IrFunctionBuilder;
import org.gpol.compiler.ir.IrTerminator;
import org.gpol.compiler.ir.IrType;
import org.gpol.compiler.ir.IrValue.Constant;
import org.gpol.compiler.ir.IrValue.Register;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KnownConditionsTest {
  private final IrFunctionBuilder code = new IrFunctionBuilder("f", IrType.U64);
  private final Register p = code.param(IrType.U64);

  private static Constant u64(long value) {
    return new Constant(value, IrType.U64);
  }

  private IrTerminator second(JumpCond first, long a, JumpCond second, long b) {
    code.branch(first, Width.W64, p, u64(a), "held", "no");
    code.start("held");
    code.branch(second, Width.W64, p, u64(b), "yes", "no");
    code.start("yes");
    code.ret(u64(1));
    code.start("no");
    code.ret(u64(0));
    return new KnownConditions().run(code.build()).blocksByLabel().get("held").terminator();
  }

  @ParameterizedTest
  @CsvSource({
    "JLT, 4, JLT, 4, yes",
    "JLT, 4, JGE, 4, no",
    "JLT, 4, JLE, 3, yes",
    "JLT, 4, JNE, 9, yes",
    "JLE, 4, JGT, 4, no",
    "JGT, 4, JEQ, 4, no",
    "JGE, 5, JGT, 4, yes",
    "JEQ, 7, JEQ, 7, yes",
    "JEQ, 7, JLT, 7, no",
    "JNE, 0, JEQ, 0, no",
    "JNE, -1, JGE, -1, no",
    "JGE, -1, JEQ, -1, yes",
  })
  void branch_settledByTheOneBefore_isAJump(
      JumpCond first, long a, JumpCond second, long b, String target) {
    assertEquals(new IrTerminator.Jump(target, null), second(first, a, second, b));
  }

  @ParameterizedTest
  @CsvSource({
    "JLT, 4, JLT, 3",
    "JLT, 0, JEQ, 9",
    "JGT, -1, JEQ, 9",
    "JLE, 4, JEQ, 4",
    "JNE, 5, JEQ, 6",
    "JGE, 5, JNE, 5",
    "JSLT, 4, JLT, 9",
    "JLT, 4, JSLT, 4",
    "JSET, 4, JEQ, 0",
  })
  void branch_thatMayGoEitherWay_stays(JumpCond first, long a, JumpCond second, long b) {
    assertEquals(
        new IrTerminator.Branch(second, Width.W64, p, u64(b), "yes", "no", null),
        second(first, a, second, b));
  }

  @Test
  void condition_onARegisterAssignedSince_isNotKnown() {
    code.branch(JumpCond.JLT, Width.W64, p, u64(4), "held", "no");
    code.start("held");
    code.move(p, code.binary(AluOp.ADD, IrType.U64, p, u64(1)));
    code.branch(JumpCond.JLT, Width.W64, p, u64(4), "yes", "no");
    code.start("yes");
    code.ret(u64(1));
    code.start("no");
    code.ret(u64(0));
    IrTerminator after =
        new KnownConditions().run(code.build()).blocksByLabel().get("held").terminator();
    assertEquals(
        new IrTerminator.Branch(JumpCond.JLT, Width.W64, p, u64(4), "yes", "no", null), after);
  }

  @Test
  void condition_beforeABlockThatOthersLeadTo_isNotKnown() {
    code.branch(JumpCond.JLT, Width.W64, p, u64(4), "meet", "other");
    code.start("other");
    code.jump("meet");
    code.start("meet");
    code.branch(JumpCond.JLT, Width.W64, p, u64(4), "yes", "no");
    code.start("yes");
    code.ret(u64(1));
    code.start("no");
    code.ret(u64(0));
    IrTerminator after =
        new KnownConditions().run(code.build()).blocksByLabel().get("meet").terminator();
    assertEquals(
        new IrTerminator.Branch(JumpCond.JLT, Width.W64, p, u64(4), "yes", "no", null), after);
  }
}
