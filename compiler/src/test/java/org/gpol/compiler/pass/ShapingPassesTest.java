package org.gpol.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Width;
import org.gpol.compiler.ir.IrBlock;
import org.gpol.compiler.ir.IrFunction;
import org.gpol.compiler.ir.IrFunctionBuilder;
import org.gpol.compiler.ir.IrTerminator;
import org.gpol.compiler.ir.IrType;
import org.gpol.compiler.ir.IrValue.Constant;
import org.gpol.compiler.ir.IrValue.Register;
import org.junit.jupiter.api.Test;

/** Passes that change where control goes, not what is computed. */
final class ShapingPassesTest {
  private final IrFunctionBuilder code = new IrFunctionBuilder("f", IrType.U64);
  private final Register p = code.param(IrType.U64);

  private static Constant u64(long value) {
    return new Constant(value, IrType.U64);
  }

  private static List<String> labels(IrFunction function) {
    return function.blocks().stream().map(IrBlock::label).toList();
  }

  @Test
  void tails_jumpToAReturn_returns() {
    code.branch(JumpCond.JEQ, Width.W64, p, u64(0), "a", "end");
    code.start("a");
    code.jump("end");
    code.start("end");
    code.ret(p);
    IrFunction result = new TailDuplication().run(code.build());
    assertEquals(new IrTerminator.Return(p, null), result.blocksByLabel().get("a").terminator());
  }

  @Test
  void tails_loop_asksAtItsEnd() {
    code.jump("head");
    code.start("head");
    code.branch(JumpCond.JLT, Width.W64, p, u64(9), "body", "end");
    code.start("body");
    code.move(p, code.binary(AluOp.ADD, IrType.U64, p, u64(1)));
    code.jump("head");
    code.start("end");
    code.ret(p);
    IrFunction result = new TailDuplication().run(code.build());
    assertEquals(
        new IrTerminator.Branch(JumpCond.JLT, Width.W64, p, u64(9), "body", "end", null),
        result.blocksByLabel().get("body").terminator());
  }

  @Test
  void tails_longBlock_isNotCopied() {
    code.jump("long");
    code.start("long");
    Register at = code.register(IrType.VALUE);
    for (int i = 0; i < 3; i++) {
      code.store(MemSize.B8, at, 8 * i, p);
    }
    code.ret(p);
    IrFunction function = code.build();
    assertEquals(function, new TailDuplication().run(function));
  }

  @Test
  void switches_ofManyCases_takeFewSteps() {
    List<IrTerminator.Switch.Case> cases = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      cases.add(new IrTerminator.Switch.Case(10L * i, "c" + i));
    }
    code.end(new IrTerminator.Switch(p, cases, "none", null));
    for (int i = 0; i < 16; i++) {
      code.start("c" + i);
      code.ret(u64(100 + i));
    }
    code.start("none");
    code.ret(u64(0));
    IrFunction result = new SwitchLowering().run(code.build());
    for (long value = -1; value < 170; value++) {
      long expected = value >= 0 && value % 10 == 0 && value < 160 ? 100 + value / 10 : 0;
      assertEquals(expected, follow(result, value), "of " + value);
    }
  }

  /** What a function of comparisons returns for {@code value}; checks that it takes few. */
  private static long follow(IrFunction function, long value) {
    int steps = 0;
    IrBlock block = function.entry();
    while (true) {
      IrTerminator terminator = block.terminator();
      String next;
      if (terminator instanceof IrTerminator.Return end) {
        assertTrue(steps <= 6, steps + " comparisons");
        return ((Constant) end.value()).value();
      } else if (terminator instanceof IrTerminator.Branch branch) {
        steps++;
        long bound = ((Constant) branch.right()).value();
        next =
            branch.cond().test(branch.width(), value, bound) ? branch.then() : branch.otherwise();
      } else {
        IrTerminator.Switch choice = (IrTerminator.Switch) terminator;
        next = choice.otherwise();
        steps += choice.cases().size();
        for (IrTerminator.Switch.Case c : choice.cases()) {
          next = c.value() == value ? c.target() : next;
        }
      }
      block = function.blocksByLabel().get(next);
    }
  }

  @Test
  void layout_putsAfterABlockWhatItJumpsTo() {
    code.branch(JumpCond.JEQ, Width.W64, p, u64(0), "left", "right");
    code.start("meet");
    code.ret(p);
    code.start("left");
    code.jump("meet");
    code.start("right");
    code.jump("meet");
    IrFunction result = new BlockLayout().run(code.build());
    assertEquals(List.of("entry", "right", "meet", "left"), labels(result));
  }

  @Test
  void layout_keepsForTheJumpWhatTheBranchReachesForNothing() {
    code.branch(JumpCond.JEQ, Width.W64, p, u64(0), "work", "meet");
    code.start("meet");
    code.ret(p);
    code.start("work");
    code.jump("meet");
    IrFunction result = new BlockLayout().run(code.build());
    assertEquals(List.of("entry", "work", "meet"), labels(result));
  }

  @Test
  void direct_increment_isDoneInTheVariable() {
    code.jump("head");
    code.start("head");
    Register i = code.register(IrType.U64);
    code.move(i, u64(0));
    code.jump("body");
    code.start("body");
    Register next = code.binary(AluOp.ADD, IrType.U64, i, u64(1));
    code.move(i, next);
    code.branch(JumpCond.JLT, Width.W64, i, u64(9), "body", "end");
    code.start("end");
    code.ret(i);
    IrBlock body = new DirectAssignment().run(code.build()).blocksByLabel().get("body");
    assertEquals(i, body.insts().get(0).dst());
    assertEquals(next, body.insts().get(1).dst());
  }

  @Test
  void direct_resultThatAnotherBlockReads_staysInItsRegister() {
    Register i = code.register(IrType.U64);
    code.move(i, u64(0));
    Register next = code.binary(AluOp.ADD, IrType.U64, i, u64(1));
    code.move(i, next);
    code.jump("end");
    code.start("end");
    code.ret(code.binary(AluOp.ADD, IrType.U64, i, next));
    IrFunction function = code.build();
    assertEquals(function, new DirectAssignment().run(function));
  }
}
