package org.gpol.compiler.codegen;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.CodeBuilder;
import org.gpol.bpf.code.CodeBuilder.Label;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;

/**
 * Writes allocated functions one after the other. A jump to the next block is left out, and a
 * branch over such a jump is inverted.
 */
public final class CodeEmitter {
  private final CodeBuilder builder = new CodeBuilder();
  private final Map<String, Label> functions = new LinkedHashMap<>();
  private Map<String, Label> blocks = Map.of();

  private CodeEmitter() {}

  /** A program made of {@code functions}, the entry first; they may call only each other. */
  public static Code emit(List<MachineFunction> functions) {
    CodeEmitter emitter = new CodeEmitter();
    functions.forEach(function -> emitter.functions.put(function.name(), new Label()));
    functions.forEach(emitter::emit);
    return emitter.builder.build();
  }

  void add(Insn insn) {
    builder.add(insn);
  }

  void branch(JumpCond cond, Width width, int left, Operand right, String target) {
    builder.branch(cond, width, Reg.of(left), right, blocks.get(target));
  }

  void jump(String target) {
    builder.jump(blocks.get(target));
  }

  void call(String function) {
    builder.callLocal(functions.get(function));
  }

  private void emit(MachineFunction function) {
    builder.function(function.name()).place(functions.get(function.name()));
    blocks = new LinkedHashMap<>();
    function.blocks().forEach(block -> blocks.put(block.label(), new Label()));
    for (int i = 0; i < function.blocks().size(); i++) {
      MachineBlock block = function.blocks().get(i);
      builder.place(blocks.get(block.label()));
      boolean last = i + 1 == function.blocks().size();
      emitBlock(block.insns(), last ? null : function.blocks().get(i + 1).label());
    }
  }

  private void emitBlock(List<MachineInsn> insns, String next) {
    int end = insns.size();
    MachineInsn last = insns.get(end - 1);
    MachineInsn inverted = null;
    if (last instanceof MachineInsn.Jump jump) {
      if (jump.target().equals(next)) {
        end--;
      } else if (end >= 2) {
        inverted = invert(insns.get(end - 2), jump.target(), next);
        end -= inverted == null ? 0 : 2;
      }
    }
    for (MachineInsn insn : insns.subList(0, end)) {
      builder.at(insn.location());
      insn.emit(this);
    }
    if (inverted != null) {
      builder.at(inverted.location());
      inverted.emit(this);
    }
  }

  /**
   * The opposite branch to {@code target} where {@code insn} branches to the next block, or null.
   */
  private static MachineInsn invert(MachineInsn insn, String target, String next) {
    if (insn.target() == null || !insn.target().equals(next)) {
      return null;
    }
    if (insn instanceof MachineInsn.Branch b && b.cond() != JumpCond.JSET) {
      return new MachineInsn.Branch(
          b.cond().negate(), b.width(), b.left(), b.right(), target, b.location());
    }
    if (insn instanceof MachineInsn.BranchImm b && b.cond() != JumpCond.JSET) {
      return new MachineInsn.BranchImm(
          b.cond().negate(), b.width(), b.left(), b.imm(), target, b.location());
    }
    return null;
  }
}
