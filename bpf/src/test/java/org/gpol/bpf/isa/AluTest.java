package org.gpol.bpf.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.LongBinaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kernels do what RFC 9669 says, for every operation at every width. */
class AluTest {
  private static final long[] VALUES =
      LongStream.concat(LongStream.of(Numbers.edges()), LongStream.of(Numbers.random(1, 60)))
          .toArray();

  @ParameterizedTest
  @EnumSource
  void kernel_edgeAndRandomValues_agreesWithTheSpecification(AluOp op) {
    for (Width width : Width.values()) {
      LongBinaryOperator kernel = op.kernel(width);
      for (long dst : VALUES) {
        for (long src : VALUES) {
          long wanted =
              AluSpec.eval(
                      op,
                      width.bits(),
                      AluSpec.low(dst, width.bits()),
                      AluSpec.low(src, width.bits()))
                  .longValue();
          assertEquals(
              wanted,
              kernel.applyAsLong(dst, src),
              () -> op + " " + width + " of " + dst + " and " + src);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void kernel_ofAUnaryOperation_agreesWithItsBytes(UnaryOp op) {
    for (Width width : Width.values()) {
      for (long value : VALUES) {
        assertEquals(
            unary(op, width, value),
            op.kernel(width).applyAsLong(value),
            () -> op + " " + width + " of " + value);
      }
    }
  }

  /** Section 4.2 byte by byte; negation as subtraction from zero. */
  private static long unary(UnaryOp op, Width width, long value) {
    if (op == UnaryOp.NEG) {
      return AluSpec.unsigned(AluSpec.low(value, 64).negate(), width.bits()).longValue();
    }
    int bytes = op.bits() / 8;
    boolean swaps = !op.name().startsWith("LE");
    long result = 0;
    for (int i = 0; i < bytes; i++) {
      int to = swaps ? bytes - 1 - i : i;
      result |= (value >>> (8 * i) & 0xff) << (8 * to);
    }
    return result;
  }
}
