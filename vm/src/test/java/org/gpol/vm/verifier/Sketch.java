package org.gpol.vm.verifier;

import static org.gpol.vm.verifier.Fixture.*;
import static org.gpol.vm.verifier.TestHelpers.*;

import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.Function;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;

/**
 * Programs put together from pieces: instructions, lists of them, branches over a number of
 * instructions, and references to functions by their number.
 */
final class Sketch {
  /** Starts the next function. */
  static final Object FUNCTION = new Object();

  /** A branch over {@code count} instructions, or back if that is negative. */
  record Skip(JumpCond cond, Reg left, Operand right, int count) {}

  /** A jump over {@code count} instructions, or back if that is negative. */
  record Goto(int count) {}

  /** The address of function {@code number}, the entry being 0. */
  record Address(Reg dst, int number) {}

  /** A call of function {@code number}. */
  record CallFunction(int number) {}

  private Sketch() {}

  static Skip skip(JumpCond cond, Reg left, int right, int count) {
    return new Skip(cond, left, imm(right), count);
  }

  static Skip skipIfNull(Reg reg, int count) {
    return skip(JumpCond.JEQ, reg, 0, count);
  }

  static List<Object> list(Object... pieces) {
    return List.of(pieces);
  }

  /** {@code r0 = 0; exit}. */
  static List<Object> end() {
    return list(mov(Reg.R0, 0), exit());
  }

  /** {@code reg = r10 + offset}. */
  static List<Object> stack(Reg reg, int offset) {
    return list(mov(reg, Reg.R10), add(reg, offset));
  }

  /** R0 = 8 bytes of the ring buffer, or null; 4 instructions. */
  static List<Object> reserve() {
    return list(map(Reg.R1, RING), mov(Reg.R2, 8), mov(Reg.R3, 0), call(RESERVE));
  }

  /** Gives {@code reg} back; 3 instructions. */
  static List<Object> submit(Reg reg) {
    return list(mov(Reg.R1, reg), mov(Reg.R2, 0), call(SUBMIT));
  }

  /** R0 = a value of {@code map} with an 8-byte key, or null; 5 instructions. */
  static List<Object> find(int map) {
    return list(
        store(MemSize.B8, Reg.R10, -8, imm(1)), map(Reg.R1, map), stack(Reg.R2, -8), call(LOOKUP));
  }

  static Code code(Object... pieces) {
    List<Object> flat = new ArrayList<>();
    flatten(List.of(pieces), flat);
    List<Integer> starts = new ArrayList<>(List.of(0));
    int size = 0;
    for (Object piece : flat) {
      if (piece == FUNCTION) {
        starts.add(size);
      } else {
        size++;
      }
    }
    List<Insn> insns = new ArrayList<>();
    for (Object piece : flat) {
      if (piece != FUNCTION) {
        insns.add(insn(piece, insns.size(), starts));
      }
    }
    List<Function> functions = new ArrayList<>();
    starts.forEach(start -> functions.add(new Function("f" + functions.size(), start)));
    Code code = Code.of(insns);
    return new Code(insns, functions, code.lines());
  }

  private static void flatten(List<?> pieces, List<Object> into) {
    for (Object piece : pieces) {
      if (piece instanceof List<?> list) {
        flatten(list, into);
      } else {
        into.add(piece);
      }
    }
  }

  private static Insn insn(Object piece, int index, List<Integer> starts) {
    if (piece instanceof Skip skip) {
      int target = index + 1 + skip.count();
      return new Insn.Branch(skip.cond(), Width.W64, skip.left(), skip.right(), target);
    }
    if (piece instanceof Goto jump) {
      return jump(index + 1 + jump.count());
    }
    if (piece instanceof Address address) {
      return new Insn.LoadRef(address.dst(), RefKind.CODE, starts.get(address.number()), 0);
    }
    return piece instanceof CallFunction call ? callLocal(starts.get(call.number())) : (Insn) piece;
  }
}
