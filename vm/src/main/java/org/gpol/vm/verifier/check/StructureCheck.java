package org.gpol.vm.verifier.check;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.Function;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.RefKind;

/** The shape of a program: where control can go, before anything is known about values. */
public final class StructureCheck {
  private final Code code;
  private final BitSet starts = new BitSet();

  private StructureCheck(Code code) {
    this.code = code;
    for (Function function : code.functions()) {
      starts.set(function.start());
    }
  }

  /** Refuses a program whose control flow is not closed. */
  public static void check(Code code, Environment environment) {
    StructureCheck check = new StructureCheck(code);
    check.functions();
    InsnFormCheck forms = new InsnFormCheck(code, environment);
    for (int i = 0; i < code.size(); i++) {
      forms.check(i);
      check.flow(i);
    }
    check.reachable();
  }

  private void functions() {
    int previous = -1;
    for (Function function : code.functions()) {
      if (function.start() <= previous || function.start() >= code.size()) {
        throw new Refusal(
            SafetyCheck.CALL_TARGET, 0, "function " + function.name() + " has no code of its own");
      }
      previous = function.start();
    }
  }

  private void flow(int index) {
    Insn insn = code.insn(index);
    int target = insn.jumpTarget();
    boolean jumps = insn instanceof Insn.Jump || insn instanceof Insn.Branch;
    if (jumps && !sameFunction(index, target)) {
      throw new Refusal(
          SafetyCheck.JUMP_TARGET,
          index,
          "the jump leaves its function: instruction " + target + " is not part of it");
    }
    boolean last = index + 1 == code.size() || starts.get(index + 1);
    if (last && insn.fallsThrough()) {
      throw new Refusal(
          SafetyCheck.FALL_THROUGH,
          index,
          "control runs off the end of "
              + code.functionAt(index).name()
              + "; end it with exit or a jump");
    }
    if (insn instanceof Insn.CallLocal call && !isStart(call.target())) {
      throw new Refusal(
          SafetyCheck.CALL_TARGET,
          index,
          "the call goes to instruction " + call.target() + ", where no function starts");
    }
  }

  private boolean isStart(int index) {
    return index >= 0 && starts.get(index);
  }

  private boolean sameFunction(int index, int target) {
    return target >= 0
        && target < code.size()
        && starts.previousSetBit(index) == starts.previousSetBit(target);
  }

  /** The function whose address {@code insn} takes, or -1. */
  private static int address(Insn insn) {
    return insn instanceof Insn.LoadRef ref && ref.kind() == RefKind.CODE ? ref.index() : -1;
  }

  private void reachable() {
    BitSet reached = new BitSet();
    Deque<Integer> todo = new ArrayDeque<>();
    todo.push(0);
    reached.set(0);
    while (!todo.isEmpty()) {
      int i = todo.pop();
      Insn insn = code.insn(i);
      int call = insn instanceof Insn.CallLocal local ? local.target() : address(insn);
      for (int next : new int[] {insn.fallsThrough() ? i + 1 : -1, insn.jumpTarget(), call}) {
        if (next >= 0 && !reached.get(next)) {
          reached.set(next);
          todo.push(next);
        }
      }
    }
    int missing = reached.nextClearBit(0);
    if (missing < code.size()) {
      throw new Refusal(
          SafetyCheck.UNREACHABLE_CODE,
          missing,
          "nothing leads to this instruction; remove it or jump to it");
    }
  }
}
