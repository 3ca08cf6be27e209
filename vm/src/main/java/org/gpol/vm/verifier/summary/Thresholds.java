package org.gpol.vm.verifier.summary;

import java.util.TreeSet;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.Operand;
import org.gpol.vm.verifier.domain.Scalar;
import org.gpol.vm.verifier.domain.Tnum;

/** The numbers at which growing ranges stop first: those near constants of the program. */
final class Thresholds {
  private static final int MOST = 100;

  private final TreeSet<Long> numbers = new TreeSet<>();

  /** The thresholds of {@code code}. */
  Thresholds(Code code) {
    add(0);
    add(Integer.MAX_VALUE);
    add(0xffff_ffffL);
    add(Long.MAX_VALUE - 1);
    for (int i = 0; i < code.size() && numbers.size() < MOST; i++) {
      Insn insn = code.insn(i);
      if (insn instanceof Insn.Branch branch) {
        add(branch.right());
      } else if (insn instanceof Insn.Alu alu && alu.op() == AluOp.MOV) {
        add(alu.src());
      } else if (insn instanceof Insn.LoadImm64 load) {
        add(load.value());
      }
    }
  }

  private void add(Operand operand) {
    if (operand instanceof Imm imm) {
      add(imm.value());
    }
  }

  private void add(long number) {
    numbers.add(number - 1);
    numbers.add(number);
    numbers.add(number + 1);
  }

  /**
   * A set that has the numbers of both, and room to grow where {@code now} has outgrown it:
   * upwards, which is where most loops go, for at least one more step.
   */
  Scalar widened(Scalar old, Scalar now) {
    if (old.contains(now)) {
      return old;
    }
    Scalar both = old.join(now);
    long umin = both.umin() == old.umin() ? both.umin() : floorUnsigned(both.umin());
    long umax =
        both.umax() == old.umax()
            ? both.umax()
            : ceilingUnsigned(
                Scalar.maxUnsigned(both.umax(), both.umax() + (both.umax() - old.umax())));
    long smin = both.smin() == old.smin() ? both.smin() : floor(both.smin());
    long smax =
        both.smax() == old.smax()
            ? both.smax()
            : ceiling(Math.max(both.smax(), both.smax() + (both.smax() - old.smax())));
    return Scalar.known(widened(old.bits(), both.bits()), umin, umax, smin, smax);
  }

  /** Once a bit becomes unknown, all above it do. */
  private static Tnum widened(Tnum old, Tnum both) {
    if (old.equals(both)) {
      return both;
    }
    long unknown = -Long.lowestOneBit(both.mask());
    return new Tnum(both.value() & ~unknown, unknown);
  }

  private long floor(long number) {
    Long at = numbers.floor(number);
    return at == null ? Long.MIN_VALUE : at;
  }

  private long ceiling(long number) {
    Long at = numbers.ceiling(number);
    return at == null ? Long.MAX_VALUE : at;
  }

  private long floorUnsigned(long number) {
    return number < 0 ? Long.MIN_VALUE : Math.max(0, floor(number));
  }

  private long ceilingUnsigned(long number) {
    return number < 0 ? -1 : ceiling(number);
  }
}
