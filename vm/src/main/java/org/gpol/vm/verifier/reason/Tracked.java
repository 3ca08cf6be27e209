package org.gpol.vm.verifier.reason;

import java.util.BitSet;
import org.gpol.bpf.isa.Reg;

/** The registers and stack slots that matter, while a path is walked backwards. */
final class Tracked {
  private static final int SLOTS = 64;
  private final BitSet regs = new BitSet();
  private final BitSet slots = new BitSet();

  void addReg(int depth, int reg) {
    if (reg != Reg.FP.number()) {
      regs.set(depth * Reg.COUNT + reg);
    }
  }

  void addRegs(int depth, int mask) {
    for (int left = mask; left != 0; left &= left - 1) {
      addReg(depth, Integer.numberOfTrailingZeros(left));
    }
  }

  /** The registers that matter in the frame of the call at {@code depth}, as a bit mask. */
  int regs(int depth) {
    int mask = 0;
    for (int reg = 0; reg < Reg.COUNT; reg++) {
      mask |= regs.get(depth * Reg.COUNT + reg) ? 1 << reg : 0;
    }
    return mask;
  }

  void removeRegs(int depth, int mask) {
    for (int left = mask; left != 0; left &= left - 1) {
      regs.clear(depth * Reg.COUNT + Integer.numberOfTrailingZeros(left));
    }
  }

  /** The eight bytes with the one at {@code offset} of the stack of frame {@code frame} matter. */
  void addSlot(int frame, long offset) {
    slots.set(slot(frame, offset));
  }

  /** Takes the slot out; false if it was not in. */
  boolean removeSlot(int frame, long offset) {
    boolean was = slots.get(slot(frame, offset));
    slots.clear(slot(frame, offset));
    return was;
  }

  private static int slot(int frame, long offset) {
    return frame * SLOTS + (int) ((offset + 8L * SLOTS) >>> 3);
  }

  boolean isEmpty() {
    return regs.isEmpty() && slots.isEmpty();
  }
}
