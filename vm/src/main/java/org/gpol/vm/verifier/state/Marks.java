package org.gpol.vm.verifier.state;

/** A set of registers and stack slots of all frames. */
final class Marks {
  /** As many frames as a program may have open. */
  static final int FRAMES = 8;

  private final int[] regs = new int[FRAMES];
  private final long[] slots = new long[FRAMES];

  Marks copy() {
    Marks copy = new Marks();
    copy.addAll(this);
    return copy;
  }

  int regs(int frame) {
    return regs[frame];
  }

  long slots(int frame) {
    return slots[frame];
  }

  void addRegs(int frame, int mask) {
    regs[frame] |= mask;
  }

  void addSlots(int frame, long mask) {
    slots[frame] |= mask;
  }

  void addAll(Marks other) {
    for (int i = 0; i < FRAMES; i++) {
      regs[i] |= other.regs[i];
      slots[i] |= other.slots[i];
    }
  }
}
