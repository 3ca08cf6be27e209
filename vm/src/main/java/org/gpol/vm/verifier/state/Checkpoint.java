package org.gpol.vm.verifier.state;

/**
 * A state remembered at an instruction that several ways lead to, together with what has been read
 * of it by the paths that go on from there. Once all of those have ended, a later state at the same
 * instruction that does not differ in anything read needs no exploring.
 */
public final class Checkpoint {
  private final int index;
  private final AbstractState state;
  private final Checkpoint parent;
  private final Marks writtenBefore;
  private final Marks read = new Marks();
  private int openPaths = 1;

  Checkpoint(int index, AbstractState state, Checkpoint parent, Marks writtenBefore) {
    this.index = index;
    this.state = state;
    this.parent = parent;
    this.writtenBefore = writtenBefore;
  }

  /** The instruction that the state is before. */
  public int index() {
    return index;
  }

  AbstractState state() {
    return state;
  }

  Marks read() {
    return read;
  }

  /** True once all paths from here have ended. */
  public boolean isDone() {
    return openPaths == 0;
  }

  /** One more path goes on from here. */
  void open() {
    openPaths++;
  }

  /** A path from here has ended; may end the path that led here as well. */
  void close() {
    Checkpoint at = this;
    while (at != null && --at.openPaths == 0) {
      at = at.parent;
    }
  }

  /**
   * Something was read that has not been written since this checkpoint: it was read of this state,
   * and of those before it up to where it was written.
   */
  void markRead(int frame, int regs, long slots) {
    Checkpoint at = this;
    int newRegs = regs;
    long newSlots = slots;
    while (at != null) {
      // What is marked here already has been carried on to the parents then.
      newRegs &= ~at.read.regs(frame);
      newSlots &= ~at.read.slots(frame);
      if (newRegs == 0 && newSlots == 0) {
        return;
      }
      at.read.addRegs(frame, newRegs);
      at.read.addSlots(frame, newSlots);
      newRegs &= ~at.writtenBefore.regs(frame);
      newSlots &= ~at.writtenBefore.slots(frame);
      at = at.parent;
    }
  }
}
