package org.gpol.vm.verifier.reason;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.text.Disassembler;
import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Region;
import org.gpol.vm.verifier.domain.Scalar;
import org.gpol.vm.verifier.domain.Value;
import org.gpol.vm.verifier.transfer.Footprint;

/**
 * Walks a path backwards from a refused instruction, keeping the instructions that gave what
 * matters there its value, and the branches that told something about it.
 */
final class CausalSearch {
  /** Steps that are kept; what came long before explains little. */
  private static final int MOST = 12;

  private static final int ARGUMENTS = 0b111110;

  private final Code code;
  private final Names names;
  private final Words words;
  private final Tracked tracked = new Tracked();
  private final List<CausalStep> steps = new ArrayList<>();

  /** All branches matter, not only those that look at what is tracked. */
  private final boolean everyBranch;

  /** An instruction that matters whatever it does, such as one that acquired; or -1. */
  private final int origin;

  /** The origin is where a lock was taken. */
  private final boolean locks;

  CausalSearch(Code code, Names names, boolean everyBranch, int origin, boolean locks) {
    this.code = code;
    this.names = names;
    this.everyBranch = everyBranch;
    this.origin = origin;
    this.locks = locks;
    words = new Words(names);
  }

  /** What has to be looked for. */
  Tracked tracked() {
    return tracked;
  }

  /** The steps before {@code end}, in the order of execution. */
  List<CausalStep> before(Footprint end) {
    Footprint after = end;
    Footprint at = end.previous();
    while (at != null && steps.size() < MOST && !isDone()) {
      look(at, after);
      after = at;
      at = at.previous();
    }
    Collections.reverse(steps);
    return steps;
  }

  private boolean isDone() {
    boolean found = origin < 0 || steps.stream().anyMatch(step -> step.index() == origin);
    return tracked.isEmpty() && found && (origin >= 0 || !everyBranch);
  }

  private void look(Footprint at, Footprint after) {
    Insn insn = code.insn(at.index());
    if (insn instanceof Insn.Branch branch) {
      branch(branch, at, after);
    } else if (after.depth() > at.depth()) {
      entered(at, after);
    } else if (insn instanceof Insn.Exit) {
      left(at, after);
    } else if (insn instanceof Insn.Store store) {
      store(store, at);
    } else if (insn instanceof Insn.Call) {
      called(at, after);
    } else if (isTracked(at, insn)) {
      wrote(insn, at, after);
    }
  }

  private boolean isTracked(Footprint at, Insn insn) {
    return (insn.writes() & tracked.regs(at.depth())) != 0;
  }

  private void branch(Insn.Branch branch, Footprint at, Footprint after) {
    boolean taken = after.index() == branch.target() && branch.target() != at.index() + 1;
    StringBuilder learnt = new StringBuilder();
    int mask = tracked.regs(at.depth());
    for (int left = mask; left != 0; left &= left - 1) {
      Reg reg = Reg.of(Integer.numberOfTrailingZeros(left));
      boolean read = ((branch.reads() >>> reg.number()) & 1) != 0;
      if (read || !at.reg(reg).equals(after.reg(reg))) {
        learnt.append(learnt.length() == 0 ? ": " : ", ");
        learnt.append(reg).append(' ').append(words.of(after.reg(reg)));
      }
    }
    if (learnt.length() > 0 || everyBranch) {
      add(at, (taken ? "taken" : "not taken") + learnt);
    }
  }

  /** A call gave registers to the function that it opened. */
  private void entered(Footprint at, Footprint after) {
    int mask = tracked.regs(after.depth());
    tracked.removeRegs(after.depth(), mask);
    if ((mask & ARGUMENTS) != 0 && !(code.insn(at.index()) instanceof Insn.Call)) {
      tracked.addRegs(at.depth(), mask & ARGUMENTS);
      add(at, "the function is called from here");
    } else if (mask != 0) {
      add(at, "the function is called from here, where it gets nothing in these registers");
    }
  }

