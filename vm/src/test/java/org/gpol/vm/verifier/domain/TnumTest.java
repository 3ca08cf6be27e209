package org.gpol.vm.verifier.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;
import org.junit.jupiter.api.Test;

/** Exhaustive over all tristate numbers of five bits, at the low and at the high end. */
class TnumTest {
  private static final int BITS = 5;

  private static List<Tnum> all(int shift) {
    List<Tnum> all = new ArrayList<>();
    for (long mask = 0; mask < 1 << BITS; mask++) {
      for (long value = 0; value < 1 << BITS; value++) {
        if ((value & mask) == 0) {
          all.add(new Tnum(value << shift, mask << shift));
        }
      }
    }
    return all;
  }

  private static List<Long> members(Tnum tnum, int shift) {
    List<Long> members = new ArrayList<>();
    for (long value = 0; value < 1 << BITS; value++) {
      if (tnum.contains(value << shift)) {
        members.add(value << shift);
      }
    }
    return members;
  }

  private static void assertSound(BinaryOperator<Tnum> op, LongBinaryOperator concrete) {
    for (int shift : new int[] {0, 64 - BITS}) {
      List<Tnum> all = all(shift);
      for (Tnum a : all) {
        List<Long> left = members(a, shift);
        for (Tnum b : all) {
          Tnum result = op.apply(a, b);
          for (long x : left) {
            for (long y : members(b, shift)) {
              long z = concrete.applyAsLong(x, y);
              assertTrue(result.contains(z), () -> a + ", " + b + " give " + result + " not " + z);
            }
          }
        }
      }
    }
  }

  @Test
  void add_holdsAllSums() {
    assertSound(Tnum::add, (x, y) -> x + y);
  }

  @Test
  void sub_holdsAllDifferences() {
    assertSound(Tnum::sub, (x, y) -> x - y);
  }

  @Test
  void mul_holdsAllProducts() {
    assertSound(Tnum::mul, (x, y) -> x * y);
  }

  @Test
  void and_or_xor_holdAllResults() {
    assertSound(Tnum::and, (x, y) -> x & y);
    assertSound(Tnum::or, (x, y) -> x | y);
    assertSound(Tnum::xor, (x, y) -> x ^ y);
  }

  @Test
  void shifts_holdAllResults() {
    for (int shift : new int[] {0, 64 - BITS}) {
      for (Tnum a : all(shift)) {
        for (long x : members(a, shift)) {
          for (int count = 0; count < 64; count++) {
            assertTrue(a.lsh(count).contains(x << count));
            assertTrue(a.rsh(count).contains(x >>> count));
            assertTrue(a.arsh(count).contains(x >> count));
          }
        }
      }
    }
  }

  @Test
  void meet_isExactlyTheIntersection() {
    for (Tnum a : all(0)) {
      for (Tnum b : all(0)) {
        Tnum both = a.meet(b);
        List<Long> expected = members(a, 0);
        expected.retainAll(members(b, 0));
        if (expected.isEmpty()) {
          assertNull(both);
        } else {
          assertEquals(expected, members(both, 0));
        }
      }
    }
  }

  @Test
  void contains_isInclusionOfMembers() {
    for (Tnum a : all(0)) {
      for (Tnum b : all(0)) {
        assertEquals(members(a, 0).containsAll(members(b, 0)), a.contains(b));
      }
    }
  }

  @Test
  void range_holdsItsNumbersAndTheirCommonBits() {
    for (long min = 0; min < 64; min++) {
      for (long max = min; max < 64; max++) {
        Tnum range = Tnum.range(min, max);
        assertTrue(range.contains(min) && range.contains(max));
        assertTrue(range.max() < 2 * Math.max(max, 1));
      }
    }
    assertEquals(Tnum.UNKNOWN, Tnum.range(0, -1));
  }

  @Test
  void isConstant_ifAllBitsAreKnown() {
    assertTrue(Tnum.constant(5).isConstant());
    assertFalse(new Tnum(4, 1).isConstant());
  }

  @Test
  void and_withAKnownZero_isKnown() {
    assertEquals(new Tnum(0, 2), new Tnum(1, 2).and(new Tnum(2, 4)));
    assertEquals(new Tnum(4, 3), new Tnum(4, 3).and(Tnum.constant(7)));
  }

  @Test
  void mul_isPreciseWhereBitsAreKnown() {
    assertEquals(Tnum.constant(15), Tnum.constant(3).mul(Tnum.constant(5)));
    assertEquals(new Tnum(0, 12), new Tnum(0, 3).mul(Tnum.constant(4)));
    assertEquals(new Tnum(0, 12), Tnum.constant(4).mul(new Tnum(0, 3)));
    assertEquals(
        Tnum.constant(Long.MIN_VALUE), Tnum.constant(Long.MIN_VALUE).mul(Tnum.constant(1)));
  }

  @Test
  void toString_isValueAndMask() {
    assertEquals("(0x4; 0xff00)", new Tnum(4, 0xff00).toString());
  }
}
