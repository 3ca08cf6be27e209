package org.gpol.vm.verifier.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PointerTest {
  private static final Region VALUE = new Region.MapValue(new MapRef(3, false), 7);

  @Test
  void to_isTheStartOfTheRegion() {
    Pointer start = Pointer.to(VALUE);

    assertEquals(VALUE, start.region());
    assertTrue(start.isFixed());
    assertEquals(0, start.least());
    assertEquals(0, start.greatest());
    assertFalse(start.nullable());
  }

  @Test
  void constantDistance_becomesPartOfTheOffset() {
    Pointer moved = new Pointer(VALUE, 8, Scalar.constant(4), 0);

    assertEquals(12, moved.offset());
    assertEquals(Scalar.ZERO, moved.variable());
    assertTrue(moved.isFixed());
  }

  @Test
  void variableDistance_reachesFromLeastToGreatest() {
    Pointer moved = new Pointer(VALUE, 8, Scalar.signed(-4, 20), 0);

    assertFalse(moved.isFixed());
    assertEquals(4, moved.least());
    assertEquals(28, moved.greatest());
  }

  @Test
  void distance_isOffsetAndVariableTogether() {
    Scalar fourths = Scalar.of(new Tnum(0, 0x1c), 0, 28, 0, 28);
    Scalar distance = new Pointer(VALUE, 2, fourths, 0).distance();

    assertEquals(2, distance.umin());
    assertEquals(30, distance.umax());
    assertFalse(distance.contains(3));
    assertTrue(distance.contains(6));
  }

  @Test
  void nonNull_forgetsThatItMayBeNull() {
    Pointer maybe = new Pointer(VALUE, 0, Scalar.ZERO, 5);

    assertTrue(maybe.nullable());
    assertEquals(Pointer.to(VALUE), maybe.nonNull());
  }
}
