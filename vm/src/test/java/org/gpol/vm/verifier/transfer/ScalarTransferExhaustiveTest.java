package org.gpol.vm.verifier.transfer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.Width;
import org.gpol.vm.verifier.domain.Scalar;
import org.gpol.vm.verifier.domain.Tnum;
import org.junit.jupiter.api.Test;

/**
 * Every operation on every pair of sets of three-bit numbers, the three bits put where it matters:
 * around zero, at the sign of 64 bits, and at the sign of 32.
 */
class ScalarTransferExhaustiveTest {
  private static final int BITS = 3;
  private static final int COUNT = 1 << BITS;

  private static final List<LongUnaryOperator> PLACES =
      List.of(
          number -> number << (64 - BITS) >> (64 - BITS),
          number -> number << (64 - BITS),
          number -> (int) (number << (32 - BITS)),
          number -> number << (32 - BITS));

  /** All sets that bits and ranges of numbers of one place make, each with its members. */
  private static Map<Scalar, long[]> sets(LongUnaryOperator place) {
    List<Long> numbers = new ArrayList<>();
    for (long i = 0; i < COUNT; i++) {
      numbers.add(place.applyAsLong(i));
    }
    Map<Scalar, long[]> sets = new LinkedHashMap<>();
    for (long first : numbers) {
      for (long second : numbers) {
        for (long third : numbers) {
          Tnum bits = Tnum.constant(first).join(Tnum.constant(second)).join(Tnum.constant(third));
          for (long from : numbers) {
            for (long to : numbers) {
              add(sets, numbers, Scalar.of(bits, from, to, Long.MIN_VALUE, Long.MAX_VALUE));
              add(sets, numbers, Scalar.of(bits, 0, -1, from, to));
            }
          }
        }
      }
    }
    return sets;
  }

  private static void add(Map<Scalar, long[]> sets, List<Long> numbers, Scalar set) {
    if (set != null) {
      sets.computeIfAbsent(
          set, s -> numbers.stream().mapToLong(n -> n).filter(s::contains).toArray());
    }
  }

  @Test
  void arithmetic_onAllSets_holdsAllResults() {
    for (LongUnaryOperator place : PLACES) {
      Map<Scalar, long[]> lefts = sets(place);
      Map<Scalar, long[]> counts = sets(PLACES.get(0));
      assertTrue(lefts.size() >= 50, "only " + lefts.size() + " sets");
      for (AluOp op : AluOp.values()) {
        boolean scales = op.shifts() || op == AluOp.MUL || op.divides();
        for (Map.Entry<Scalar, long[]> a : lefts.entrySet()) {
          for (Map.Entry<Scalar, long[]> b : (scales ? counts : lefts).entrySet()) {
            for (Width width : Width.values()) {
              check(op, width, a, b);
            }
          }
        }
      }
    }
  }

  private static void check(
      AluOp op, Width width, Map.Entry<Scalar, long[]> a, Map.Entry<Scalar, long[]> b) {
    Scalar result = ScalarTransfer.apply(op, width, a.getKey(), b.getKey());
    for (long x : a.getValue()) {
      for (long y : b.getValue()) {
        long z = op.kernel(width).applyAsLong(x, y);
        if (!result.contains(z)) {
          throw new AssertionError(
              a.getKey() + " " + op + width + " " + b.getKey() + " = " + result + " lacks " + z);
        }
      }
    }
  }

  @Test
  void branches_onAllSets_keepAllPairsForWhichTheyHold() {
    for (LongUnaryOperator place : PLACES) {
      Map<Scalar, long[]> sets = sets(place);
      for (JumpCond cond : JumpCond.values()) {
        for (Map.Entry<Scalar, long[]> a : sets.entrySet()) {
          for (Map.Entry<Scalar, long[]> b : sets.entrySet()) {
            for (Width width : Width.values()) {
              check(cond, width, a, b);
            }
          }
        }
      }
    }
  }

  private static void check(
      JumpCond cond, Width width, Map.Entry<Scalar, long[]> a, Map.Entry<Scalar, long[]> b) {
    BranchRefinement.Operands yes =
        BranchRefinement.refine(cond, width, a.getKey(), b.getKey(), true);
    BranchRefinement.Operands no =
        BranchRefinement.refine(cond, width, a.getKey(), b.getKey(), false);
    for (long x : a.getValue()) {
      for (long y : b.getValue()) {
        BranchRefinement.Operands kept = cond.test(width, x, y) ? yes : no;
        if (kept == null || !kept.left().contains(x) || !kept.right().contains(y)) {
          throw new AssertionError(
              a.getKey() + " " + cond + width + " " + b.getKey() + " loses " + x + ", " + y);
        }
      }
    }
  }
}
