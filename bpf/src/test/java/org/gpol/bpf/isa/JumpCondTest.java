package org.gpol.bpf.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The conditions hold where RFC 9669 says, and negations where they do not. */
class JumpCondTest {
  private static final long[] VALUES =
      LongStream.concat(LongStream.of(Numbers.edges()), LongStream.of(Numbers.random(3, 40)))
          .toArray();

  @ParameterizedTest
  @EnumSource
  void test_edgeAndRandomValues_agreesWithTheSpecification(JumpCond cond) {
    for (Width width : Width.values()) {
      for (long left : VALUES) {
        for (long right : VALUES) {
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
    for (long left : VALUES) {
      for (long right : VALUES) {
        assertEquals(!cond.test64(left, right), cond.negate().test64(left, right));
      }
    }
  }

  @Test
  void negate_ofBitTest_doesNotExist() {
    assertThrows(IllegalArgumentException.class, JumpCond.JSET::negate);
  }
}
