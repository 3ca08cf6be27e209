package org.gpol.vm.verifier.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.Function;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.platform.CallbackKind;

/**
 * The order in which the instructions of each function are looked at, such that all but the jumps
 * back to the heads of loops go forward, and the loops.
 */
final class LoopForest {
  /** More memory than this is not spent on the bodies of loops, in bits. */
  private static final long MOST_BITS = 1L << 25;

  private static final int NONE = -2;

  private static final CallbackKind NO_CALLBACK = CallbackKind.NONE;

  private final Code code;
  private final int[] order;
  private final int[] predecessors;
  private final BitSet seen = new BitSet();
  private final BitSet open = new BitSet();
  private final BitSet starts = new BitSet();
  private final int[] stack;
  private final int[] taken;
  private final Map<Integer, Loop> loops = new HashMap<>();
  private final Map<Integer, List<Integer>> jumpsBack = new HashMap<>();
  private Map<Integer, List<Integer>> incoming;
  private int next;

  /**
   * Analyses {@code code}, whose structure has been checked.
   *
   * @param helpers those of its calls that call back, as loops by their heads
   */
  LoopForest(Code code, Map<Integer, Loop> helpers) {
    this.code = code;
    order = new int[code.size()];
    predecessors = new int[code.size()];
    stack = new int[code.size() + 1];
    taken = new int[code.size() + 1];
    Arrays.fill(order, -1);
    next = code.size();
    for (Function function : code.functions()) {
      starts.set(function.start());
      number(function.start());
    }
    if ((long) jumpsBack.size() * code.size() > MOST_BITS) {
      throw new Inconclusive("too many loops", true);
    }
    loops.putAll(helpers);
    jumpsBack.forEach((head, sources) -> add(new Loop(head, body(head, sources), NO_CALLBACK)));
  }

  private void add(Loop loop) {
    if (loops.put(loop.head(), loop) != null) {
      throw new Inconclusive("a loop that begins with a helper that calls back", true);
    }
  }

  /** The loop that starts at {@code index}, or null. */
  Loop loopAt(int index) {
    return loops.get(index);
  }

  /** Of two instructions of a function the one with the lower number is looked at first. */
  int order(int index) {
    return order[index];
  }

  /** True if several ways lead to {@code index}. */
  boolean isMeeting(int index) {
    return predecessors[index] > 1 || loops.containsKey(index);
  }

  /** Numbers what is reached from {@code start}: reverse postorder of a depth-first search. */
  private void number(int start) {
    int depth = 0;
    stack[0] = start;
    taken[0] = 0;
    seen.set(start);
    open.set(start);
    while (depth >= 0) {
      int at = stack[depth];
      int successor = successor(at, taken[depth]++);
      if (successor == NONE) {
        order[at] = --next;
        open.clear(at);
        depth--;
      } else if (successor >= 0) {
        predecessors[successor]++;
        if (!seen.get(successor)) {
          seen.set(successor);
          open.set(successor);
          stack[++depth] = successor;
          taken[depth] = 0;
        } else if (open.get(successor)) {
          jumpsBack.computeIfAbsent(successor, head -> new ArrayList<>()).add(at);
        }
      }
    }
  }

  /** The successor number {@code which} of 0 and 1; -1 if there is none, {@link #NONE} after. */
  private int successor(int index, int which) {
    Insn insn = code.insn(index);
    return switch (which) {
      case 0 -> insn.fallsThrough() ? index + 1 : -1;
      case 1 -> insn.jumpTarget();
      default -> NONE;
    };
  }

  /** What leads to one of {@code sources} without passing {@code head}. */
  private BitSet body(int head, List<Integer> sources) {
    BitSet body = new BitSet();
    body.set(head);
    List<Integer> todo = new ArrayList<>(sources);
    Map<Integer, List<Integer>> into = incoming();
    while (!todo.isEmpty()) {
      int at = todo.remove(todo.size() - 1);
      if (!body.get(at)) {
        if (starts.get(at)) {
          throw new Inconclusive("a loop with several entries", true);
        }
        body.set(at);
        todo.addAll(into.getOrDefault(at, List.of()));
      }
    }
    return body;
  }

  private Map<Integer, List<Integer>> incoming() {
    if (incoming == null) {
      incoming = new HashMap<>();
      for (int i = 0; i < code.size(); i++) {
        for (int which = 0; which < 2; which++) {
          int successor = successor(i, which);
          if (successor >= 0 && order[i] >= 0) {
            incoming.computeIfAbsent(successor, s -> new ArrayList<>()).add(i);
          }
        }
      }
    }
    return incoming;
  }
}
