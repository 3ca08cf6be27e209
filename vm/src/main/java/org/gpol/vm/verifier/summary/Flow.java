package org.gpol.vm.verifier.summary;

import org.gpol.vm.proof.RunCost;
import org.gpol.vm.verifier.state.AbstractState;
import org.gpol.vm.verifier.state.Trail;
import org.gpol.vm.verifier.transfer.Path;

/** A path, which may stand for many, and what the most expensive of them has executed. */
final class Flow {
  private final Path path;
  private RunCost before;
  private long since;

  Flow(Path path, RunCost before) {
    this.path = path;
    this.before = before;
  }

  /** A path that comes to {@code index} in {@code state}. */
  static Flow at(int index, AbstractState state, RunCost cost) {
    return new Flow(new Path(state, new Trail(), index), cost);
  }

  Path path() {
    return path;
  }

  AbstractState state() {
    return path.state();
  }

  int index() {
    return path.index();
  }

  int depth() {
    return path.state().depth();
  }

  RunCost cost() {
    before = before.plus(since);
    since = 0;
    return before;
  }

  /** Another instruction is executed. */
  void count() {
    since++;
  }

  /** The same, having executed {@code all} in all. */
  Flow costing(RunCost all) {
    return new Flow(path, all);
  }
}
