package org.gpol.compiler.codegen;

import java.util.ArrayList;
import java.util.List;
import org.gpol.compiler.ir.StackSlot;

/** Where things lie in a frame, as offsets from R10; grows downwards as things are added. */
final class FrameLayout {
  private static final int SPILL_BYTES = 8;

  private final List<Integer> slots = new ArrayList<>();
  private int used;

  FrameLayout(List<StackSlot> slots) {
    slots.forEach(slot -> this.slots.add(allocate(slot.bytes(), slot.align())));
  }

  /** The offset of a stack slot's first byte; negative. */
  int offset(int slot) {
    return slots.get(slot);
  }

  /** The offset of eight new bytes, aligned so that a verifier can follow a pointer kept there. */
  int spill() {
    return allocate(SPILL_BYTES, SPILL_BYTES);
  }

  /** The frame's size in bytes. */
  int bytes() {
    return used;
  }

  private int allocate(int bytes, int align) {
    used = (used + bytes + align - 1) / align * align;
    return -used;
  }
}
