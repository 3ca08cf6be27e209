package org.gpol.testkit.scenario;

import java.util.ArrayList;
import java.util.List;

/** Simpler numbers in place of one. */
final class Lesser {
  private Lesser() {}

  /** The least value, round numbers below, and the half. */
  static List<Integer> than(int value, int least) {
    List<Integer> lesser = new ArrayList<>();
    if (value > least) {
      lesser.add(least);
    }
    int round = 1;
    while (round * 10L < value) {
      round *= 10;
    }
    for (int candidate : new int[] {round, value / round * round, value / 2}) {
      if (candidate > least && candidate < value && !lesser.contains(candidate)) {
        lesser.add(candidate);
      }
    }
    return lesser;
  }
}
