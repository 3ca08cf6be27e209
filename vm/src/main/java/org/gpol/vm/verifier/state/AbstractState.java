package org.gpol.vm.verifier.state;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.gpol.bpf.isa.Reg;
import org.gpol.vm.verifier.domain.Value;

/** Everything known at a point: the frames of all open calls, the entry's first. */
public final class AbstractState {
  private final List<Frame> frames = new ArrayList<>();

  /** The state at the start of a program: an empty entry frame. */
  public AbstractState() {
    frames.add(new Frame(0, -1, 0));
  }

  private AbstractState(AbstractState other) {
    for (Frame frame : other.frames) {
      frames.add(frame.copy());
    }
  }

  /** A copy that changes independently. */
  public AbstractState copy() {
    return new AbstractState(this);
  }

  /** The number of open calls; at least 1. */
  public int depth() {
    return frames.size();
  }

  /** The frame at depth {@code index}. */
  public Frame frame(int index) {
    return frames.get(index);
  }

  /** The frame that executes. */
  public Frame current() {
    return frames.get(frames.size() - 1);
  }

  /** The content of a register of the current frame. */
  public Value reg(Reg reg) {
    return current().reg(reg.number());
  }

  /** Overwrites a register of the current frame. */
  public void setReg(Reg reg, Value value) {
    current().setReg(reg.number(), value);
  }

  /** Overwrites a stack slot of the frame at depth {@code frame}. */
  public void setSlot(int frame, int index, Slot slot) {
    frames.get(frame).setSlot(index, slot);
  }

  /** Opens a call. */
  public void push(int function, int returnIndex) {
    frames.add(new Frame(function, returnIndex, frames.size()));
  }

  /** Closes the current call and returns the index at which its caller goes on. */
  public int pop() {
    return frames.remove(frames.size() - 1).returnIndex();
  }

  /** Replaces every value in registers and stacks that {@code change} does not return as it is. */
  public void replace(UnaryOperator<Value> change) {
    for (Frame frame : frames) {
      frame.replace(change);
    }
  }
}
