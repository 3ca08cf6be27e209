package org.gpol.vm.engine.jit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.Insn;
import org.gpol.vm.proof.ProgramFacts;

/** The basic blocks of a program, cut so that none is very long, and what follows on what. */
final class Blocks {
  /** The longest block: one that splits a program into methods must fit into any of them. */
  private static final int LONGEST = 64;

  private final Code code;
  private final ProgramFacts facts;
  private final BitSet leaders = new BitSet();

  /** The blocks of {@code unit}, of which functions begin some. */
  Blocks(CompilationUnit unit) {
    this.code = unit.code();
    this.facts = unit.facts();
    unit.functions().forEach(leaders::set);
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

  /** The index after the block that {@code index} belongs to. */
  int end(int index) {
    int next = leaders.nextSetBit(index + 1);
    return next < 0 || next > code.size() ? code.size() : next;
  }

  /**
   * The first instructions of the blocks that control can reach from {@code start} without a call
   * or return, in order. Functions of a program that nobody verified may share some.
   */
  List<Integer> from(int start) {
    BitSet found = new BitSet();
    Deque<Integer> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      int block = open.pop();
      if (!found.get(block)) {
        found.set(block);
        successors(end(block) - 1).forEach(open::push);
      }
    }
    return found.stream().boxed().toList();
  }

  /**
   * The blocks {@link #from} {@code start} in an order in which only loops go back: each block
   * comes after those that lead to it, and what follows on a block comes right behind it where that
   * can be. HotSpot asks for a safepoint wherever a jump goes back in the code.
   */
  List<Integer> forwards(int start) {
    BitSet found = new BitSet();
    List<Integer> order = new ArrayList<>();
    Deque<Visit> open = new ArrayDeque<>();
    found.set(start);
    open.push(new Visit(start, successors(end(start) - 1).iterator()));
    while (!open.isEmpty()) {
      Visit visit = open.peek();
      if (!visit.next().hasNext()) {
        order.add(open.pop().block());
        continue;
      }
      int next = visit.next().next();
      if (!found.get(next)) {
        found.set(next);
        open.push(new Visit(next, successors(end(next) - 1).iterator()));
      }
    }
    Collections.reverse(order);
    return order;
  }

  /** A block whose followers are being visited. */
  private record Visit(int block, Iterator<Integer> next) {}

  /** The instructions that control can go to from that at {@code last}, which ends a block. */
  List<Integer> successors(int last) {
    List<Integer> next = new ArrayList<>(2);
    int target = code.insn(last).jumpTarget();
    if (target >= 0 && facts.reached(target)) {
      next.add(target);
    }
    if (goesOn(last)) {
      next.add(last + 1);
    }
    return next;
  }

  /** True if control can go from the instruction at {@code index} to the one behind it. */
  boolean goesOn(int index) {
    Insn insn = code.insn(index);
    return insn.fallsThrough() && index + 1 < code.size() && facts.reached(index + 1);
  }

  /** The instructions of some blocks. */
  List<Integer> instructions(List<Integer> blocks) {
    List<Integer> all = new ArrayList<>();
    for (int block : blocks) {
      for (int i = block; i < end(block); i++) {
        all.add(i);
      }
    }
    return all;
  }
}
