package org.gpol.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Width;
import org.gpol.compiler.ir.IrFunction;
import org.gpol.compiler.ir.IrFunctionBuilder;
import org.gpol.compiler.ir.IrPrinter;
import org.gpol.compiler.ir.IrTerminator;
import org.gpol.compiler.ir.IrType;
import org.gpol.compiler.ir.IrValidator;
import org.gpol.compiler.ir.IrValue.Constant;
import org.gpol.compiler.ir.IrValue.Register;
import org.gpol.compiler.ir.IrValue.SlotAddress;
import org.junit.jupiter.api.Test;

final class PassPipelineTest {
  private final IrFunctionBuilder code = new IrFunctionBuilder("f", IrType.U64);

  private static Constant u64(long value) {
    return new Constant(value, IrType.U64);
  }

  /** The lines of the improved function between its head and its closing brace. */
  private String improved() {
    IrFunction result = PassPipeline.run(code.build(), (pass, f) -> {});
    assertEquals(List.of(), IrValidator.validate(result));
    String text = IrPrinter.print(result);
    return text.substring(text.indexOf("entry:\n") + 7, text.length() - 2);
  }

  @Test
  void arithmeticOnConstants_isComputed() {
    Register six = code.binary(AluOp.MUL, IrType.U64, u64(2), u64(3));
    code.ret(code.binary(AluOp.ADD, IrType.U64, six, u64(1)));
    assertEquals("  return 7\n", improved());
  }

  @Test
  void division_byZero_foldsAsTheMachineDoes() {
    Register quotient = code.binary(AluOp.DIV, IrType.U64, u64(5), u64(0));
    Register rest = code.binary(AluOp.MOD, IrType.U64, u64(5), u64(0));
    code.ret(code.binary(AluOp.ADD, IrType.U64, quotient, rest));
    assertEquals("  return 5\n", improved());
  }

  @Test
  void constantOnTheLeft_movesToTheRight() {
    Register p = code.param(IrType.U64);
    code.ret(code.binary(AluOp.ADD, IrType.U64, u64(3), p));
    assertEquals("  %1: u64 = %0 +64 3\n  return %1\n", improved());
  }

  @Test
  void branch_onAConstant_leavesOneSide() {
    code.branch(JumpCond.JSLT, Width.W64, u64(-1), u64(0), "yes", "no");
    code.start("yes");
    code.ret(u64(1));
    code.start("no");
    code.ret(u64(2));
    assertEquals("  return 1\n", improved());
  }

  @Test
  void switch_onAConstant_takesItsCase() {
    code.end(
        new IrTerminator.Switch(
            u64(4), List.of(new IrTerminator.Switch.Case(4, "four")), "other", null));
    code.start("four");
    code.ret(u64(44));
    code.start("other");
    code.ret(u64(0));
    assertEquals("  return 44\n", improved());
  }

  @Test
  void emptyBlocks_areJumpedOver() {
    Register p = code.param(IrType.U64);
    code.branch(JumpCond.JEQ, Width.W64, p, u64(0), "a", "b");
    code.start("a");
    code.jump("b");
    code.start("b");
    code.jump("c");
    code.start("c");
    code.ret(p);
    assertEquals("  return %0\n", improved());
  }

  @Test
  void emptyEndlessLoop_staysAsItIs() {
    code.jump("loop");
    code.start("loop");
    code.jump("loop");
    assertEquals("  goto loop\nloop:\n  goto loop\n", improved());
  }

  @Test
  void register_assignedInALoop_isNotReplacedByItsFirstValue() {
    Register i = code.register(IrType.U64);
    code.move(i, u64(0));
    code.jump("head");
    code.start("head");
    code.branch(JumpCond.JLT, Width.W64, i, u64(3), "body", "end");
    code.start("body");
    code.move(i, code.binary(AluOp.ADD, IrType.U64, i, u64(1)));
    code.jump("head");
    code.start("end");
    code.ret(i);
    assertEquals(
        """
          %0: u64 = 0
          goto head
        head:
          if %0 <64 3 goto body else end
        body:
          %0: u64 = %0 +64 1
          goto head
        end:
          return %0
        """,
        improved());
  }

