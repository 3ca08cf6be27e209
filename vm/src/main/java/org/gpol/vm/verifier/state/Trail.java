package org.gpol.vm.verifier.state;

import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.GpolBug;

/**
 * The way by which a path came: the last checkpoint and what was written since. Whoever uses
 * knowledge tells the trail, which tells the checkpoints.
 */
public final class Trail {
  private static final int ALL_REGS = 0x7ff;

  private Checkpoint last;
  private Marks written = new Marks();
  private Checkpoint foundSince;
  private Checkpoint found;
  private int foundSite = -1;
  private int foundDepth;

  /** A trail without checkpoints, for the start. */
  public Trail() {}

  private Trail(Checkpoint last, Marks written) {
    this.last = last;
    this.written = written;
  }

  /** A second path going on from here. */
  public Trail fork() {
    if (last != null) {
      last.open();
    }
    return new Trail(last, written.copy());
  }

  /** Registers were read. */
  public void readRegs(int frame, int mask) {
    if (last != null) {
      last.markRead(frame, mask & ~written.regs(frame), 0);
    }
  }

  /** Stack slots were read. */
  public void readSlots(int frame, long mask) {
    if (last != null) {
      last.markRead(frame, 0, mask & ~written.slots(frame));
    }
  }

  /** Registers were overwritten. */
  public void wroteRegs(int frame, int mask) {
    written.addRegs(frame, mask);
  }

  /** Stack slots were overwritten wholly and for certain. */
  public void wroteSlots(int frame, long mask) {
    written.addSlots(frame, mask);
  }

  /** A fresh frame was opened; nothing read in it was there before. */
  public void opened(int frame) {
    written.addRegs(frame, ALL_REGS);
    written.addSlots(frame, -1);
  }

  /** Remembers {@code state}; {@code again} if a callback has just returned here. */
  public Checkpoint checkpoint(int index, AbstractState state, boolean again) {
    last = new Checkpoint(index, state.copy(), last, written, again);
    written = new Marks();
    return last;
  }

  /** The path ends here. */
  public void end() {
    if (last != null) {
      last.close();
    }
  }

  /** The path ends here because {@code covering} covers it: what was read there is read here. */
  public void endAt(Checkpoint covering) {
    for (int frame = 0; frame < Marks.FRAMES; frame++) {
      readRegs(frame, covering.read().regs(frame));
      readSlots(frame, covering.read().slots(frame));
    }
    Checkpoint dependency = covering.dependency();
    if (dependency != null) {
      rest(dependency);
    } else if (covering.readsAll()) {
      for (int frame = 0; frame < Marks.FRAMES; frame++) {
        readRegs(frame, ALL_REGS);
        readSlots(frame, -1);
      }
    }
    end();
  }

  /**
   * The path has come back to a helper that calls back, in a state that {@code covering} stands
   * for, whose own paths are still being followed; {@code start} is where the helper was called.
   */
  public void endAtOpen(Checkpoint covering, Checkpoint start) {
    last.readAllSince(covering);
    last.dependOn(start);
    end();
  }

  private void rest(Checkpoint start) {
    last.readAllSince(start);
    last.dependOn(start);
  }

  /** True if what was found out from {@code done} holds for this path too. */
  public boolean mayRely(Checkpoint done) {
    Checkpoint start = done.dependency();
    return start == null || activation(start.index(), start.state().depth()) == start;
  }

  /** The search for the latest one asked for is remembered: many checkpoints ask for the same. */
  private Checkpoint activation(int site, int depth) {
    if (foundSince != last || foundSite != site || foundDepth != depth) {
      found = last == null ? null : last.activation(site, depth);
      foundSince = last;
      foundSite = site;
      foundDepth = depth;
    }
    return found;
  }

  /**
   * The checkpoints of the rounds of the helper at {@code index} that is calling back, the latest
   * first, the one of its call last.
   */
  public List<Checkpoint> rounds(int index, int depth) {
    List<Checkpoint> rounds = new ArrayList<>();
    for (Checkpoint at = last; at != null; at = at.parent()) {
      if (at.isAt(index, depth)) {
        rounds.add(at);
        if (!at.isAgain()) {
          return rounds;
        }
      }
    }
    throw new GpolBug("a callback returned to instruction " + index + ", which called none");
  }
}
