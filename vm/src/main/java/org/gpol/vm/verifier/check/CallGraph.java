package org.gpol.vm.verifier.check;

import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.Insn;

/** Which function calls which, and what that costs in frames and stack. */
public final class CallGraph {
  /** Frames that may be open at once, the entry's included. */
  public static final int MAX_FRAMES = 8;

  /** The helper {@code tail_call}. */
  public static final int TAIL_CALL = 12;

  private static final int STACK_BYTES = 512;

  /** What a function that makes tail calls may have below it: the kernel's limit. */
  private static final int TAIL_CALL_BYTES = 256;

  /** The kernel rounds every frame up to this when it adds them. */
  private static final int ROUNDING = 32;

  private final Code code;

  /** By function: the functions it calls, each with an instruction that does. */
  private final Map<Integer, Map<Integer, Integer>> calls = new HashMap<>();

  private final BitSet tailCallers = new BitSet();

  /** The calls of {@code code}, whose structure has been checked. */
  public CallGraph(Code code) {
    this.code = code;
    for (int i = 0; i < code.size(); i++) {
      int caller = code.functionAt(i).start();
      if (code.insn(i) instanceof Insn.CallLocal call) {
        add(caller, call.target(), i);
      } else if (code.insn(i) instanceof Insn.Call call && call.id() == TAIL_CALL) {
        tailCallers.set(caller);
      }
    }
  }

  private void add(int caller, int callee, int index) {
    calls.computeIfAbsent(caller, c -> new LinkedHashMap<>()).putIfAbsent(callee, index);
  }

  /** Refuses recursion and more than eight frames. */
  public void checkDepth() {
    for (int function : new TreeSet<>(calls.keySet())) {
      walk(function, 1);
    }
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

  /** Refuses a call for which there is no frame left, {@code depth} being open. */
  public static void room(int depth) {
    if (depth == MAX_FRAMES) {
      throw new Refusal(
          SafetyCheck.CALL_DEPTH, "calls are nested deeper than " + MAX_FRAMES + " frames");
    }
  }

  /**
   * Refuses more than 512 bytes of stack in all, from the entry and from every function that is run
   * by itself; returns how many are used at most.
   *
   * @param depths bytes used by each function, by its start
   * @param found further calls, by caller and callee, each with an instruction that makes it
   * @param roots functions run by themselves
   */
  public int checkStack(
      Map<Integer, Integer> depths, Map<Integer, Map<Integer, Integer>> found, Set<Integer> roots) {
    found.forEach((caller, more) -> more.forEach((callee, index) -> add(caller, callee, index)));
    int most = addStack(0, rounded(depths, 0), depths, 1);
    for (int root : roots) {
      most = Math.max(most, addStack(root, rounded(depths, root), depths, 1));
    }
    return most;
  }

  private int addStack(int function, int bytes, Map<Integer, Integer> depths, int frames) {
    int most = bytes;
    for (Map.Entry<Integer, Integer> call : callsOf(function).entrySet()) {
      int callee = call.getKey();
      if (bytes >= TAIL_CALL_BYTES && tailCallers.get(callee)) {
        throw new Refusal(
            SafetyCheck.TAIL_CALL,
            call.getValue(),
            name(callee)
                + " makes tail calls and can only be called with less than "
                + TAIL_CALL_BYTES
                + " bytes of stack in use; here it is "
                + bytes);
      }
      int sum = bytes + rounded(depths, callee);
      if (sum > STACK_BYTES) {
        throw new Refusal(
            SafetyCheck.STACK_SIZE,
            call.getValue(),
            "with this call of "
                + name(callee)
                + " the frames need "
                + sum
                + " bytes of stack; "
                + STACK_BYTES
                + " are allowed in all");
      }
      // Calls by address may close a circle, of which no path went round: then one ends here.
      if (frames < MAX_FRAMES) {
        most = Math.max(most, addStack(callee, sum, depths, frames + 1));
      }
    }
    return most;
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
