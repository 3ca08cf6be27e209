package org.gpol.vm.verifier;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.gpol.vm.verifier.state.Checkpoint;
import org.gpol.vm.verifier.state.Coverage;
import org.gpol.vm.verifier.state.Widening;
import org.gpol.vm.verifier.transfer.Path;

/** The states that were seen where ways meet. */
final class History {
  /** What the history knows about a state. */
  enum Verdict {
    /** Not seen before; remembered now. */
    NEW,
    /** Everything that can happen from here has been looked at, or is being looked at. */
    COVERED,
    /** The path was in this very state before. */
    REPEATED
  }

  /** States kept at one instruction; beyond that the one longest without use is forgotten. */
  private static final int KEPT = 64;

  /** How many of a path's own states at an instruction are looked at for a repetition. */
  private static final int LOOKED_BACK = 8;

  /** States at a helper that calls back a few times, up to which none is widened. */
  private static final int EXACT = 100;

  private final Map<Integer, Deque<Checkpoint>> seen = new HashMap<>();
  private int size;

  /** Looks up the state of {@code path}; a covered path is ended, a new one goes on. */
  Verdict visit(Path path) {
    if (isCovered(path)) {
      return Verdict.COVERED;
    }
    int lookedAt = 0;
    for (Checkpoint checkpoint : at(path)) {
      boolean own = !checkpoint.isDone() && lookedAt++ < LOOKED_BACK;
      if (own && Coverage.same(checkpoint, path.state())) {
        return Verdict.REPEATED;
      }
    }
    remember(path, false);
    return Verdict.NEW;
  }

  /**
   * Looks up the state of a path on which a callback has just returned to the helper that called
   * it. The state is widened if rounds keep changing it.
   */
  Verdict visitAgain(Path path) {
    path.state().nextRound();
    if (isCovered(path)) {
      return Verdict.COVERED;
    }
    List<Checkpoint> rounds = path.trail().rounds(path.index(), path.state().depth());
    if (isBeingCovered(path, rounds)) {
      return Verdict.COVERED;
    }
    boolean limited = path.state().current().rounds() > 0;
    if (!limited || at(path).size() > EXACT) {
      Widening.widen(rounds.get(0), path.state(), rounds.size());
    }
    remember(path, true);
    return Verdict.NEW;
  }

  private boolean isBeingCovered(Path path, List<Checkpoint> rounds) {
    for (Checkpoint round : rounds) {
      if (Coverage.coversWhole(round, path.state())) {
        path.trail().endAtOpen(round, rounds.get(rounds.size() - 1));
        return true;
      }
    }
    return false;
  }

  private boolean isCovered(Path path) {
    Deque<Checkpoint> here = at(path);
    for (Iterator<Checkpoint> i = here.iterator(); i.hasNext(); ) {
      Checkpoint checkpoint = i.next();
      if (!checkpoint.isDone() || !path.trail().mayRely(checkpoint)) {
        continue;
      }
      boolean covered = Coverage.covers(checkpoint, path.state());
      checkpoint.compared(covered);
      if (covered) {
        i.remove();
        here.addFirst(checkpoint);
        path.trail().endAt(checkpoint);
        return true;
      }
      if (checkpoint.isUseless()) {
        i.remove();
        size--;
      }
    }
    return false;
  }

  private void remember(Path path, boolean again) {
    Deque<Checkpoint> here = at(path);
    here.addFirst(path.trail().checkpoint(path.index(), path.state(), again));
    size++;
    if (here.size() > KEPT) {
      here.removeLast();
      size--;
    }
  }

  private Deque<Checkpoint> at(Path path) {
    return seen.computeIfAbsent(path.index(), i -> new ArrayDeque<>());
  }

  int size() {
    return size;
  }
}