  /** A function returned R0 to its caller, and nothing in the other registers of arguments. */
  private void left(Footprint at, Footprint after) {
    int mask = tracked.regs(after.depth());
    if ((mask & ARGUMENTS) != 0) {
      add(at, "the call leaves nothing in r1 to r5");
    }
    tracked.removeRegs(after.depth(), mask & (ARGUMENTS | 1));
    if ((mask & 1) != 0) {
      tracked.addReg(at.depth(), 0);
      add(at, "r0 " + words.of(after.reg(Reg.R0)) + " when the function returns");
    }
  }

  private void store(Insn.Store store, Footprint at) {
    boolean stack =
        at.reg(store.base()) instanceof Pointer base
            && base.region() instanceof Region.Stack
            && base.isFixed();
    if (!stack) {
      return;
    }
    Pointer base = (Pointer) at.reg(store.base());
    int frame = ((Region.Stack) base.region()).frame();
    long offset = base.offset() + store.offset();
    if (inFrame(offset) && tracked.removeSlot(frame, offset)) {
      add(at, "writes " + store.size().bytes() + " bytes of the stack at r10" + offset);
      if (store.value() instanceof Reg reg && store.size() == MemSize.B8) {
        tracked.addReg(at.depth(), reg.number());
      }
    }
  }

  private void called(Footprint at, Footprint after) {
    int mask = tracked.regs(at.depth());
    if ((mask & 1) != 0) {
      add(at, "r0 " + words.of(after.reg(Reg.R0)));
    } else if ((mask & ARGUMENTS) != 0) {
      add(at, "the call leaves nothing in r1 to r5");
    } else if (at.index() == origin) {
      add(at, locks ? "from here on the lock is held" : "this has to be given back");
    }
    tracked.removeRegs(at.depth(), mask & (ARGUMENTS | 1));
  }

  private void wrote(Insn insn, Footprint at, Footprint after) {
    int mask = insn.writes() & tracked.regs(at.depth());
    Reg reg = Reg.of(Integer.numberOfTrailingZeros(mask));
    String note = reg + " " + words.of(after.reg(reg));
    if (insn instanceof Insn.Alu alu && losesBounds(alu, at, after)) {
      note += ": here it loses its bounds";
    }
    if (insn instanceof Insn.Load load && after.reg(reg) instanceof Value.Num) {
      note += loaded(load, at);
    }
    add(at, note);
    tracked.removeRegs(at.depth(), mask);
    if (insn instanceof Insn.Load load) {
      comeFrom(load, at);
    } else {
      tracked.addRegs(at.depth(), insn.reads());
    }
  }

  private String loaded(Insn.Load load, Footprint at) {
    return at.reg(load.base()) instanceof Pointer base
        ? ", loaded from " + words.place(moved(base, load.offset()))
        : "";
  }

  private void comeFrom(Insn.Load load, Footprint at) {
    if (at.reg(load.base()) instanceof Pointer base
        && base.region() instanceof Region.Stack stack
        && base.isFixed()
        && inFrame(base.offset() + load.offset())) {
      tracked.addSlot(stack.frame(), base.offset() + load.offset());
    }
  }

  static boolean inFrame(long offset) {
    return offset < 0 && offset >= -512;
  }

  private static Pointer moved(Pointer base, int offset) {
    return new Pointer(base.region(), base.offset() + offset, base.variable(), 0);
  }

  private static boolean losesBounds(Insn.Alu alu, Footprint at, Footprint after) {
    boolean moves = alu.op() == AluOp.MOV;
    return !moves
        && at.reg(alu.dst()) instanceof Value.Num before
        && after.reg(alu.dst()) instanceof Value.Num now
        && isBounded(before.scalar())
        && !isBounded(now.scalar());
  }

  private static boolean isBounded(Scalar scalar) {
    return scalar.smin() > -Pointer.REACH && scalar.smax() < Pointer.REACH;
  }

  private void add(Footprint at, String note) {
    boolean known = steps.stream().anyMatch(step -> step.index() == at.index());
    if (!known) {
      steps.add(step(at.index(), note));
    }
  }

  private CausalStep step(int index, String note) {
    return new CausalStep(
        index,
        code.slotOf(index),
        code.location(index),
        Disassembler.line(code, index, names.helpers(), names.maps()),
        note);
  }
}
