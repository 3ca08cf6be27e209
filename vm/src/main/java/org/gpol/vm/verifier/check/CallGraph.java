package org.gpol.vm.verifier.check;

import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.Insn;

/** Which function calls which, and what that costs in frames and stack. */
public final class CallGraph {
  /** Frames that may be open at once, the entry's included. */
  public static final int MAX_FRAMES = 8;

  private static final int STACK_BYTES = 512;

  /** The kernel rounds every frame up to this when it adds them. */
  private static final int ROUNDING = 32;

  private final Code code;

  /** By function: the functions it calls, each with an instruction that does. */
  private final Map<Integer, Map<Integer, Integer>> calls = new HashMap<>();

  /** The calls of {@code code}, whose structure has been checked. */
  public CallGraph(Code code) {
    this.code = code;
    for (int i = 0; i < code.size(); i++) {
      if (code.insn(i) instanceof Insn.CallLocal call) {
        int caller = code.functionAt(i).start();
        calls.computeIfAbsent(caller, c -> new LinkedHashMap<>()).putIfAbsent(call.target(), i);
      }
    }
  }

  /** Refuses recursion and more than eight frames. */
  public void checkDepth() {
    walk(0, 1);
  }

  // A path without recursion is no longer than there are functions, and none is walked past 8.
  private void walk(int function, int depth) {
    for (Map.Entry<Integer, Integer> call : callsOf(function).entrySet()) {
      int callee = call.getKey();
      if (reaches(callee, function)) {
        throw new Refusal(
            SafetyCheck.RECURSION,
            call.getValue(),
            name(callee) + " calls itself by way of this call; use a loop");
      }
      if (depth + 1 > MAX_FRAMES) {
        throw new Refusal(
            SafetyCheck.CALL_DEPTH,
            call.getValue(),
            "calls are nested deeper than " + MAX_FRAMES + " frames");
      }
      walk(callee, depth + 1);
    }
  }

  private boolean reaches(int from, int function) {
    BitSet seen = new BitSet();
    BitSet todo = new BitSet();
    todo.set(from);
    for (int f = from; f >= 0; f = todo.nextSetBit(0)) {
      todo.clear(f);
      seen.set(f);
      if (f == function) {
        return true;
      }
      for (int callee : callsOf(f).keySet()) {
        if (!seen.get(callee)) {
          todo.set(callee);
        }
      }
    }
    return false;
  }

  /**
   * Refuses more than 512 bytes of stack in all.
   *
   * @param depths bytes used by each function, by its start
   */
  public void checkStack(Map<Integer, Integer> depths) {
    addStack(0, rounded(depths, 0), depths);
  }

  private void addStack(int function, int bytes, Map<Integer, Integer> depths) {
    for (Map.Entry<Integer, Integer> call : callsOf(function).entrySet()) {
      int sum = bytes + rounded(depths, call.getKey());
      if (sum > STACK_BYTES) {
        throw new Refusal(
            SafetyCheck.STACK_SIZE,
            call.getValue(),
            "with this call of "
                + name(call.getKey())
                + " the frames need "
                + sum
                + " bytes of stack; "
                + STACK_BYTES
                + " are allowed in all");
      }
      addStack(call.getKey(), sum, depths);
    }
  }

  private static int rounded(Map<Integer, Integer> depths, int function) {
    int bytes = Math.max(depths.getOrDefault(function, 0), 1);
    return (bytes + ROUNDING - 1) / ROUNDING * ROUNDING;
  }

  private Map<Integer, Integer> callsOf(int function) {
    return calls.getOrDefault(function, Map.of());
  }

  private String name(int start) {
    return code.functionAt(start).name();
  }
}
