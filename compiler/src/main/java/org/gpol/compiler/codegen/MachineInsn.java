package org.gpol.compiler.codegen;

import java.util.function.IntUnaryOperator;
import org.gpol.bpf.code.SourceLocation;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.UnaryOp;
import org.gpol.bpf.isa.Width;

/**
 * A BPF instruction whose registers may still be virtual: numbers below {@link #FIRST_VIRTUAL} are
 * the machine's, others stand for registers to be allocated.
 */
sealed interface MachineInsn {
  int FIRST_VIRTUAL = 16;
  int FP = 10;
  int[] NONE = {};

  /** Registers read. */
  int[] uses();

  /** Registers overwritten. */
  int[] defs();

  MachineInsn rename(IntUnaryOperator map);

  SourceLocation location();

  void emit(CodeEmitter out);

  static boolean isVirtual(int register) {
    return register >= FIRST_VIRTUAL;
  }

  /** {@code dst op= src}, or a move. */
  record Alu(AluOp op, Width width, int dst, int src, SourceLocation location)
      implements MachineInsn {
    @Override
    public int[] uses() {
      return op.readsDst() ? new int[] {dst, src} : new int[] {src};
    }

    @Override
    public int[] defs() {
      return new int[] {dst};
    }

    @Override
    public MachineInsn rename(IntUnaryOperator map) {
      return new Alu(op, width, map.applyAsInt(dst), map.applyAsInt(src), location);
    }

    @Override
    public void emit(CodeEmitter out) {
      out.add(new Insn.Alu(op, width, Reg.of(dst), Reg.of(src)));
    }

    /** True for a move of the whole register, which may vanish when both ends are one register. */
    boolean isCopy() {
      return op == AluOp.MOV && width == Width.W64;
    }
  }

  /** {@code dst op= imm}, or a move. */
  record AluImm(AluOp op, Width width, int dst, int imm, SourceLocation location)
      implements MachineInsn {
    @Override
    public int[] uses() {
      return op.readsDst() ? new int[] {dst} : NONE;
    }

    @Override
    public int[] defs() {
      return new int[] {dst};
    }

    @Override
    public MachineInsn rename(IntUnaryOperator map) {
      return new AluImm(op, width, map.applyAsInt(dst), imm, location);
    }

    @Override
    public void emit(CodeEmitter out) {
      out.add(new Insn.Alu(op, width, Reg.of(dst), new Imm(imm)));
    }
  }

  /** {@code reg = -reg}. */
  record Negate(Width width, int reg, SourceLocation location) implements MachineInsn {
    @Override
    public int[] uses() {
      return new int[] {reg};
    }

    @Override
    public int[] defs() {
      return new int[] {reg};
    }

    @Override
    public MachineInsn rename(IntUnaryOperator map) {
      return new Negate(width, map.applyAsInt(reg), location);
    }

    @Override
    public void emit(CodeEmitter out) {
      out.add(new Insn.Unary(UnaryOp.NEG, width, Reg.of(reg)));
    }
  }

  /** A constant that no immediate holds. */
  record LoadImm64(int dst, long value, SourceLocation location) implements MachineInsn {
    @Override
    public int[] uses() {
      return NONE;
    }

    @Override
    public int[] defs() {
      return new int[] {dst};
    }

    @Override
    public MachineInsn rename(IntUnaryOperator map) {
      return new LoadImm64(map.applyAsInt(dst), value, location);
    }

    @Override
    public void emit(CodeEmitter out) {
      out.add(new Insn.LoadImm64(Reg.of(dst), value));
    }
  }

  /** A map or an address in its value; {@code ref}'s own register is not looked at. */
  record LoadRef(int dst, Insn.LoadRef ref, SourceLocation location) implements MachineInsn {
    @Override
    public int[] uses() {
      return NONE;
    }

    @Override
    public int[] defs() {
      return new int[] {dst};
    }

    @Override
    public MachineInsn rename(IntUnaryOperator map) {
      return new LoadRef(map.applyAsInt(dst), ref, location);
    }

    @Override
    public void emit(CodeEmitter out) {
      out.add(new Insn.LoadRef(Reg.of(dst), ref.kind(), ref.index(), ref.offset()));
    }
  }

  /** {@code dst = *(size *)(base + offset)}. */
  record Load(MemSize size, int dst, int base, int offset, SourceLocation location)
      implements MachineInsn {
    @Override
    public int[] uses() {
      return new int[] {base};
    }

    @Override
    public int[] defs() {
      return new int[] {dst};
    }

    @Override
    public MachineInsn rename(IntUnaryOperator map) {
      return new Load(size, map.applyAsInt(dst), map.applyAsInt(base), offset, location);
    }

    @Override
    public void emit(CodeEmitter out) {
      out.add(new Insn.Load(size, false, Reg.of(dst), Reg.of(base), offset));
    }
  }

