package org.gpol.bpf.isa;

import java.util.ArrayList;
import java.util.List;

/**
 * Every instruction that can be encoded, at least once: each row of each table at each width with
 * each form of operand, and offsets and immediates at the ends of their ranges. Jumps go to 0.
 */
public final class InsnShapes {
  private static final int[] OFFSETS = {0, 8, Short.MIN_VALUE, Short.MAX_VALUE};
  private static final int[] IMMEDIATES = {0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE};

  private final List<Insn> all = new ArrayList<>();

  private InsnShapes() {}

  /** All of them. */
  public static List<Insn> all() {
    InsnShapes shapes = new InsnShapes();
    for (Width width : Width.values()) {
      shapes.arithmetic(width);
      shapes.branches(width);
      shapes.atomics(width);
    }
    shapes.conversions();
    shapes.memory();
    shapes.wide();
    shapes.all.add(new Insn.Jump(0));
    shapes.all.add(new Insn.CallLocal(0));
    shapes.all.add(new Insn.CallReg(Reg.R6));
    shapes.all.add(new Insn.Exit());
    for (int imm : IMMEDIATES) {
      shapes.all.add(new Insn.Call(imm));
      shapes.all.add(new Insn.CallBtf(imm));
    }
    return shapes.all;
  }

  private static List<Operand> operands() {
    List<Operand> operands = new ArrayList<>(List.of(Reg.R0, Reg.R7, Reg.R10));
    for (int imm : IMMEDIATES) {
      operands.add(new Imm(imm));
    }
    return operands;
  }

  private void arithmetic(Width width) {
    for (Operand src : operands()) {
      for (AluOp op : AluOp.values()) {
        if (op.exists(width, src)) {
          all.add(new Insn.Alu(op, width, Reg.R3, src));
        }
      }
    }
    all.add(new Insn.Unary(UnaryOp.NEG, width, Reg.R9));
  }

  private void branches(Width width) {
    for (Operand right : operands()) {
      for (JumpCond cond : JumpCond.values()) {
        all.add(new Insn.Branch(cond, width, Reg.R4, right, 0));
      }
    }
  }

  private void atomics(Width width) {
    for (int offset : OFFSETS) {
      for (AtomicOp op : AtomicOp.values()) {
        all.add(new Insn.Atomic(op, width, Reg.R2, offset, Reg.R8));
      }
    }
  }

  private void conversions() {
    for (UnaryOp op : UnaryOp.values()) {
      all.add(new Insn.Unary(op, Width.W64, Reg.R5));
    }
  }

  private void memory() {
    for (int offset : OFFSETS) {
      for (MemSize size : MemSize.values()) {
        all.add(new Insn.Load(size, false, Reg.R1, Reg.R6, offset));
        if (size != MemSize.B8) {
          all.add(new Insn.Load(size, true, Reg.R1, Reg.R6, offset));
        }
        for (Operand value : operands()) {
          all.add(new Insn.Store(size, Reg.R10, offset, value));
        }
      }
    }
  }

  private void wide() {
    for (long value : Numbers.edges()) {
      all.add(new Insn.LoadImm64(Reg.R2, value));
    }
    for (int index : new int[] {0, 3, Integer.MAX_VALUE}) {
      for (RefKind kind : RefKind.values()) {
        all.add(new Insn.LoadRef(Reg.R1, kind, kind == RefKind.CODE ? 0 : index, 0));
      }
      all.add(new Insn.LoadRef(Reg.R1, RefKind.MAP_VALUE, index, 1 << 20));
    }
  }
}
