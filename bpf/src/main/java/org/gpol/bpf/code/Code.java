package org.gpol.bpf.code;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gpol.bpf.isa.Insn;

/**
 * A whole program: its instructions, entry function first and local functions behind it, and where
 * they came from. Immutable.
 *
 * @param insns never empty; jump and call targets are indices into this list
 * @param functions in order of their start; the first starts at 0
 * @param lines as long as {@code insns}; an element is null where the source is not known
 */
public record Code(List<Insn> insns, List<Function> functions, List<SourceLocation> lines) {
  /** Checks the lengths; what the instructions say is the verifier's business. */
  public Code {
    insns = List.copyOf(insns);
    functions = List.copyOf(functions);
    // List.copyOf refuses the nulls that stand for "unknown".
    lines = Collections.unmodifiableList(new ArrayList<>(lines));
    if (insns.isEmpty() || lines.size() != insns.size()) {
      throw new IllegalArgumentException(
          insns.size() + " instructions with " + lines.size() + " lines");
    }
    if (functions.isEmpty() || functions.get(0).start() != 0) {
      throw new IllegalArgumentException("the entry function must start at 0");
    }
  }

  /** A program of one function without line info. */
  public static Code of(List<Insn> insns) {
    return new Code(
        insns, List.of(new Function("main", 0)), Collections.nCopies(insns.size(), null));
  }

  /** The number of instructions, a wide one counting once. */
  public int size() {
    return insns.size();
  }

  /** The instruction at {@code index}. */
  public Insn insn(int index) {
    return insns.get(index);
  }

  /** Where the instruction at {@code index} came from, or null. */
  public SourceLocation location(int index) {
    return lines.get(index);
  }

  /**
   * The slot at which the encoding of the instruction at {@code index} begins: the number the Linux
   * verifier prints.
   */
  public int slotOf(int index) {
    int slot = 0;
    for (int i = 0; i < index; i++) {
      slot += insns.get(i).slots();
    }
    return slot;
  }

  /** The function that the instruction at {@code index} belongs to. */
  public Function functionAt(int index) {
    Function found = functions.get(0);
    for (Function function : functions) {
      if (function.start() <= index) {
        found = function;
      }
    }
    return found;
  }
}
