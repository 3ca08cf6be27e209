package org.gpol.vm.verifier.reason;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.text.Disassembler;
import org.gpol.vm.verifier.check.SafetyCheck;
import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Region;
import org.gpol.vm.verifier.domain.Value;
import org.gpol.vm.verifier.state.AbstractState;
import org.gpol.vm.verifier.transfer.Footprint;

/** Makes an explanation of a refused instruction and the footprints of the path to it. */
public final class Explainer {
  private static final Pattern REGISTER = Pattern.compile("\\br(10|\\d)\\b");
  private static final Pattern STACK = Pattern.compile("r10(-\\d+)");
  private static final int ARGUMENTS = 0b111110;

  private final Code code;
  private final Names names;
  private final SafetyCheck check;
  private final int index;
  private final String message;

  /**
   * Explains why {@code message} was said of the instruction at {@code index}, which breaks {@code
   * check}.
   */
  public Explainer(Code code, Names names, SafetyCheck check, int index, String message) {
    this.code = code;
    this.names = names;
    this.check = check;
    this.index = index;
    this.message = message;
  }

  /** Of a rejection for the program's structure, to which no path leads. */
  public Explanation withoutPath() {
    return explanation("", List.of(), null, -1);
  }

  /**
   * Of a rejection on a path.
   *
   * @param end the footprint before the refused instruction
   * @param state what was known there
   */
  public Explanation after(Footprint end, AbstractState state) {
    CausalSearch search =
        new CausalSearch(code, names, everyBranch(), origin(state), check == SafetyCheck.SPIN_LOCK);
    track(search.tracked(), end);
    List<CausalStep> path = search.before(end);
    Footprint moved = moved(end);
    long limit = moved == null ? -1 : limit(moved, end);
    String mover = moved == null ? null : ((Insn.Alu) code.insn(moved.index())).src().toString();
    return explanation(subject(end), path, mover, limit);
  }

  private Explanation explanation(String subject, List<CausalStep> path, String mover, long limit) {
    Refused refused = new Refused(check, message, code.location(index), culprit(), mover, limit);
    Suggestion suggestion = Suggestions.of(refused, Language.of(code.location(index)));
    return new Explanation(
        Disassembler.line(code, index, names.helpers(), names.maps()),
        subject,
        path,
        suggestion.text(),
        suggestion.code());
  }

  /** On the way to what is missing, every branch is one that might have gone elsewhere. */
  private boolean everyBranch() {
    return check == SafetyCheck.UNINITIALISED_REGISTER
        || check == SafetyCheck.UNINITIALISED_STACK
        || check == SafetyCheck.UNRELEASED_REFERENCE
        || check == SafetyCheck.INFINITE_LOOP
        || check == SafetyCheck.SPIN_LOCK;
  }

  private int origin(AbstractState state) {
    if (check == SafetyCheck.SPIN_LOCK && state.lock() != null) {
      return state.lock().index();
    }
    boolean held = check == SafetyCheck.UNRELEASED_REFERENCE && !state.references().isEmpty();
    return held ? state.references().get(0).index() : -1;
  }

  private void track(Tracked tracked, Footprint end) {
    if (everyBranch() && check != SafetyCheck.UNINITIALISED_REGISTER) {
      trackSlot(tracked, end);
      return;
    }
    int named = 0;
    Matcher regs = REGISTER.matcher(message);
    while (regs.find()) {
      named |= 1 << Integer.parseInt(regs.group(1));
    }
    Insn insn = code.insn(index);
    int reads = insn instanceof Insn.Call ? ARGUMENTS : insn.reads();
    boolean all = check == SafetyCheck.POINTER_ARITHMETIC || check == SafetyCheck.POINTER_LEAK;
    boolean known = (named & reads) != 0 && !all;
    tracked.addRegs(end.depth(), known ? named & reads : insn.reads());
  }

  private void trackSlot(Tracked tracked, Footprint end) {
    Matcher slot = STACK.matcher(message);
    if (check == SafetyCheck.UNINITIALISED_STACK && slot.find()) {
      long offset = Long.parseLong(slot.group(1));
      if (CausalSearch.inFrame(offset)) {
        tracked.addSlot(end.depth() - 1, offset);
      }
    }
  }

  private String culprit() {
    Matcher regs = REGISTER.matcher(message);
    return regs.find() ? regs.group() : "r0";
  }

  /** What the instruction was about to access. */
  private String subject(Footprint end) {
    Insn insn = code.insn(index);
    Reg base = base(insn);
    if (base == null || !(end.reg(base) instanceof Pointer pointer)) {
      return "";
    }
    long offset = pointer.offset() + offset(insn);
    return new Words(names).target(new Pointer(pointer.region(), offset, pointer.variable(), 0));
  }

  private static Reg base(Insn insn) {
    if (insn instanceof Insn.Load load) {
      return load.base();
    }
    if (insn instanceof Insn.Store store) {
      return store.base();
    }
    return insn instanceof Insn.Atomic atomic ? atomic.base() : null;
  }

  private static int offset(Insn insn) {
    if (insn instanceof Insn.Load load) {
      return load.offset();
    }
    if (insn instanceof Insn.Store store) {
      return store.offset();
    }
    return ((Insn.Atomic) insn).offset();
  }

  /** The last footprint before a number that is not constant was added to a pointer. */
  private Footprint moved(Footprint end) {
    for (Footprint at = end; at != null; at = at.previous()) {
      boolean adds =
          code.insn(at.index()) instanceof Insn.Alu alu
              && alu.op() == AluOp.ADD
              && alu.src() instanceof Reg src
              && at.reg(alu.dst()) instanceof Pointer
              && at.reg(src) instanceof Value.Num number
              && !number.scalar().isConstant();
      if (adds) {
        return at;
      }
    }
    return null;
  }

  /** The greatest number that may be added there. */
  private long limit(Footprint moved, Footprint end) {
    Insn insn = code.insn(index);
    Insn.Alu add = (Insn.Alu) code.insn(moved.index());
    Pointer start = (Pointer) moved.reg(add.dst());
    Reg base = base(insn);
    if (!(start.region() instanceof Region.MapValue value) || !start.isFixed()) {
      return -1;
    }
    long after = 1;
    if (base != null && end.reg(base) instanceof Pointer now) {
      boolean same = now.region().equals(start.region());
      after = same ? now.offset() - start.offset() + offset(insn) + bytes(insn) : -1;
    }
    return after < 0 ? -1 : names.valueBytes(value.map()) - start.offset() - after;
  }

  private static int bytes(Insn insn) {
    if (insn instanceof Insn.Load load) {
      return load.size().bytes();
    }
    return insn instanceof Insn.Store store ? store.size().bytes() : MemSize.B8.bytes();
  }
}
