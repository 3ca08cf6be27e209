package org.gpol.vm.verifier.summary;

import org.gpol.vm.verifier.state.AbstractState;
import org.gpol.vm.verifier.state.Trail;
import org.gpol.vm.verifier.transfer.Path;

/** A path, which may stand for many, and how many instructions the longest of them has executed. */
final class Flow {
  private final Path path;
  private long cost;

  Flow(Path path, long cost) {
    this.path = path;
    this.cost = cost;
  }

  /** A path that comes to {@code index} in {@code state}. */
  static Flow at(int index, AbstractState state, long cost) {
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

  long cost() {
    return cost;
  }

  /** Another {@code more} instructions have been executed. */
  void add(long more) {
    cost = plus(cost, more);
  }

  /** A sum of what is not negative, or the greatest number. */
  static long plus(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  /** A product of what is not negative, or the greatest number. */
  static long times(long a, long b) {
    return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
  }
}
