package org.gpol.vm.verifier.state;

/**
 * A state remembered at an instruction that several ways lead to, together with what has been read
 * of it by the paths that go on from there. Once all of those have ended, a later state at the same
 * instruction that does not differ in anything read needs no exploring.
 *
 * <p>Where a helper calls a function of the program, the way back to the helper leads to the same
 * instruction again, as often as the helper likes. A path may end at a checkpoint there that is
 * still open, because no run goes round for ever. What lies between has then been looked at only as
 * far as that checkpoint's own paths are looked at: it depends on it.
 */
public final class Checkpoint {
  private final int index;
  private final AbstractState state;
  private final Checkpoint parent;
  private final Marks writtenBefore;
  private final boolean again;
  private final int rank;
  private final Marks read = new Marks();
  private boolean readsAll;
  private Checkpoint dependency;
  private int openPaths = 1;
  private int hits;
  private int misses;

  /**
   * A checkpoint.
   *
   * @param again true if a callback has just returned to the helper at {@code index}
   */
  Checkpoint(
      int index, AbstractState state, Checkpoint parent, Marks writtenBefore, boolean again) {
    this.index = index;
    this.state = state;
    this.parent = parent;
    this.writtenBefore = writtenBefore;
    this.again = again;
    this.rank = parent == null ? 0 : parent.rank + 1;
  }

  /** The instruction that the state is before. */
  public int index() {
    return index;
  }

  AbstractState state() {
    return state;
  }

  /** The checkpoint before this one on its path, or null. */
  Checkpoint parent() {
    return parent;
  }

  Marks read() {
    return read;
  }

  /** True if a callback has just returned to the helper here. */
  boolean isAgain() {
    return again;
  }

  /** True once all paths from here have ended. */
  public boolean isDone() {
    return openPaths == 0;
  }

  /** A state has been compared with this one, and is {@code covered} by it or not. */
  public void compared(boolean covered) {
    if (covered) {
      hits++;
    } else {
      misses++;
    }
  }

  /** True if comparisons with this have been in vain so often that they are not worth it. */
  public boolean isUseless() {
    return misses > 3 * hits + 3;
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

  /** The open checkpoint that what was found out here rests on, or null if it stands by itself. */
  Checkpoint dependency() {
    Checkpoint found = dependency;
    while (found != null && found.isDone()) {
      found = found.dependency;
    }
    return found;
  }

  /** All checkpoints from here back to {@code start} rest on it. */
  void dependOn(Checkpoint start) {
    for (Checkpoint at = this; at != null && at.rank > start.rank; at = at.parent) {
      Checkpoint old = at.dependency();
      if (old == null || old.rank > start.rank) {
        at.dependency = start;
      }
    }
  }

  /** All there is may be read by the paths from the checkpoints after {@code end} up to here. */
  void readAllSince(Checkpoint end) {
    for (Checkpoint at = this; at != end; at = at.parent) {
      at.readsAll = true;
    }
  }

  /** True if the marks do not tell all that is read. */
  boolean readsAll() {
    return readsAll;
  }

  /**
   * Where the helper at {@code site} was called, at {@code depth}, that is calling back now: null
   * if it is not.
   */
  Checkpoint activation(int site, int depth) {
    Checkpoint at = this;
    while (at != null && !(at.isAt(site, depth) && !at.again)) {
      at = at.parent;
    }
    return at;
  }

  /** True if this is at the instruction {@code site} with {@code depth} frames. */
  boolean isAt(int site, int depth) {
    return index == site && state.depth() == depth;
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
