package org.gpol.vm.verifier.state;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.platform.CallbackKind;
import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Region;
import org.gpol.vm.verifier.domain.Value;

/** Registers and stack of one call. Copies share the stack until one of them writes it. */
public final class Frame {
  /** Bytes of stack that a frame, and a program in all, may use. */
  public static final int STACK_BYTES = 512;

  /** Slots of a frame; slot 0 is the one furthest from the frame pointer. */
  public static final int SLOTS = STACK_BYTES / 8;

  private final int function;
  private final int returnIndex;
  private final CallbackKind callback;
  private final Value[] regs;
  private Slot[] slots;
  private boolean slotsShared;
  private int lastIdBefore;
  private int rounds;

  /** A fresh frame at {@code depth} for the function starting at {@code function}. */
  Frame(int function, int returnIndex, int depth, CallbackKind callback) {
    this.callback = callback;
    this.function = function;
    this.returnIndex = returnIndex;
    regs = new Value[Reg.COUNT];
    Arrays.fill(regs, Value.UNINIT);
    regs[Reg.FP.number()] = Pointer.to(new Region.Stack(depth));
    slots = new Slot[SLOTS];
    Arrays.fill(slots, Slot.UNINIT);
  }

  private Frame(Frame other) {
    function = other.function;
    returnIndex = other.returnIndex;
    callback = other.callback;
    regs = other.regs.clone();
    slots = other.slots;
    slotsShared = true;
    lastIdBefore = other.lastIdBefore;
    rounds = other.rounds;
    other.slotsShared = true;
  }

  Frame copy() {
    return new Frame(this);
  }

  /** Index of the function's first instruction. */
  public int function() {
    return function;
  }

  /** Where the caller goes on, or -1 for the entry. */
  public int returnIndex() {
    return returnIndex;
  }

  /** How a helper called the function; NONE if an instruction did. */
  public CallbackKind callback() {
    return callback;
  }

  /** Of a callback: references with greater ids were acquired in it. */
  public int lastIdBefore() {
    return lastIdBefore;
  }

  /** Says which ids were given out before the call. */
  public void setLastIdBefore(int id) {
    lastIdBefore = id;
  }

  /**
   * How often the helper that this frame is calling has called back, where the number is limited;
   * else 0.
   */
  public int rounds() {
    return rounds;
  }

  /** Says how often the helper that this frame is calling has called back. */
  public void setRounds(int count) {
    rounds = count;
  }

  /** The content of register {@code number}. */
  public Value reg(int number) {
    return regs[number];
  }

  void setReg(int number, Value value) {
    regs[number] = value;
  }

  /** The slot at {@code index}, 0 to 63. */
  public Slot slot(int index) {
    return slots[index];
  }

  void setSlot(int index, Slot slot) {
    if (slotsShared) {
      slots = slots.clone();
      slotsShared = false;
    }
    slots[index] = slot;
  }

  /** Replaces every value that {@code change} does not return as it is. */
  void replace(UnaryOperator<Value> change) {
    for (int i = 0; i < regs.length; i++) {
      regs[i] = change.apply(regs[i]);
    }
    for (int i = 0; i < SLOTS; i++) {
      Slot changed = slots[i].replaced(change);
      if (changed != null) {
        setSlot(i, changed);
      }
    }
  }
}
