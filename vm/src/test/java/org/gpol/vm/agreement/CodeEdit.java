package org.gpol.vm.agreement;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.Function;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.RefKind;

/** Changes of code that keep what instructions aim at. */
final class CodeEdit {
  private CodeEdit() {}

  /**
   * {@code code} without the instructions from {@code from} to {@code to}; empty if none is left to
   * go to behind them.
   */
  static Optional<Code> remove(Code code, int from, int to) {
    int size = code.size() - (to - from);
    IntUnaryOperator moved = i -> i <= from ? i : Math.max(from, i - (to - from));
    List<Insn> insns = new ArrayList<>();
    for (int i = 0; i < code.size(); i++) {
      if (i < from || i >= to) {
        insns.add(retarget(code.insn(i), moved));
      }
    }
    boolean inside = insns.stream().allMatch(insn -> target(insn) < size);
    return size > 0 && inside ? Optional.of(code(insns, starts(code, moved))) : Optional.empty();
  }

  /** {@code code} with {@code insn} in the place of one of its instructions. */
  static Code replace(Code code, int at, Insn insn) {
    List<Insn> insns = new ArrayList<>(code.insns());
    insns.set(at, insn);
    return code(insns, starts(code, i -> i));
  }

  /** {@code code} with {@code insn} before the instruction at {@code at}. */
  static Code insert(Code code, int at, Insn insn) {
    IntUnaryOperator moved = i -> i < at ? i : i + 1;
    List<Insn> insns = new ArrayList<>();
    for (int i = 0; i < code.size(); i++) {
      if (i == at) {
        insns.add(insn);
      }
      insns.add(retarget(code.insn(i), moved));
    }
    return code(insns, starts(code, i -> i == 0 ? 0 : moved.applyAsInt(i)));
  }

  /** Code of these instructions, with functions at {@code starts}. */
  static Code code(List<Insn> insns, List<Integer> starts) {
    List<Function> functions = new ArrayList<>(List.of(new Function("main", 0)));
    for (int start : starts) {
      if (start > functions.get(functions.size() - 1).start() && start < insns.size()) {
        functions.add(new Function("f" + functions.size(), start));
      }
    }
    return new Code(insns, functions, Collections.nCopies(insns.size(), null));
  }

  private static List<Integer> starts(Code code, IntUnaryOperator moved) {
    return code.functions().stream().map(f -> moved.applyAsInt(f.start())).toList();
  }

  /** The instruction that {@code insn} names, or -1. */
  static int target(Insn insn) {
    if (insn instanceof Insn.CallLocal call) {
      return call.target();
    }
    if (insn instanceof Insn.LoadRef ref && ref.kind() == RefKind.CODE) {
      return ref.index();
    }
    return insn.jumpTarget();
  }

  /** {@code insn} aiming where {@code moved} says. */
  static Insn retarget(Insn insn, IntUnaryOperator moved) {
    int target = target(insn);
    if (target < 0) {
      return insn;
    }
    int to = moved.applyAsInt(target);
    if (insn instanceof Insn.Jump) {
      return new Insn.Jump(to);
    }
    if (insn instanceof Insn.Branch b) {
      return new Insn.Branch(b.cond(), b.width(), b.left(), b.right(), to);
    }
    if (insn instanceof Insn.LoadRef ref) {
      return new Insn.LoadRef(ref.dst(), ref.kind(), to, ref.offset());
    }
    return new Insn.CallLocal(to);
  }
}
