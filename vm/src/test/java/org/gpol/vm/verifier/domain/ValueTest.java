package org.gpol.vm.verifier.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.gpol.bpf.isa.MemSize;
import org.junit.jupiter.api.Test;

class ValueTest {
  private static final Scalar LARGE = Scalar.unsigned(0, 1L << 40);
  private static final Scalar SMALL = Scalar.unsigned(0, 100);

  @Test
  void constant_isThatNumberWithoutCopies() {
    Value.Num seven = Value.constant(7);

    assertEquals(Scalar.constant(7), seven.scalar());
    assertEquals(0, seven.id());
    assertEquals(new Value.Num(SMALL, 0, 0, null), Value.number(SMALL));
  }

  @Test
  void low32_isWhatIsKnownOfTheLowHalf() {
    assertEquals(Scalar.loaded(MemSize.B4, false), Value.number(LARGE).low32());
    assertEquals(SMALL, new Value.Num(LARGE, 0, 0, SMALL).low32());
    assertEquals(SMALL, Value.number(SMALL).low32());
  }

  @Test
  void with_keepsTheLinkAndWhatIsMoreAboutTheLowHalf() {
    Value.Num linked = Value.number(LARGE).withId(4).linkedTo(6, 8);

    Value.Num narrowed = linked.with(LARGE, SMALL);

    assertEquals(6, narrowed.id());
    assertEquals(8, narrowed.delta());
    assertEquals(SMALL, narrowed.low());
  }

  @Test
  void with_forgetsALowHalfThatSaysNothingMore() {
    Value.Num number = Value.number(LARGE);

    assertNull(number.with(LARGE, null).low());
    assertNull(number.with(SMALL, SMALL).low());
    assertNull(number.with(LARGE, LARGE.signedLow()).low());
    assertEquals(SMALL, number.with(SMALL, null).scalar());
  }

  @Test
  void with_aLowHalfThatContradicts_forgetsIt() {
    Scalar far = Scalar.unsigned((1L << 40) + 5, (1L << 40) + 9);

    assertNull(Value.number(LARGE).with(far, Scalar.constant(77)).low());
  }

  @Test
  void withId_linksAnew() {
    Value.Num number = Value.number(LARGE).withId(4);

    assertEquals(4, number.id());
    assertEquals(0, number.delta());
    assertEquals(5, number.linkedTo(3, 5).delta());
    assertEquals(3, number.linkedTo(3, 5).id());
  }

  @Test
  void numberWithoutCopies_hasNoDifferenceToThem() {
    assertEquals(0, new Value.Num(SMALL, 0, 12, null).delta());
  }

  @Test
  void with_aSignedRangeOfTheLowHalf_keepsItUntilItIsKnownWhichSign() {
    Scalar half = Scalar.signed(Integer.MIN_VALUE, 28);
    Scalar unsigned = Scalar.unsigned(0, 0xffff_ffffL);

    Value.Num atMost = Value.number(unsigned).with(unsigned, half);
    Value.Num between = atMost.with(Scalar.unsigned(0, Integer.MAX_VALUE), half);

    assertEquals(half, atMost.low());
    assertEquals(half, atMost.signedLow());
    assertEquals(Scalar.unsigned(0, 28), between.scalar());
    assertNull(between.low());
  }

  @Test
  void low32_ofSignedHalves_isInTheirOrder() {
    Scalar negative = Scalar.signed(-5, -2);

    assertEquals(
        Scalar.unsigned(0xffff_fffbL, 0xffff_fffeL), new Value.Num(LARGE, 0, 0, negative).low32());
    assertEquals(
        Scalar.signed(Integer.MIN_VALUE, Integer.MAX_VALUE), Value.number(LARGE).signedLow());
    assertEquals(SMALL, Value.number(SMALL).signedLow());
  }
}
