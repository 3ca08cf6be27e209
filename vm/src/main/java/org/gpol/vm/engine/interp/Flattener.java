package org.gpol.vm.engine.interp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.InsnVisitor;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;
import org.gpol.vm.call.HelperBinding;
import org.gpol.vm.engine.Linkage;

/**
 * Turns code into the interpreter's form: operations numbered, jumps relative, references resolved.
 * The code need not be verified; what would only fail when it runs is left to fail then.
 */
public final class Flattener implements InsnVisitor<Void> {
  private final Code code;
  private final Linkage linkage;
  private final long[] words;
  private final List<Long> constants = new ArrayList<>();
  private final Map<Long, Integer> constantIndex = new HashMap<>();
  private final List<HelperBinding> helpers = new ArrayList<>();
  private int at;

  private Flattener(Code code, Linkage linkage) {
    this.code = code;
    this.linkage = linkage;
    this.words = new long[code.size() + 1];
  }

  /**
   * The flat form of {@code code}.
   *
   * @throws IllegalArgumentException if it refers to what is not there or jumps outside itself
   */
  public static FlatCode flatten(Code code, Linkage linkage) {
    Flattener flattener = new Flattener(code, linkage);
    for (int i = 0; i < code.size(); i++) {
      flattener.at = i;
      code.insn(i).accept(flattener);
    }
    flattener.words[code.size()] = FlatOp.END;
    return flattener.finish();
  }

  private FlatCode finish() {
    long[] values = constants.stream().mapToLong(Long::longValue).toArray();
    return new FlatCode(code, words, values, helpers.toArray(HelperBinding[]::new), linkage);
  }

  @Override
  public Void visitAlu(Insn.Alu insn) {
    return emit(FlatOp.of(insn.op(), insn.width()), insn.dst(), insn.src(), 0);
  }

  @Override
  public Void visitUnary(Insn.Unary insn) {
    return emit(FlatOp.of(insn.op(), insn.width()), insn.dst(), 0, 0, 0);
  }

  @Override
  public Void visitLoadImm64(Insn.LoadImm64 insn) {
    return emit(FlatOp.CONSTANT, insn.dst(), 0, 0, constant(insn.value()));
  }

  @Override
  public Void visitLoadRef(Insn.LoadRef insn) {
    if (insn.kind() == RefKind.CODE) {
      inside(insn.index());
    }
    return emit(FlatOp.CONSTANT, insn.dst(), 0, 0, constant(linkage.address(insn)));
  }

  @Override
  public Void visitLoad(Insn.Load insn) {
    int op = FlatOp.load(insn.size(), insn.signed());
    return emit(op, insn.dst(), insn.base().number(), insn.offset(), 0);
  }

  @Override
  public Void visitStore(Insn.Store insn) {
    return emit(FlatOp.store(insn.size()), insn.base(), insn.value(), insn.offset());
  }

  @Override
  public Void visitAtomic(Insn.Atomic insn) {
    int op = insn.width() == Width.W64 ? FlatOp.ATOMIC64 : FlatOp.ATOMIC32;
    int src = insn.src().number();
    return emit(op, insn.base(), src, insn.offset(), FlatOp.number(insn.op()));
  }

  @Override
  public Void visitJump(Insn.Jump insn) {
    return emit(FlatOp.JUMP, Reg.R0, 0, 0, inside(insn.target()) - (at + 1));
  }

  @Override
  public Void visitBranch(Insn.Branch insn) {
    int op = FlatOp.of(insn.cond(), insn.width());
    return emit(op, insn.left(), insn.right(), inside(insn.target()) - (at + 1));
  }

  @Override
  public Void visitCall(Insn.Call insn) {
    Optional<HelperBinding> helper = linkage.helpers().find(insn.id());
    if (helper.isEmpty()) {
      return emit(FlatOp.CALL_UNKNOWN, Reg.R0, 0, 0, insn.id());
    }
    if (insn.id() == HelperBinding.TAIL_CALL) {
      return emit(FlatOp.TAIL_CALL, Reg.R0, 0, 0, 0);
    }
    helpers.add(helper.get());
    return emit(FlatOp.CALL, Reg.R0, 0, 0, helpers.size() - 1);
  }

  @Override
  public Void visitCallLocal(Insn.CallLocal insn) {
    return emit(FlatOp.CALL_LOCAL, Reg.R0, 0, 0, inside(insn.target()));
  }

  @Override
  public Void visitCallBtf(Insn.CallBtf insn) {
    throw new IllegalArgumentException(
        "instruction " + at + " calls a function by its BTF id, which only a loader can resolve");
  }

  @Override
  public Void visitCallReg(Insn.CallReg insn) {
    return emit(FlatOp.CALL_REG, insn.function(), 0, 0, 0);
  }

  @Override
  public Void visitExit(Insn.Exit insn) {
    return emit(FlatOp.EXIT, Reg.R0, 0, 0, 0);
  }

  private Void emit(int op, Reg dst, Operand operand, int offset) {
    return operand instanceof Reg reg
        ? emit(op, dst, reg.number(), offset, 0)
        : emit(FlatOp.IMM + op, dst, 0, offset, ((Imm) operand).value());
  }

  private Void emit(int op, Reg dst, int src, int offset, int imm) {
    if (offset != (short) offset) {
      throw new IllegalArgumentException(
          "offset " + offset + " of instruction " + at + " does not fit into 16 bits");
    }
    words[at] = FlatOp.pack(op, dst.number(), src, offset, imm);
    return null;
  }

  private int inside(int target) {
    if (target < 0 || target >= code.size()) {
      throw new IllegalArgumentException(
          "instruction " + at + " goes to " + target + ", outside of the program");
    }
    return target;
  }

  private int constant(long value) {
    return constantIndex.computeIfAbsent(
        value,
        v -> {
          constants.add(v);
          return constants.size() - 1;
        });
  }
}
