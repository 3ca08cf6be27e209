package org.gpol.vm.verifier.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.platform.CallbackKind;
import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Value;

/**
 * Everything known at a point: the frames of all open calls, the entry's first, and what the
 * program holds and has to give back.
 */
public final class AbstractState {
  private final List<Frame> frames = new ArrayList<>();
  private List<Reference> references = List.of();
  private Lock lock;
  private int rounds;

  /** The state at the start of a program: an empty entry frame. */
  public AbstractState() {
    this(0, CallbackKind.NONE);
  }

  /** The state at the start of {@code function}, run as {@code callback} by nobody's call. */
  public AbstractState(int function, CallbackKind callback) {
    frames.add(new Frame(function, -1, 0, callback));
  }

  private AbstractState(AbstractState other) {
    for (Frame frame : other.frames) {
      frames.add(frame.copy());
    }
    references = other.references;
    lock = other.lock;
    rounds = other.rounds;
  }

  /** A copy that changes independently. */
  public AbstractState copy() {
    return new AbstractState(this);
  }

  /** True if both are in the same calls and hold the same. */
  boolean hasSameOutline(AbstractState other) {
    boolean same =
        depth() == other.depth()
            && references.equals(other.references)
            && Objects.equals(lock, other.lock);
    for (int i = 0; same && i < depth(); i++) {
      Frame a = frame(i);
      Frame b = other.frame(i);
      same =
          a.function() == b.function()
              && a.returnIndex() == b.returnIndex()
              && a.callback() == b.callback()
              && a.rounds() == b.rounds();
    }
    return same;
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
    push(function, returnIndex, CallbackKind.NONE);
  }

  /** Opens a call by a helper, at {@code returnIndex}, which may call again. */
  public void push(int function, int returnIndex, CallbackKind callback) {
    frames.add(new Frame(function, returnIndex, frames.size(), callback));
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

  /** What has to be given back, in the order of acquisition. */
  public List<Reference> references() {
    return references;
  }

  /** The reference {@code id}, or null if the program does not hold it. */
  public Reference reference(int id) {
    return references.stream().filter(r -> r.id() == id).findFirst().orElse(null);
  }

  /** The program now holds {@code reference}. */
  public void acquire(Reference reference) {
    List<Reference> more = new ArrayList<>(references);
    more.add(reference);
    references = List.copyOf(more);
  }

  /** The program holds {@code id} no more; its pointers stay. */
  public void drop(int id) {
    references = references.stream().filter(r -> r.id() != id).toList();
  }

  /** Everything that points into what {@code id} stands for becomes unusable. */
  public void invalidate(int id) {
    replace(
        value -> {
          boolean gone =
              value instanceof Pointer pointer
                  ? pointer.region().id() == id
                  : value instanceof Value.Dynptr dynptr && dynptr.id() == id;
          return gone ? Value.UNINIT : value;
        });
  }

  /** The lock that is held, or null. */
  public Lock lock() {
    return lock;
  }

  /** A lock was taken, or dropped if null. */
  public void setLock(Lock held) {
    lock = held;
  }

  /** How often helpers have called back so far on this path. */
  public int rounds() {
    return rounds;
  }

  /** A callback has returned to the helper that called it. */
  public void nextRound() {
    rounds++;
  }
}
