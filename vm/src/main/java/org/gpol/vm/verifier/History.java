package org.gpol.vm.verifier;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.gpol.vm.verifier.state.Checkpoint;
import org.gpol.vm.verifier.state.Coverage;
import org.gpol.vm.verifier.transfer.Path;

/** The states that were seen where ways meet. */
final class History {
  /** What the history knows about a state. */
  enum Verdict {
    /** Not seen before; remembered now. */
    NEW,
    /** Everything that can happen from here has been looked at. */
    COVERED,
    /** The path was in this very state before. */
    REPEATED
  }

  /** States kept at one instruction; beyond that the one longest without use is forgotten. */
  private static final int KEPT = 512;

  /** How many of a path's own states at an instruction are looked at for a repetition. */
  private static final int LOOKED_BACK = 8;

  private final Map<Integer, Deque<Checkpoint>> seen = new HashMap<>();
  private int size;

  /** Looks up the state of {@code path}; a covered path is ended, a new one goes on. */
  Verdict visit(Path path) {
    Deque<Checkpoint> here = seen.computeIfAbsent(path.index(), i -> new ArrayDeque<>());
    int lookedAt = 0;
    for (Iterator<Checkpoint> i = here.iterator(); i.hasNext(); ) {
      Checkpoint checkpoint = i.next();
      if (checkpoint.isDone()) {
        if (Coverage.covers(checkpoint, path.state())) {
          i.remove();
          here.addFirst(checkpoint);
          path.trail().endAt(checkpoint);
          return Verdict.COVERED;
        }
      } else if (lookedAt++ < LOOKED_BACK && Coverage.same(checkpoint, path.state())) {
        return Verdict.REPEATED;
      }
    }
    here.addFirst(path.trail().checkpoint(path.index(), path.state()));
    size++;
    if (here.size() > KEPT) {
      here.removeLast();
      size--;
    }
    return Verdict.NEW;
  }

  int size() {
    return size;
  }
}
