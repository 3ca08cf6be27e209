package org.gpol.vm.verifier.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gpol.bpf.isa.MemSize;
import org.junit.jupiter.api.Test;

/** What is known of numbers is not only true but as tight as it can be said. */
class ScalarTest {
  private static void assertRange(long least, long greatest, Scalar actual) {
    assertEquals(least, actual.smin(), actual::toString);
    assertEquals(greatest, actual.smax(), actual::toString);
  }

  @Test
  void loaded_unsigned_isAnyNumberOfTheSize() {
    assertRange(0, 0xff, Scalar.loaded(MemSize.B1, false));
    assertRange(0, 0xffff, Scalar.loaded(MemSize.B2, false));
    assertRange(0, 0xffff_ffffL, Scalar.loaded(MemSize.B4, false));
    assertSame(Scalar.UNKNOWN, Scalar.loaded(MemSize.B8, false));
  }

  @Test
  void loaded_signed_isAnyNumberOfTheSizeWithASign() {
    assertRange(-0x80, 0x7f, Scalar.loaded(MemSize.B1, true));
    assertRange(-0x8000, 0x7fff, Scalar.loaded(MemSize.B2, true));
    assertRange(Integer.MIN_VALUE, Integer.MAX_VALUE, Scalar.loaded(MemSize.B4, true));
    assertSame(Scalar.UNKNOWN, Scalar.loaded(MemSize.B8, true));
  }

  @Test
  void zeroExtend_ofNumbersWithinOneBlock_keepsTheirOrder() {
    assertRange(5, 9, Scalar.unsigned(0x3_0000_0005L, 0x3_0000_0009L).truncate32());
    assertRange(0xfff0, 0xfffe, Scalar.signed(-16, -2).zeroExtend(16));
    assertRange(0xf0, 0xfe, Scalar.signed(-16, -2).zeroExtend(8));
  }

  @Test
  void zeroExtend_ofNumbersThatFit_isTheSame() {
    Scalar bytes = Scalar.unsigned(3, 255);

    assertSame(bytes, bytes.zeroExtend(8));
    assertRange(0, 255, Scalar.unsigned(3, 256).zeroExtend(8));
  }

  @Test
  void zeroExtend_acrossBlocks_isAnyNumberThatFits() {
    assertRange(0, 0xff, Scalar.signed(-1, 1).zeroExtend(8));
    assertRange(0, 0xffff_ffffL, Scalar.unsigned(0xffff_ffffL, 0x1_0000_0001L).truncate32());
    assertRange(0, 0xff, Scalar.signed(-300, 300).zeroExtend(8));
  }

  @Test
  void zeroExtend_keepsKnownBits() {
    Scalar even = Scalar.ofBits(new Tnum(0, ~1L));

    assertRange(0, 0xfe, even.zeroExtend(8));
  }

  @Test
  void signExtend_ofNumbersThatFit_isTheSame() {
    Scalar small = Scalar.signed(-128, 127);

    assertSame(small, small.signExtend(8));
    assertRange(-128, 127, Scalar.signed(-129, 127).signExtend(8));
    assertRange(-128, 127, Scalar.signed(-128, 128).signExtend(8));
  }

  @Test
  void signExtend_ofPositiveLowParts_isTheLowPart() {
    assertRange(0, 0x7f, Scalar.unsigned(0x100, 0x17f).signExtend(8));
    assertRange(3, 5, Scalar.unsigned(0x1_0003, 0x1_0005).signExtend(16));
  }

  @Test
  void signExtend_ofNegativeLowParts_isNegative() {
    assertRange(-128, -1, Scalar.unsigned(0x80, 0xff).signExtend(8));
    assertRange(-2, -1, Scalar.unsigned(0xffff_fffeL, 0xffff_ffffL).signExtend(32));
  }

  @Test
  void signExtend_ofBoth_isAnyNumberThatFits() {
    assertRange(-128, 127, Scalar.unsigned(0x7f, 0x80).signExtend(8));
  }

  @Test
  void fits_atTheEdges() {
    assertTrue(Scalar.unsigned(0, 0xffff_ffffL).fitsUnsigned32());
    assertFalse(Scalar.unsigned(0, 0x1_0000_0000L).fitsUnsigned32());
    assertTrue(Scalar.signed(Integer.MIN_VALUE, Integer.MAX_VALUE).fitsSigned32());
    assertFalse(Scalar.signed(Integer.MIN_VALUE - 1L, 0).fitsSigned32());
    assertFalse(Scalar.signed(0, Integer.MAX_VALUE + 1L).fitsSigned32());
  }

  @Test
  void contains_aSet_onlyIfAllItsNumbersAreIn() {
    Scalar some = Scalar.signed(-5, 100);

    assertTrue(some.contains(Scalar.signed(-5, 100)));
    assertTrue(some.contains(Scalar.constant(0)));
    assertFalse(some.contains(Scalar.signed(-6, 100)));
    assertFalse(some.contains(Scalar.signed(-5, 101)));
    assertFalse(Scalar.unsigned(4, 9).contains(Scalar.unsigned(3, 9)));
    assertFalse(Scalar.unsigned(4, 9).contains(Scalar.unsigned(4, 10)));
    Scalar even = Scalar.of(new Tnum(0, 0xfe), 0, 100, 0, 100);
    assertFalse(even.contains(Scalar.unsigned(3, 4)));
    assertTrue(Scalar.UNKNOWN.contains(even));
  }

  @Test
  void join_isTheLeastSetWithBoth() {
    assertRange(-3, 9, Scalar.constant(9).join(Scalar.signed(-3, -1)));
    assertEquals(Scalar.constant(4), Scalar.constant(4).join(Scalar.constant(4)));
    Scalar far = Scalar.unsigned(1, 2).join(Scalar.unsigned(8, 9));
    assertEquals(1, far.umin());
    assertEquals(9, far.umax());
    assertFalse(far.bits().contains(16));
  }

  @Test
  void meet_isWhatIsInBoth() {
    assertEquals(Scalar.unsigned(4, 6), Scalar.unsigned(0, 6).meet(Scalar.unsigned(4, 9)));
    assertNull(Scalar.unsigned(0, 3).meet(Scalar.unsigned(4, 9)));
    assertNull(Scalar.ofBits(new Tnum(0, ~1L)).meet(Scalar.constant(3)));
  }

  @Test
  void toString_saysWhatIsKnown() {
    assertEquals("-1", Scalar.constant(-1).toString());
    assertEquals("scalar()", Scalar.UNKNOWN.toString());
    assertEquals("scalar(0..5)", Scalar.unsigned(0, 5).toString());
    assertEquals("scalar(3..4)", Scalar.unsigned(3, 4).toString());
    assertEquals(
        "scalar(s -4..-2, u 18446744073709551612..18446744073709551614)",
        Scalar.signed(-4, -2).toString());
    assertEquals("scalar(s -1..1)", Scalar.signed(-1, 1).toString());
    assertEquals(
        "scalar(0..6, bits (0x0; 0x6))", Scalar.of(new Tnum(0, 6), 0, -1, 0, 6).toString());
  }

  @Test
  void greaterAndLesser_compareWithoutSigns() {
    assertEquals(-1, Scalar.maxUnsigned(-1, 1));
    assertEquals(-1, Scalar.maxUnsigned(1, -1));
    assertEquals(1, Scalar.minUnsigned(-1, 1));
    assertEquals(1, Scalar.minUnsigned(1, -1));
  }
}
