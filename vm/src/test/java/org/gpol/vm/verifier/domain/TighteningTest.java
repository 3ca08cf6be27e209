package org.gpol.vm.verifier.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * Exhaustive over the four-bit numbers, spread over 64 bits by repeating the highest: signed and
 * unsigned order are theirs.
 */
class TighteningTest {
  private static final int BITS = 4;
  private static final long COUNT = 1 << BITS;

  /** A number of four bits, sign-extended: its order among all others is that of four bits. */
  private static long wide(long number) {
    return number << (64 - BITS) >> (64 - BITS);
  }

  private static Tnum wide(long value, long mask) {
    return new Tnum(wide(value), wide(mask));
  }

  @Test
  void of_anyPartsOfFourBits_isExactlyTheirNumbersWithTightEnds() {
    int empty = 0;
    for (long mask = 0; mask < COUNT; mask++) {
      for (long value = 0; value < COUNT; value++) {
        if ((value & mask) == 0) {
          empty += everyRange(wide(value, mask));
        }
      }
    }
    assertTrue(empty > 10_000, "only " + empty + " empty sets");
  }

  private static int everyRange(Tnum bits) {
    int empty = 0;
    for (long umin = 0; umin < COUNT; umin++) {
      for (long umax = umin; umax < COUNT; umax++) {
        for (long smin = -COUNT / 2; smin < COUNT / 2; smin++) {
          for (long smax = smin; smax < COUNT / 2; smax++) {
            empty += oneSet(bits, wide(umin), wide(umax), smin, smax) ? 0 : 1;
          }
        }
      }
    }
    return empty;
  }

  /** False if the set is empty. The signed range leaves nothing but four-bit numbers. */
  private static boolean oneSet(Tnum bits, long umin, long umax, long smin, long smax) {
    Scalar set = Scalar.of(bits, umin, umax, smin, smax);
    long ones = -1;
    long any = 0;
    long members = 0;
    for (long number = -COUNT / 2; number < COUNT / 2; number++) {
      boolean member =
          bits.contains(number)
              && Long.compareUnsigned(umin, number) <= 0
              && Long.compareUnsigned(number, umax) <= 0
              && smin <= number
              && number <= smax;
      if (member) {
        assertTrue(set != null && set.contains(number));
        ones &= number;
        any |= number;
        members++;
      }
    }
    if (members == 0) {
      assertNull(set);
      return false;
    }
    assertTrue(set.contains(set.umin()) && set.contains(set.umax()));
    assertTrue(set.contains(set.smin()) && set.contains(set.smax()));
    assertTrue((set.bits().value() & ~ones) == 0, "a known one that a member lacks");
    assertTrue((any & ~set.bits().max()) == 0, "a known zero that a member has");
    assertEquals(set, Scalar.of(set.bits(), set.umin(), set.umax(), set.smin(), set.smax()));
    return true;
  }

  @Test
  void atLeastAndAtMost_anyTnumOfFiveBits_areItsNeighbours() {
    for (long mask = 0; mask < 32; mask++) {
      for (long value = 0; value < 32; value++) {
        if ((value & mask) == 0) {
          neighbours(new Tnum(value, mask));
        }
      }
    }
  }

  private static void neighbours(Tnum tnum) {
    for (long bound = 0; bound < 32; bound++) {
      long above = bound;
      while (above < 32 && !tnum.contains(above)) {
        above++;
      }
      long found = tnum.atLeast(bound);
      assertTrue(above < 32 ? found == above : found < bound, tnum + " from " + bound);
      long below = bound;
      while (below >= 0 && !tnum.contains(below)) {
        below--;
      }
      long last = tnum.atMost(bound);
      assertTrue(
          below >= 0 ? last == below : Long.compareUnsigned(last, bound) > 0,
          tnum + " up to " + bound);
    }
  }

  @Test
  void join_ofAnyTwo_isTheLeastThatHasBoth() {
    for (long a = 0; a < 16; a++) {
      for (long b = 0; b < 16; b++) {
        Tnum joined = Tnum.constant(a).join(Tnum.constant(b));
        assertTrue(joined.contains(a) && joined.contains(b));
        assertEquals(a ^ b, joined.mask());
      }
    }
  }
}
