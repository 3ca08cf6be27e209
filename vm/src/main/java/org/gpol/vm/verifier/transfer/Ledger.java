package org.gpol.vm.verifier.transfer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.gpol.vm.verifier.domain.MapRef;

/** What one analysis counts over all its paths. */
public final class Ledger {
  private final Map<Integer, Integer> stackDepths = new HashMap<>();
  private final Map<Integer, Map<Integer, Integer>> calls = new TreeMap<>();
  private final Map<Integer, Set<MapRef>> alone = new TreeMap<>();
  private int lastId;

  /** A number for a set of equal values, not given out before. */
  public int freshId() {
    return ++lastId;
  }

  /** The last number given out by {@link #freshId}. */
  int lastId() {
    return lastId;
  }

  /** The function {@code caller} calls {@code callee} by its address, at {@code index}. */
  void calls(int caller, int callee, int index) {
    calls.computeIfAbsent(caller, c -> new TreeMap<>()).putIfAbsent(callee, index);
  }

  /** Notes that {@code function} runs by itself on values of {@code map}; false if known. */
  boolean runsAlone(int function, MapRef map) {
    return alone.computeIfAbsent(function, f -> new HashSet<>()).add(map);
  }

  /** The calls by address, by caller and callee, each with an instruction that makes it. */
  public Map<Integer, Map<Integer, Integer>> calls() {
    return calls;
  }

  /** The functions that are run by themselves. */
  public Set<Integer> roots() {
    return alone.keySet();
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