  /** {@code *(size *)(base + offset) = src}. */
  record Store(MemSize size, int base, int offset, int src, SourceLocation location)
      implements MachineInsn {
    @Override
    public int[] uses() {
      return new int[] {base, src};
    }

    @Override
    public int[] defs() {
      return NONE;
    }

    @Override
    public MachineInsn rename(IntUnaryOperator map) {
      return new Store(size, map.applyAsInt(base), offset, map.applyAsInt(src), location);
    }

    @Override
    public void emit(CodeEmitter out) {
      out.add(new Insn.Store(size, Reg.of(base), offset, Reg.of(src)));
    }
  }

  /** {@code *(size *)(base + offset) = imm}. */
  record StoreImm(MemSize size, int base, int offset, int imm, SourceLocation location)
      implements MachineInsn {
    @Override
    public int[] uses() {
      return new int[] {base};
    }

    @Override
    public int[] defs() {
      return NONE;
    }

    @Override
    public MachineInsn rename(IntUnaryOperator map) {
      return new StoreImm(size, map.applyAsInt(base), offset, imm, location);
    }

    @Override
    public void emit(CodeEmitter out) {
      out.add(new Insn.Store(size, Reg.of(base), offset, new Imm(imm)));
    }
  }

  /** A conditional jump to the block {@code target}. */
  record Branch(
      JumpCond cond, Width width, int left, int right, String target, SourceLocation location)
      implements MachineInsn {
    @Override
    public int[] uses() {
      return new int[] {left, right};
    }

    @Override
    public int[] defs() {
      return NONE;
    }

    @Override
    public MachineInsn rename(IntUnaryOperator map) {
      return new Branch(cond, width, map.applyAsInt(left), map.applyAsInt(right), target, location);
    }

    @Override
    public void emit(CodeEmitter out) {
      out.branch(cond, width, left, Reg.of(right), target);
    }
  }

  /** A conditional jump that compares with a constant. */
  record BranchImm(
      JumpCond cond, Width width, int left, int imm, String target, SourceLocation location)
      implements MachineInsn {
    @Override
    public int[] uses() {
      return new int[] {left};
    }

    @Override
    public int[] defs() {
      return NONE;
    }

    @Override
    public MachineInsn rename(IntUnaryOperator map) {
      return new BranchImm(cond, width, map.applyAsInt(left), imm, target, location);
    }

    @Override
    public void emit(CodeEmitter out) {
      out.branch(cond, width, left, new Imm(imm), target);
    }
  }

  /** A jump to the block {@code target}; always the last of its block. */
  record Jump(String target, SourceLocation location) implements MachineInsn {
    @Override
    public int[] uses() {
      return NONE;
    }

    @Override
    public int[] defs() {
      return NONE;
    }

    @Override
    public MachineInsn rename(IntUnaryOperator map) {
      return this;
    }

    @Override
    public void emit(CodeEmitter out) {
      out.jump(target);
    }
  }

  /**
   * A call with {@code args} arguments in R1 and up.
   *
   * @param function the function's name, or null for the helper {@code helper}
   */
  record Call(String function, int helper, int args, SourceLocation location)
      implements MachineInsn {
    private static final int[] CLOBBERED = {0, 1, 2, 3, 4, 5};

    @Override
    public int[] uses() {
      int[] uses = new int[args];
      for (int i = 0; i < args; i++) {
        uses[i] = i + 1;
      }
      return uses;
    }

    @Override
    public int[] defs() {
      return CLOBBERED;
    }

    @Override
    public MachineInsn rename(IntUnaryOperator map) {
      return this;
    }

    @Override
    public void emit(CodeEmitter out) {
      if (function == null) {
        out.add(new Insn.Call(helper));
      } else {
        out.call(function);
      }
    }
  }

  /** Returns R0. */
  record Exit(SourceLocation location) implements MachineInsn {
    @Override
    public int[] uses() {
      return new int[] {0};
    }

    @Override
    public int[] defs() {
      return NONE;
    }

    @Override
    public MachineInsn rename(IntUnaryOperator map) {
      return this;
    }

    @Override
    public void emit(CodeEmitter out) {
      out.add(new Insn.Exit());
    }
  }

  /** Label of the block this may jump to, or null. */
  default String target() {
    if (this instanceof Jump jump) {
      return jump.target();
    }
    if (this instanceof BranchImm branch) {
      return branch.target();
    }
    return this instanceof Branch branch ? branch.target() : null;
  }
}
