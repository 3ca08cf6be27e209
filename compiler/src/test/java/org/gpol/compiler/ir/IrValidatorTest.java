package org.gpol.compiler.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Width;
import org.gpol.compiler.ir.IrValue.Constant;
import org.gpol.compiler.ir.IrValue.Register;
import org.gpol.compiler.ir.IrValue.SlotAddress;
import org.junit.jupiter.api.Test;

final class IrValidatorTest {
  private final IrFunctionBuilder code = new IrFunctionBuilder("f", IrType.U64);

  private void assertProblem(String expected) {
    List<String> problems = IrValidator.validate(code.build());
    assertEquals(1, problems.size(), problems::toString);
    assertTrue(problems.get(0).contains(expected), problems.get(0));
  }

  @Test
  void function_wellFormed_hasNoProblems() {
    Register p = code.param(IrType.U64);
    code.ret(code.binary(AluOp.ADD, IrType.U64, p, new Constant(1, IrType.U64)));
    assertEquals(List.of(), IrValidator.validate(code.build()));
  }

  @Test
  void register_assignedOnOnePathOnly_isReported() {
    Register p = code.param(IrType.U64);
    Register x = code.register(IrType.U64);
    code.branch(JumpCond.JEQ, Width.W64, p, new Constant(0, IrType.U64), "then", "end");
    code.start("then");
    code.move(x, p);
    code.jump("end");
    code.start("end");
    code.ret(x);
    assertProblem("%1 may be read before it is assigned");
  }

  @Test
  void register_assignedBeforeLoop_isFineInside() {
    Register x = code.register(IrType.U64);
    code.move(x, new Constant(0, IrType.U64));
    code.jump("head");
    code.start("head");
    code.branch(JumpCond.JLT, Width.W64, x, new Constant(9, IrType.U64), "body", "end");
    code.start("body");
    code.move(x, code.binary(AluOp.ADD, IrType.U64, x, new Constant(1, IrType.U64)));
    code.jump("head");
    code.start("end");
    code.ret(x);
    assertEquals(List.of(), IrValidator.validate(code.build()));
  }

  @Test
  void register_withTwoTypes_isReported() {
    code.move(new Register(7, IrType.U64), new Constant(0, IrType.U64));
    code.move(new Register(7, IrType.U32), new Constant(0, IrType.U32));
    code.ret(new Constant(0, IrType.U64));
    assertProblem("is both u64 and u32");
  }

  @Test
  void constant_notInItsRegisterForm_isReported() {
    code.move(code.register(IrType.S8), new Constant(-1, IrType.S8));
    code.ret(new Constant(0, IrType.U64));
    assertProblem("-1 is no s8");
  }

  @Test
  void access_acrossEndOfSlot_isReported() {
    int slot = code.slot("s", 8, 8);
    code.ret(code.load(IrType.U64, MemSize.B8, new SlotAddress(slot, 4), 0));
    assertProblem("outside of the slot");
  }

  @Test
  void access_throughNumber_isReported() {
    Register p = code.param(IrType.U64);
    code.ret(code.load(IrType.U64, MemSize.B8, p, 0));
    assertProblem("access through a u64");
  }

  @Test
  void jump_toMissingBlock_isReported() {
    code.jump("nowhere");
    assertProblem("no block nowhere");
  }

  @Test
  void comparison_narrowSignedAt64Bits_isReported() {
    Register p = code.param(IrType.S32);
    code.branch(JumpCond.JSLT, Width.W64, p, new Constant(0, IrType.S32), "end", "end");
    code.start("end");
    code.ret(new Constant(0, IrType.U64));
    assertProblem("not ordered at 64 bits");
  }

  @Test
  void call_withWrongArguments_isReported() {
    code.ret(code.call(IrType.U64, "f", List.of(new Constant(0, IrType.U64))));
    IrModule module =
        new IrModule(
            "m",
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Set.of(),
            List.of(code.build()),
            List.of(new IrModule.IrProgram("p", "s", "missing")));
    List<String> problems = IrValidator.validate(module);
    assertTrue(problems.get(0).contains("passes [u64] for []"), problems.get(0));
    assertEquals("program p starts with unknown missing", problems.get(1));
  }
}
