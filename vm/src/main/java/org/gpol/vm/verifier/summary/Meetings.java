package org.gpol.vm.verifier.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;
import org.gpol.vm.proof.RunCost;
import org.gpol.vm.verifier.domain.Scalar;
import org.gpol.vm.verifier.state.AbstractState;
import org.gpol.vm.verifier.state.Merge;

/**
 * Flows that wait where ways meet: merged with those that are there already, as long as nothing is
 * lost; a few that differ too much wait side by side.
 */
final class Meetings {
  /** Flows at one place up to which none is merged with loss. */
  private static final int APART = 4;

  private final TreeMap<Integer, List<Flow>> waiting = new TreeMap<>();
  private final ToIntFunction<Flow> order;
  private final IntSupplier freshIds;

  /** Places in the order of {@code order}. */
  Meetings(ToIntFunction<Flow> order, IntSupplier freshIds) {
    this.order = order;
    this.freshIds = freshIds;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Removes those that wait at the first place. */
  List<Flow> takeFirst() {
    return waiting.pollFirstEntry().getValue();
  }

  /** All of them, by place. */
  List<Flow> all() {
    List<Flow> all = new ArrayList<>();
    waiting.values().forEach(all::addAll);
    return all;
  }

  void add(Flow flow) {
    List<Flow> here = waiting.computeIfAbsent(order.applyAsInt(flow), o -> new ArrayList<>());
    if (!merged(here, flow, true)) {
      if (here.size() < APART) {
        here.add(flow);
      } else if (!merged(here, flow, false)) {
        throw new Inconclusive("too many ways that cannot be merged", false);
      }
    }
  }

  private boolean merged(List<Flow> here, Flow flow, boolean exactly) {
    for (int i = 0; i < here.size(); i++) {
      Flow other = here.get(i);
      AbstractState both =
          exactly
              ? Merge.exactly(other.state(), flow.state(), freshIds)
              : Merge.roughly(other.state(), flow.state(), Scalar::join, freshIds);
      if (both != null) {
        here.set(i, Flow.at(flow.index(), both, RunCost.greater(other.cost(), flow.cost())));
        return true;
      }
    }
    return false;
  }

  /** All flows, which wait at the same place, as one. */
  Flow single() {
    Flow single = null;
    for (Flow flow : all()) {
      if (single == null) {
        single = flow;
      } else {
        AbstractState both = Merge.roughly(single.state(), flow.state(), Scalar::join, freshIds);
        if (both == null) {
          throw new Inconclusive("ways back that hold different things", false);
        }
        single = Flow.at(flow.index(), both, RunCost.greater(single.cost(), flow.cost()));
      }
    }
    return single;
  }
}
