package org.gpol.bpf.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The conditions hold where RFC 9669 says, and negations where they do not. */
class JumpCondTest {
  @ParameterizedTest
  @EnumSource
  void test_edgeValues_agreesWithTheSpecification(JumpCond cond) {
    for (Width width : Width.values()) {
      for (long left : Numbers.edges()) {
        for (long right : Numbers.edges()) {
          boolean wanted =
              AluSpec.test(
                  cond,
                  width.bits(),
                  AluSpec.low(left, width.bits()),
                  AluSpec.low(right, width.bits()));
          assertEquals(
              wanted,
              cond.test(width, left, right),
              () -> left + " " + cond.symbol() + " " + right + " " + width);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "JSET")
  void negate_everyCondition_holdsWhereTheConditionDoesNot(JumpCond cond) {
    for (long left : Numbers.edges()) {
      for (long right : Numbers.edges()) {
        assertEquals(!cond.test64(left, right), cond.negate().test64(left, right));
      }
    }
  }

  @Test
  void negate_ofBitTest_doesNotExist() {
    assertThrows(IllegalArgumentException.class, JumpCond.JSET::negate);
  }
}
