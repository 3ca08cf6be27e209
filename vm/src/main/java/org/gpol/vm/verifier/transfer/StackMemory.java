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
    refuseDynptr(slot, offset);
    if (size == MemSize.B8) {
      return loadWhole(index, slot);
    }
    refusePointer(slot, offset);
    if (size == MemSize.B4 && slot.spill() == null) {
      Value.Num part = loadPart(index, slot, (offset & 7) != 0);
      return signed ? Value.number(part.scalar().signExtend(32)) : part;
    }
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
      whole = number.withId(ledger.freshId());
      path.state().setSlot(frame, index, Slot.spilled(whole));
    }
    return whole;
  }

  /** What is known of the four bytes at {@code offset}; null if that is nothing. */
  Value.Num part(long offset) {
    return (offset & 3) == 0 ? slot(index(offset)).part((offset & 7) != 0) : null;
  }

  private Value.Num loadPart(int index, Slot slot, boolean upper) {
    Value.Num part = slot.part(upper);
    if (part.id() == 0 && !part.scalar().isConstant()) {
      part = part.withId(ledger.freshId());
      path.state().setSlot(frame, index, slot.withHalf(upper, part));
    }
    return part;
  }

  /** An aligned store at a known offset. */
  void store(long offset, MemSize size, Value value) {
    int index = index(offset);
    used(offset);
    loseDynptr(index);
    if (size == MemSize.B8) {
      path.trail().wroteSlots(frame, 1L << index);
      path.state().setSlot(frame, index, Slot.spilled(value));
      return;
    }
    Scalar low = ((Value.Num) value).scalar().zeroExtend(size.bytes() * 8);
    if (size == MemSize.B4) {
      Value.Num number = (Value.Num) value;
      Slot old = slot(index).holdsPointer() ? Slot.UNINIT : slot(index);
      Scalar low32 = number.low32();
      Value.Num half =
          number.scalar().fitsUnsigned32()
              ? number
              : Value.number(low32).with(low32, number.signedLow());
      path.state().setSlot(frame, index, old.withHalf((offset & 7) != 0, half));
      return;
    }
    setBytes(index, mask(index, offset, offset + size.bytes()), low.is(0));
  }

  /** Refuses unless all bytes are initialised numbers. */
  void requireNumbers(long from, long to) {
    requireInitialised(from, to, false);
  }

  /** Refuses unless all bytes are initialised numbers, or with {@code pointers} whole pointers. */
  void requireInitialised(long from, long to, boolean pointers) {
    used(from);
    for (long offset = from; offset < to; offset = endOfSlot(offset, to)) {
      int index = index(offset);
      path.trail().readSlots(frame, 1L << index);
      refuseDynptr(slot(index), offset);
      if (pointers && slot(index).holdsPointer()) {
        continue;
      }
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
      loseDynptr(index);
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
    loseDynptr(index);
    // What is left of a pointer that was partly overwritten is no number to be read.
    Slot old = slot(index).holdsPointer() ? Slot.UNINIT : slot(index);
    path.state().setSlot(frame, index, old.overwritten(mask, zeroed));
  }

  /** Makes the 16 bytes from {@code offset} a dynptr, whatever they held. */
  void putDynptr(long offset, int id, boolean reservation) {
    int index = index(offset);
    used(offset);
    loseDynptr(index);
    loseDynptr(index + 1);
    path.trail().wroteSlots(frame, 3L << index);
    path.state().setSlot(frame, index, Slot.spilled(new Value.Dynptr(id, reservation, true)));
    path.state().setSlot(frame, index + 1, Slot.spilled(new Value.Dynptr(id, reservation, false)));
  }

  /** The dynptr in the 16 bytes from {@code offset}, or null if there is none. */
  Value.Dynptr dynptr(long offset) {
    int index = index(offset);
    used(offset);
    path.trail().readSlots(frame, 3L << index);
    return slot(index).spill() instanceof Value.Dynptr dynptr && dynptr.first() ? dynptr : null;
  }

  /** What a dynptr stands for cannot be reached any more when its slot is overwritten. */
  private void loseDynptr(int index) {
    if (!(slot(index).spill() instanceof Value.Dynptr dynptr)) {
      return;
    }
    path.trail().readSlots(frame, 1L << index);
    if (dynptr.reservation()) {
      throw new Refusal(
          SafetyCheck.DYNPTR,
          "this overwrites a dynptr on the stack that stands for a reservation in a ring buffer;"
              + " submit or discard it first");
    }
    path.state().invalidate(dynptr.id());
  }

  private static void refuseDynptr(Slot slot, long offset) {
    if (slot.spill() instanceof Value.Dynptr) {
      throw new Refusal(
          SafetyCheck.DYNPTR,
          "the stack at r10"
              + offset
              + " is a dynptr, which only helpers can read; use bpf_dynptr_read or bpf_dynptr_data");
    }
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
