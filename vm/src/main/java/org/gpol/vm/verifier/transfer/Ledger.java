package org.gpol.vm.verifier.transfer;

import java.util.HashMap;
import java.util.Map;

/** What one analysis counts over all its paths. */
public final class Ledger {
  private final Map<Integer, Integer> stackDepths = new HashMap<>();
  private int lastId;

  /** A number for a set of equal values, not given out before. */
  int freshId() {
    return ++lastId;
  }

  /** The function starting at {@code function} uses {@code bytes} of its frame. */
  void stackUsed(int function, int bytes) {
    stackDepths.merge(function, bytes, Math::max);
  }

  /** Bytes of stack that each function uses at most, by the function's start. */
  public Map<Integer, Integer> stackDepths() {
    return stackDepths;
  }
}
