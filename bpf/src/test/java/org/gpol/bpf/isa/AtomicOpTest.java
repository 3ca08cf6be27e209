package org.gpol.bpf.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Atomic operations do to memory what RFC 9669 section 5.3 says. */
class AtomicOpTest {
  private static final long[] VALUES =
      LongStream.concat(LongStream.of(Numbers.edges()), LongStream.of(Numbers.random(2, 20)))
          .toArray();

  @ParameterizedTest
  @EnumSource
  void apply_edgeAndRandomValues_agreesWithTheSpecification(AtomicOp op) {
    for (Width width : Width.values()) {
      for (long old : VALUES) {
        for (long src : VALUES) {
          // CMPXCHG needs both outcomes: R0 equal to the old value, and R0 different from it.
          agrees(op, width, old, src, old);
          agrees(op, width, old, src, ~old);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void fetches_everyOperation_isTheFetchBitOfItsCode(AtomicOp op) {
    assertEquals((op.code() & 1) != 0, op.fetches());
  }

  private static void agrees(AtomicOp op, Width width, long old, long src, long r0) {
    int bits = width.bits();
    BigInteger wanted =
        AluSpec.atomic(
            op, bits, AluSpec.low(old, bits), AluSpec.low(src, bits), AluSpec.low(r0, bits));
    long result = op.apply(width.truncate(old), width.truncate(src), width.truncate(r0));
    assertEquals(
        wanted.longValue(),
        width.truncate(result),
        () -> op + " " + width + " of " + old + " and " + src + " with r0 " + r0);
  }
}
