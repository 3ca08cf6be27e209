package org.gpol.bpf.isa;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Writes instructions one after the other. */
final class InsnEncoder implements InsnVisitor<Void> {
  private final List<Insn> insns;

  /** The slot at which each instruction begins, and the end. */
  private final int[] slots;

  private final ByteBuffer out;
  private int at;

  InsnEncoder(List<Insn> insns) {
    this.insns = insns;
    slots = new int[insns.size() + 1];
    for (int i = 0; i < insns.size(); i++) {
      slots[i + 1] = slots[i] + insns.get(i).slots();
    }
    out = ByteBuffer.allocate(slots[insns.size()] * Slot.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  byte[] encode() {
    for (at = 0; at < insns.size(); at++) {
      insns.get(at).accept(this);
    }
    return out.array();
  }

  @Override
  public Void visitAlu(Insn.Alu insn) {
    if (!insn.op().exists(insn.width(), insn.src())) {
      throw new IllegalArgumentException(insn + " does not exist");
    }
    int opcode = (insn.width() == Width.W64 ? Slot.ALU64 : Slot.ALU) | insn.op().code();
    return operand(opcode, insn.dst(), insn.src(), insn.op().offset());
  }

  @Override
  public Void visitUnary(Insn.Unary insn) {
    boolean wide = insn.width() == Width.W64;
    return switch (insn.op()) {
      case NEG -> put((wide ? Slot.ALU64 : Slot.ALU) | Slot.CODE_NEG, insn.dst(), 0, 0, 0);
      case LE16, LE32, LE64 -> conversion(Slot.ALU, insn);
      case BE16, BE32, BE64 -> conversion(Slot.ALU | Slot.SOURCE_REG, insn);
      case BSWAP16, BSWAP32, BSWAP64 -> conversion(Slot.ALU64, insn);
    };
  }

  private Void conversion(int opcode, Insn.Unary insn) {
    return put(opcode | Slot.CODE_END, insn.dst(), 0, 0, insn.op().bits());
  }

  @Override
  public Void visitLoadImm64(Insn.LoadImm64 insn) {
    return wide(insn.dst(), 0, (int) insn.value(), (int) (insn.value() >>> 32));
  }

  @Override
  public Void visitLoadRef(Insn.LoadRef insn) {
    int imm = insn.kind() == RefKind.CODE ? distance(insn.index()) : insn.index();
    if (!insn.kind().hasOffset() && insn.offset() != 0) {
      throw new IllegalArgumentException(insn + " has an offset");
    }
    return wide(insn.dst(), insn.kind().pseudoSource(), imm, insn.offset());
  }

  private Void wide(Reg dst, int src, int low, int high) {
    put(Slot.LDDW, dst, src, 0, low);
    return put(0, Reg.R0, 0, 0, high);
  }

  @Override
  public Void visitLoad(Insn.Load insn) {
    if (insn.signed() && insn.size() == MemSize.B8) {
      throw new IllegalArgumentException(insn + " does not exist");
    }
    int mode = insn.signed() ? Slot.MODE_MEMSX : Slot.MODE_MEM;
    int opcode = Slot.LDX | mode | insn.size().code();
    return put(opcode, insn.dst(), insn.base().number(), insn.offset(), 0);
  }

  @Override
  public Void visitStore(Insn.Store insn) {
    int opcode = Slot.MODE_MEM | insn.size().code();
    if (insn.value() instanceof Reg reg) {
      return put(Slot.STX | opcode, insn.base(), reg.number(), insn.offset(), 0);
    }
    return put(Slot.ST | opcode, insn.base(), 0, insn.offset(), ((Imm) insn.value()).value());
  }

  @Override
  public Void visitAtomic(Insn.Atomic insn) {
    MemSize size = insn.width() == Width.W64 ? MemSize.B8 : MemSize.B4;
    int opcode = Slot.STX | Slot.MODE_ATOMIC | size.code();
    return put(opcode, insn.base(), insn.src().number(), insn.offset(), insn.op().code());
  }

  @Override
  public Void visitJump(Insn.Jump insn) {
    int distance = distance(insn.target());
    return distance == (short) distance
        ? put(Slot.JMP | Slot.CODE_JA, Reg.R0, 0, distance, 0)
        : put(Slot.JMP32 | Slot.CODE_JA, Reg.R0, 0, 0, distance);
  }

  @Override
  public Void visitBranch(Insn.Branch insn) {
    int opcode = (insn.width() == Width.W64 ? Slot.JMP : Slot.JMP32) | insn.cond().code();
    int distance = distance(insn.target());
    if (distance != (short) distance) {
      throw new IllegalArgumentException(
          "instruction "
              + at
              + " branches to "
              + insn.target()
              + ", "
              + distance
              + " slots away; a conditional jump reaches from "
              + Short.MIN_VALUE
              + " to "
              + Short.MAX_VALUE);
    }
    return operand(opcode, insn.left(), insn.right(), distance);
  }

  @Override
  public Void visitCall(Insn.Call insn) {
    return put(Slot.JMP | Slot.CODE_CALL, Reg.R0, Slot.CALL_HELPER, 0, insn.id());
  }

  @Override
  public Void visitCallLocal(Insn.CallLocal insn) {
    return put(Slot.JMP | Slot.CODE_CALL, Reg.R0, Slot.CALL_LOCAL, 0, distance(insn.target()));
  }

  @Override
  public Void visitCallBtf(Insn.CallBtf insn) {
    return put(Slot.JMP | Slot.CODE_CALL, Reg.R0, Slot.CALL_BTF, 0, insn.id());
  }

  @Override
  public Void visitCallReg(Insn.CallReg insn) {
    return put(Slot.JMP | Slot.CODE_CALL | Slot.SOURCE_REG, insn.function(), 0, 0, 0);
  }

  @Override
  public Void visitExit(Insn.Exit insn) {
    return put(Slot.JMP | Slot.CODE_EXIT, Reg.R0, 0, 0, 0);
  }

  private Void operand(int opcode, Reg dst, Operand src, int offset) {
    return src instanceof Reg reg
        ? put(opcode | Slot.SOURCE_REG, dst, reg.number(), offset, 0)
        : put(opcode, dst, 0, offset, ((Imm) src).value());
  }

  private Void put(int opcode, Reg dst, int src, int offset, int imm) {
    if (offset != (short) offset) {
      throw new IllegalArgumentException(
          "instruction " + at + " has offset " + offset + ", which 16 bits cannot hold");
    }
    new Slot(opcode, dst.number(), src, offset, imm).write(out);
    return null;
  }

  /** Slots from the one after this instruction, whose first slot all distances count from. */
  private int distance(int target) {
    if (target < 0 || target >= insns.size()) {
      throw new IllegalArgumentException(
          "instruction " + at + " goes to " + target + ", outside the program");
    }
    return slots[target] - (slots[at] + 1);
  }
}
