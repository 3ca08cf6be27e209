package org.gpol.vm.verifier.transfer;

import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Width;
import org.gpol.vm.verifier.check.Refusal;
import org.gpol.vm.verifier.check.SafetyCheck;
import org.gpol.vm.verifier.domain.Scalar;
import org.gpol.vm.verifier.domain.Value;
import org.gpol.vm.verifier.state.Frame;
import org.gpol.vm.verifier.state.Slot;

/**
 * The stack of one frame. Offsets are from the frame pointer, so they are negative, and have been
 * checked to lie in the frame; a range of bytes is given by its first and the one after its last.
 */
final class StackMemory {
  private final Path path;
  private final Ledger ledger;
  private final int frame;

  StackMemory(Path path, Ledger ledger, int frame) {
    this.path = path;
    this.ledger = ledger;
    this.frame = frame;
  }

  /** An aligned load at a known offset. */
  Value load(long offset, MemSize size, boolean signed) {
    int index = index(offset);
    used(offset);
    path.trail().readSlots(frame, 1L << index);
    Slot slot = slot(index);
    int mask = mask(index, offset, offset + size.bytes());
    if (!slot.hasBytes(mask)) {
      throw uninitialised(offset);
    }
    if (size == MemSize.B8) {
      return loadWhole(index, slot);
    }
    refusePointer(slot, offset);
    Scalar part = Scalar.loaded(size, false);
    if (slot.hasZeros(mask)) {
      part = Scalar.ZERO;
    } else if (slot.spill() instanceof Value.Num number) {
      Scalar shift = Scalar.constant((offset & 7) * 8);
      part = ScalarTransfer.apply(AluOp.RSH, Width.W64, number.scalar(), shift);
      part = part.zeroExtend(size.bytes() * 8);
    }
    return Value.number(signed ? part.signExtend(size.bytes() * 8) : part);
  }

  /** Loading makes a copy, so what is learnt about one is to be known of the other. */
  private Value loadWhole(int index, Slot slot) {
    Value whole = slot.whole();
    if (whole instanceof Value.Num number && number.id() == 0 && !number.scalar().isConstant()) {
      whole = new Value.Num(number.scalar(), ledger.freshId());
      path.state().setSlot(frame, index, Slot.spilled(whole));
    }
    return whole;
  }

  /** An aligned store at a known offset. */
  void store(long offset, MemSize size, Value value) {
    int index = index(offset);
    used(offset);
    if (size == MemSize.B8) {
      path.trail().wroteSlots(frame, 1L << index);
      path.state().setSlot(frame, index, Slot.spilled(value));
      return;
    }
    Scalar low = ((Value.Num) value).scalar().zeroExtend(size.bytes() * 8);
    setBytes(index, mask(index, offset, offset + size.bytes()), low.is(0));
  }

  /** Refuses unless all bytes are initialised numbers. */
  void requireNumbers(long from, long to) {
    used(from);
    for (long offset = from; offset < to; offset = endOfSlot(offset, to)) {
      int index = index(offset);
      path.trail().readSlots(frame, 1L << index);
      refusePointer(slot(index), offset);
      if (!slot(index).hasBytes(mask(index, offset, endOfSlot(offset, to)))) {
        throw uninitialised(offset);
      }
    }
  }

  /** All bytes are overwritten by numbers. */
  void overwrite(long from, long to) {
    used(from);
    for (long offset = from; offset < to; offset = endOfSlot(offset, to)) {
      int index = index(offset);
      setBytes(index, mask(index, offset, endOfSlot(offset, to)), false);
    }
  }

  /** Any of the bytes may be overwritten by numbers. */
  void perhapsOverwrite(long from, long to) {
    used(from);
    for (long offset = from; offset < to; offset = endOfSlot(offset, to)) {
      int index = index(offset);
      Slot old = slot(index);
      int mask = mask(index, offset, endOfSlot(offset, to));
      path.state()
          .setSlot(frame, index, old.holdsPointer() ? Slot.UNINIT : old.perhapsOverwritten(mask));
    }
  }

  private void setBytes(int index, int mask, boolean zeroed) {
    if (mask == 0xff) {
      path.trail().wroteSlots(frame, 1L << index);
    }
    // What is left of a pointer that was partly overwritten is no number to be read.
    Slot old = slot(index).holdsPointer() ? Slot.UNINIT : slot(index);
    path.state().setSlot(frame, index, old.overwritten(mask, zeroed));
  }

  private Slot slot(int index) {
    return path.state().frame(frame).slot(index);
  }

  private void used(long from) {
    ledger.stackUsed(path.state().frame(frame).function(), (int) -from);
  }

  private static int index(long offset) {
    return (int) (offset + Frame.STACK_BYTES) >>> 3;
  }

  private static long endOfSlot(long offset, long limit) {
    return Math.min((offset & ~7) + 8, limit);
  }

  /** The bytes of slot {@code index} in a range that lies within the slot. */
  private static int mask(int index, long from, long to) {
    int first = (int) (from + Frame.STACK_BYTES) - index * 8;
    int count = (int) (to - from);
    return ((1 << count) - 1) << first;
  }

  private static void refusePointer(Slot slot, long offset) {
    if (slot.holdsPointer()) {
      throw new Refusal(
          SafetyCheck.POINTER_LEAK,
          "the stack at r10" + offset + " holds a pointer, which cannot be read as bytes");
    }
  }

  private static Refusal uninitialised(long offset) {
    return new Refusal(
        SafetyCheck.UNINITIALISED_STACK,
        "the stack at r10" + offset + " is read but was not written on every way to this place");
  }
}