  @Test
  void copy_ofARegisterThatChangesLater_keepsTheOldValue() {
    Register p = code.param(IrType.U64);
    Register old = code.register(IrType.U64);
    code.move(old, p);
    code.move(p, u64(9));
    code.ret(code.binary(AluOp.SUB, IrType.U64, old, p));
    assertEquals("  %2: u64 = %0 -64 9\n  return %2\n", improved());
  }

  @Test
  void unusedLoad_goes_butStoresAndCallsStay() {
    SlotAddress slot = new SlotAddress(code.slot("s", 8, 8), 0);
    code.store(MemSize.B8, slot, 0, u64(1));
    code.load(IrType.U64, MemSize.B8, slot, 0);
    code.helper(IrType.U64, 5, "ktime_get_ns", List.of());
    code.ret(u64(0));
    assertEquals(
        """
          u64[&slot0 + 0] = 1
          %1: u64 = helper ktime_get_ns#5()
          return 0
        """,
        improved());
  }

  @Test
  void sum_computedTwice_isComputedOnce() {
    Register p = code.param(IrType.U64);
    Register first = code.binary(AluOp.ADD, IrType.U64, p, u64(1));
    Register second = code.binary(AluOp.ADD, IrType.U64, p, u64(1));
    code.ret(code.binary(AluOp.MUL, IrType.U64, first, second));
    assertEquals("  %1: u64 = %0 +64 1\n  %3: u64 = %1 *64 %1\n  return %3\n", improved());
  }

  @Test
  void sum_ofARegisterAssignedInBetween_isComputedAgain() {
    Register p = code.param(IrType.U64);
    Register q = code.param(IrType.U64);
    Register first = code.binary(AluOp.ADD, IrType.U64, p, q);
    code.move(q, first);
    Register second = code.binary(AluOp.ADD, IrType.U64, p, q);
    code.ret(code.binary(AluOp.MUL, IrType.U64, first, second));
    assertEquals(
        """
          %1: u64 = %0 +64 %1
          %3: u64 = %0 +64 %1
          %4: u64 = %1 *64 %3
          return %4
        """,
        improved());
  }

  @Test
  void load_inABlockThatOneOtherLeadsTo_isNotRepeated() {
    SlotAddress slot = new SlotAddress(code.slot("s", 8, 8), 0);
    code.store(MemSize.B8, slot, 0, u64(1));
    Register first = code.load(IrType.U64, MemSize.B8, slot, 0);
    code.branch(JumpCond.JEQ, Width.W64, first, u64(9), "nine", "other");
    code.start("nine");
    code.ret(u64(0));
    code.start("other");
    code.ret(code.load(IrType.U64, MemSize.B8, slot, 0));
    assertTrue(improved().endsWith("other:\n  return %0\n"), improved());
  }

  @Test
  void product_ofARegisterThatABranchCompares_isComputedAgainBehindIt() {
    Register p = code.param(IrType.U64);
    Register scaled = code.binary(AluOp.MUL, IrType.U64, p, u64(24));
    SlotAddress slot = new SlotAddress(code.slot("s", 8, 8), 0);
    code.store(MemSize.B8, slot, 0, scaled);
    code.branch(JumpCond.JLT, Width.W64, p, u64(9), "below", "other");
    code.start("below");
    code.ret(code.binary(AluOp.MUL, IrType.U64, p, u64(24)));
    code.start("other");
    code.ret(u64(0));
    assertTrue(improved().contains("below:\n  %2: u64 = %0 *64 24\n"), improved());
  }

  @Test
  void load_repeated_isDoneOnceUpToTheNextStore() {
    SlotAddress slot = new SlotAddress(code.slot("s", 8, 8), 0);
    code.store(MemSize.B8, slot, 0, u64(1));
    Register a = code.load(IrType.U64, MemSize.B8, slot, 0);
    Register b = code.load(IrType.U64, MemSize.B8, slot, 0);
    Register sum = code.binary(AluOp.ADD, IrType.U64, a, b);
    code.store(MemSize.B8, slot, 0, sum);
    Register c = code.load(IrType.U64, MemSize.B8, slot, 0);
    code.ret(code.binary(AluOp.ADD, IrType.U64, sum, c));
    assertEquals(
        """
          u64[&slot0 + 0] = 1
          %0: u64 = u64[&slot0 + 0]
          %2: u64 = %0 +64 %0
          u64[&slot0 + 0] = %2
          %3: u64 = u64[&slot0 + 0]
          %4: u64 = %2 +64 %3
          return %4
        """,
        improved());
  }
}
