package org.gpol.vm.verifier.transfer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;
import org.gpol.vm.verifier.domain.Value;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is known of the low half by itself holds after an operation as well. */
class ArithmeticTest {
  private static final int ROUNDS = 20_000;

  @ParameterizedTest
  @EnumSource(AluOp.class)
  void numbersWithKnownLowHalves_holdWhatTheKernelGives(AluOp op) {
    if (op == AluOp.MOV) {
      return;
    }
    Samples samples = new Samples(op.name().hashCode());
    for (int round = 0; round < ROUNDS; round++) {
      Samples.Sample a = samples.sample();
      Samples.Sample b = samples.sample();
      Value.Num left = known(a);
      Value.Num right = known(b);
      for (Width width : Width.values()) {
        Insn.Alu insn = new Insn.Alu(op, width, Reg.R1, Reg.R2);
        Value.Num result = (Value.Num) Arithmetic.apply(insn, left, right);
        for (long x : a.members()) {
          for (long y : b.members()) {
            long z = op.kernel(width).applyAsLong(x, y);
            assertTrue(
                result.scalar().contains(z) && result.signedLow().contains((int) z),
                () -> left + " " + op + width + " " + right + " = " + result + " without " + z);
          }
        }
      }
    }
  }

  /** As after comparisons of the low half only: of the whole nothing is known. */
  private static Value.Num known(Samples.Sample sample) {
    List<Long> lows = sample.members().stream().map(member -> (long) member.intValue()).toList();
    return Value.number(sample.set()).with(sample.set(), Samples.hull(lows));
  }
}
