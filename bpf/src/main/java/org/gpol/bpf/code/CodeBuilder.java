package org.gpol.bpf.code;

import java.util.ArrayList;
import java.util.List;
import org.gpol.bpf.GpolBug;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;

/** Builds a {@link Code} front to back, with labels for targets that are not placed yet. */
public final class CodeBuilder {
  /** A place in the code, named before or after it is known. */
  public static final class Label {
    private int index = -1;
  }

  /** An instruction whose target is known only when all labels are placed. */
  private interface Fixup {
    Insn resolve(int target);
  }

  private record Pending(int at, Label label, Fixup fixup) {}

  private final List<Insn> insns = new ArrayList<>();
  private final List<SourceLocation> lines = new ArrayList<>();
  private final List<Function> functions = new ArrayList<>();
  private final List<Pending> pending = new ArrayList<>();
  private SourceLocation location;

  /** Starts a function here; the first one is the entry. */
  public CodeBuilder function(String name) {
    functions.add(new Function(name, insns.size()));
    return this;
  }

  /** The place that following instructions come from; null for none. */
  public CodeBuilder at(SourceLocation where) {
    location = where;
    return this;
  }

  /** Appends an instruction. */
  public CodeBuilder add(Insn insn) {
    insns.add(insn);
    lines.add(location);
    return this;
  }

  /** Puts {@code label} before the next instruction. */
  public CodeBuilder place(Label label) {
    if (label.index >= 0) {
      throw new GpolBug("label placed twice");
    }
    label.index = insns.size();
    return this;
  }

  /** Appends a jump to {@code label}. */
  public CodeBuilder jump(Label label) {
    return fixup(label, Insn.Jump::new);
  }

  /** Appends a conditional jump to {@code label}. */
  public CodeBuilder branch(JumpCond cond, Width width, Reg left, Operand right, Label label) {
    return fixup(label, target -> new Insn.Branch(cond, width, left, right, target));
  }

  /** Appends a call of the function at {@code label}. */
  public CodeBuilder callLocal(Label label) {
    return fixup(label, Insn.CallLocal::new);
  }

  /** The index that the next instruction will have. */
  public int size() {
    return insns.size();
  }

  /** The finished code; every label used must have been placed. */
  public Code build() {
    for (Pending p : pending) {
      if (p.label.index < 0) {
        throw new GpolBug("label of instruction " + p.at + " was never placed");
      }
      insns.set(p.at, p.fixup.resolve(p.label.index));
    }
    if (functions.isEmpty()) {
      functions.add(new Function("main", 0));
    }
    return new Code(insns, functions, lines);
  }

  private CodeBuilder fixup(Label label, Fixup fixup) {
    pending.add(new Pending(insns.size(), label, fixup));
    return add(fixup.resolve(0));
  }
}
