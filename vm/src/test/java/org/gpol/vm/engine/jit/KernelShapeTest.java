package org.gpol.vm.engine.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.UnaryOp;
import org.gpol.bpf.isa.Width;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which kernels go into compiled code as they are: all but those that look at their divisor. */
class KernelShapeTest {
  @ParameterizedTest
  @EnumSource(AluOp.class)
  void kernelOfTwoOperands_isSplicedUnlessItDivides(AluOp op) {
    for (Width width : Width.values()) {
      if (op.exists(width, Reg.R1)) {
        assertEquals(!op.divides(), KernelLibrary.of(op, width).isStraight(), op + " " + width);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(UnaryOp.class)
  void kernelOfOneOperand_isSpliced(UnaryOp op) {
    for (Width width : Width.values()) {
      assertTrue(KernelLibrary.of(op, width).isStraight(), op + " " + width);
    }
  }
}
