package org.gpol.vm.verifier.reason;

import org.gpol.bpf.isa.Reg;
import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Region;
import org.gpol.vm.verifier.domain.Value;

/**
 * Where a value is: a register or eight bytes of a frame.
 *
 * @param frame depth of the frame
 * @param number of the register, or the offset from the end of the frame, which is negative
 */
record Place(int frame, long number) {
  static Place of(Footprint at, Reg reg) {
    return new Place(at.depth(), reg.number());
  }

  /**
   * The place on the stack that an access at {@code pointer} plus {@code offset} is to, or null.
   */
  static Place onStack(Value pointer, int offset) {
    if (pointer instanceof Pointer p && p.region() instanceof Region.Stack stack && p.isFixed()) {
      return new Place(stack.frame(), p.offset() + offset & -8);
    }
    return null;
  }
}
