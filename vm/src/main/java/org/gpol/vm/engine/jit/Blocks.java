package org.gpol.vm.engine.jit;

import java.util.BitSet;
import java.util.List;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.Insn;
import org.gpol.vm.proof.ProgramFacts;

/** The basic blocks of a program, cut so that none is very long. */
final class Blocks {
  /** The longest block: one that splits a program into methods must fit into any of them. */
  private static final int LONGEST = 64;

  private final Code code;
  private final ProgramFacts facts;
  private final BitSet leaders = new BitSet();

  Blocks(Code code, ProgramFacts facts) {
    this.code = code;
    this.facts = facts;
    code.functions().forEach(function -> leaders.set(function.start()));
    for (int i = 0; i < code.size(); i++) {
      mark(i, code.insn(i));
    }
    limitLength();
  }

  private void mark(int index, Insn insn) {
    int target = insn.jumpTarget();
    if (target >= 0) {
      leaders.set(target);
    }
    if (target >= 0 || !insn.fallsThrough()) {
      leaders.set(index + 1);
    }
  }

  private void limitLength() {
    for (int start = 0; start < code.size(); start = end(start)) {
      if (end(start) - start > LONGEST) {
        leaders.set(start + LONGEST);
      }
    }
  }

  /** True if a block begins at {@code index}. */
  boolean startsAt(int index) {
    return leaders.get(index);
  }

  /** The index after the block that {@code index} belongs to. */
  int end(int index) {
    int next = leaders.nextSetBit(index + 1);
    return next < 0 || next > code.size() ? code.size() : next;
  }

  /** True if the block beginning at {@code start} can execute. */
  boolean reached(int start) {
    return facts.reached(start);
  }

  /** The first index behind the function that begins at {@code start}. */
  int functionEnd(int start) {
    List<org.gpol.bpf.code.Function> functions = code.functions();
    for (org.gpol.bpf.code.Function function : functions) {
      if (function.start() > start) {
        return function.start();
      }
    }
    return code.size();
  }
}
