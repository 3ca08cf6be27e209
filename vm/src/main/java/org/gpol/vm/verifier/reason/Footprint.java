package org.gpol.vm.verifier.reason;

import org.gpol.bpf.isa.Reg;
import org.gpol.vm.verifier.domain.Value;
import org.gpol.vm.verifier.state.AbstractState;

/**
 * A step of one way through a program: the instruction, and what registers were before it.
 *
 * @param depth open calls, 0 for the entry
 * @param previous the step before, or null
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Footprint(int index, int depth, Value[] registers, Footprint previous) {
  /** The step of a way that is at {@code index} in {@code state} after {@code previous}. */
  public static Footprint of(int index, AbstractState state, Footprint previous) {
    Value[] registers = new Value[Reg.COUNT];
    for (int reg = 0; reg < Reg.COUNT; reg++) {
      registers[reg] = state.reg(Reg.of(reg));
    }
    return new Footprint(index, state.depth() - 1, registers, previous);
  }

  /** What {@code reg} was. */
  Value register(Reg reg) {
    return registers[reg.number()];
  }
}
