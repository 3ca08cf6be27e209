package org.gpol.vm.verifier.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.UnaryOp;
import org.gpol.bpf.isa.Width;
import org.gpol.vm.verifier.domain.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the concrete operation gives must lie in the set that the abstract one gives. */
class ScalarTransferTest {
  private static final int ROUNDS = 5_000;

  @ParameterizedTest
  @EnumSource(AluOp.class)
  void arithmetic_holdsWhatTheKernelGives(AluOp op) {
    Samples samples = new Samples(op.name().hashCode());
    for (int round = 0; round < ROUNDS; round++) {
      Samples.Sample a = samples.sample();
      Samples.Sample b = samples.sample();
      for (Width width : Width.values()) {
        Scalar result = ScalarTransfer.apply(op, width, a.set(), b.set());
        for (long x : a.members()) {
          for (long y : b.members()) {
            long z = op.kernel(width).applyAsLong(x, y);
            assertTrue(
                result.contains(z),
                () ->
                    a.set() + " " + op + width + " " + b.set() + " = " + result + " without " + z);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(UnaryOp.class)
  void unary_holdsWhatTheKernelGives(UnaryOp op) {
    Samples samples = new Samples(op.name().hashCode());
    for (int round = 0; round < ROUNDS; round++) {
      Samples.Sample a = samples.sample();
      for (Width width : Width.values()) {
        Scalar result = ScalarTransfer.apply(op, width, a.set());
        for (long x : a.members()) {
          assertTrue(result.contains(op.kernel(width).applyAsLong(x)));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(JumpCond.class)
  void branch_keepsEveryPairForWhichItHolds(JumpCond cond) {
    Samples samples = new Samples(cond.name().hashCode());
    for (int round = 0; round < ROUNDS; round++) {
      Samples.Sample a = samples.sample();
      Samples.Sample b = samples.sample();
      for (Width width : Width.values()) {
        for (long x : a.members()) {
          for (long y : b.members()) {
            boolean holds = cond.test(width, x, y);
            BranchRefinement.Operands kept =
                BranchRefinement.refine(cond, width, a.set(), b.set(), holds);
            assertNotNull(kept, () -> a.set() + " " + cond + width + " " + b.set());
            assertTrue(
                kept.left().contains(x) && kept.right().contains(y),
                () -> a.set() + " " + cond + width + " " + b.set() + " loses " + x + ", " + y);
            assertTrue(a.set().contains(kept.left()) && b.set().contains(kept.right()));
          }
        }
      }
    }
  }

  @Test
  void extensions_holdTheExtendedNumbers() {
    Samples samples = new Samples(300);
    for (int round = 0; round < ROUNDS; round++) {
      Samples.Sample a = samples.sample();
      for (long x : a.members()) {
        assertTrue(a.set().zeroExtend(32).contains(x & 0xffff_ffffL));
        assertTrue(a.set().zeroExtend(16).contains(x & 0xffff));
        assertTrue(a.set().zeroExtend(8).contains(x & 0xff));
        assertTrue(a.set().signExtend(32).contains((int) x));
        assertTrue(a.set().signExtend(16).contains((short) x));
        assertTrue(a.set().signExtend(8).contains((byte) x));
      }
    }
  }

  @Test
  void mask_bounds() {
    Scalar masked = ScalarTransfer.apply(AluOp.AND, Width.W64, Scalar.UNKNOWN, Scalar.constant(15));
    assertEquals(Scalar.unsigned(0, 15), masked);
  }

  @Test
  void remainder_bounds() {
    Scalar rest = ScalarTransfer.apply(AluOp.MOD, Width.W32, Scalar.UNKNOWN, Scalar.constant(10));
    assertEquals(Scalar.unsigned(0, 9), rest);
  }

  @Test
  void signedCheckFromBothSides_boundsAZeroExtendedInt() {
    Scalar low = Scalar.unsigned(0, 0xffff_ffffL);
    Scalar notNegative =
        BranchRefinement.refine(JumpCond.JSGE, Width.W32, low, Scalar.ZERO, true).left();
    Scalar both =
        BranchRefinement.refine(JumpCond.JSLT, Width.W32, notNegative, Scalar.constant(10), true)
            .left();
    assertEquals(Scalar.unsigned(0, 9), both);
  }
}
