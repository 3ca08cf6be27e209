package org.gpol.bpf.isa;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Reads instructions one after the other; strict about every field. */
final class InsnDecoder {
  private final ByteBuffer bytes;
  private final int length;

  /** The index of the instruction that begins at each slot, or -1 in the middle of one. */
  private final int[] indices;

  private final List<Insn> insns = new ArrayList<>();
  private int at;
  private Slot slot;

  InsnDecoder(byte[] code) throws DecodeException {
    bytes = ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN);
    length = code.length / Slot.BYTES;
    if (length > InsnCodec.MAX_SLOTS) {
      throw new DecodeException(
          InsnCodec.MAX_SLOTS, "a program of more than " + InsnCodec.MAX_SLOTS + " slots");
    }
    if (code.length % Slot.BYTES != 0) {
      throw new DecodeException(length, "code ends inside an instruction");
    }
    indices = new int[length];
  }

  List<Insn> decode() throws DecodeException {
    number();
    for (at = 0; at < length; at += insns.get(insns.size() - 1).slots()) {
      slot = Slot.read(bytes, at);
      insns.add(insn());
    }
    return List.copyOf(insns);
  }

  private void number() throws DecodeException {
    int next = 0;
    for (int i = 0; i < length; i++) {
      indices[i] = next++;
      if (Slot.read(bytes, i).opcode() == Slot.LDDW) {
        i++;
        if (i == length) {
          throw new DecodeException(i - 1, "64-bit immediate without its second half");
        }
        indices[i] = -1;
      }
    }
  }

  private Insn insn() throws DecodeException {
    return switch (slot.instructionClass()) {
      case Slot.LD -> loadImmediate();
      case Slot.LDX -> load();
      case Slot.ST -> storeImmediate();
      case Slot.STX -> slot.mode() == Slot.MODE_ATOMIC ? atomic() : store();
      case Slot.ALU -> alu(Width.W32);
      case Slot.ALU64 -> alu(Width.W64);
      case Slot.JMP -> jump(Width.W64);
      default -> jump(Width.W32);
    };
  }

  private Insn loadImmediate() throws DecodeException {
    boolean packet = slot.mode() == Slot.MODE_ABS || slot.mode() == Slot.MODE_IND;
    if (packet && slot.size() != MemSize.B8) {
      String name = slot.mode() == Slot.MODE_ABS ? "BPF_ABS" : "BPF_IND";
      throw fail("legacy packet access (" + name + ") is not supported");
    }
    if (slot.opcode() != Slot.LDDW) {
      throw unknown();
    }
    zero("offset", slot.offset());
    Slot second = Slot.read(bytes, at + 1);
    if (second.opcode() != 0 || second.dst() != 0 || second.src() != 0 || second.offset() != 0) {
      throw new DecodeException(at + 1, "second half of a 64-bit immediate is not plain");
    }
    Reg dst = reg(slot.dst());
    if (slot.src() == 0) {
      return new Insn.LoadImm64(dst, (long) second.imm() << 32 | (slot.imm() & 0xffff_ffffL));
    }
    return reference(dst, second.imm());
  }

  private Insn reference(Reg dst, int high) throws DecodeException {
    RefKind kind = RefKind.decode(slot.src());
    if (kind == null) {
      throw fail("64-bit immediate of kind " + slot.src() + " is not supported");
    }
    if (!kind.hasOffset()) {
      zero("second immediate", high);
    }
    int index = kind == RefKind.CODE ? target(slot.imm()) : slot.imm();
    return new Insn.LoadRef(dst, kind, index, high);
  }

  private Insn load() throws DecodeException {
    boolean signed = slot.mode() == Slot.MODE_MEMSX;
    boolean exists = signed ? slot.size() != MemSize.B8 : slot.mode() == Slot.MODE_MEM;
    if (!exists) {
      throw unknown();
    }
    zero("immediate", slot.imm());
    return new Insn.Load(slot.size(), signed, reg(slot.dst()), reg(slot.src()), slot.offset());
  }

  private Insn storeImmediate() throws DecodeException {
    if (slot.mode() != Slot.MODE_MEM) {
      throw unknown();
    }
    zero("source register", slot.src());
    return new Insn.Store(slot.size(), reg(slot.dst()), slot.offset(), new Imm(slot.imm()));
  }

  private Insn store() throws DecodeException {
    if (slot.mode() != Slot.MODE_MEM) {
      throw unknown();
    }
    zero("immediate", slot.imm());
    return new Insn.Store(slot.size(), reg(slot.dst()), slot.offset(), reg(slot.src()));
  }

  private Insn atomic() throws DecodeException {
    boolean wide = slot.size() == MemSize.B8;
    if (!wide && slot.size() != MemSize.B4) {
      throw unknown();
    }
    AtomicOp op = AtomicOp.decode(slot.imm());
    if (op == null) {
      throw fail("unknown atomic operation 0x" + Integer.toHexString(slot.imm()));
    }
    Width width = wide ? Width.W64 : Width.W32;
    return new Insn.Atomic(op, width, reg(slot.dst()), slot.offset(), reg(slot.src()));
  }

  private Insn alu(Width width) throws DecodeException {
    if (slot.code() == Slot.CODE_NEG) {
      return negation(width);
    }
    if (slot.code() == Slot.CODE_END) {
      return conversion(width);
    }
    Operand src = operand();
    AluOp op = AluOp.decode(slot.code(), slot.offset());
    if (op == null) {
      throw AluOp.decode(slot.code(), 0) == null ? unknown() : reserved("offset", slot.offset());
    }
    if (!op.exists(width, src)) {
      throw unknown();
    }
    return new Insn.Alu(op, width, reg(slot.dst()), src);
  }

  private Insn negation(Width width) throws DecodeException {
    if (slot.sourceIsRegister()) {
      throw unknown();
    }
    zero("source register", slot.src());
    zero("offset", slot.offset());
    zero("immediate", slot.imm());
    return new Insn.Unary(UnaryOp.NEG, width, reg(slot.dst()));
  }

  private Insn conversion(Width width) throws DecodeException {
    boolean swap = width == Width.W64;
    if (swap && slot.sourceIsRegister()) {
      throw unknown();
    }
    zero("source register", slot.src());
    zero("offset", slot.offset());
    String family = swap ? "BSWAP" : slot.sourceIsRegister() ? "BE" : "LE";
    UnaryOp op = UnaryOp.conversion(family, slot.imm());
    if (op == null) {
      throw fail("byte-order conversion of " + slot.imm() + " bits does not exist");
    }
    return new Insn.Unary(op, Width.W64, reg(slot.dst()));
  }

  private Insn jump(Width width) throws DecodeException {
    return switch (slot.code()) {
      case Slot.CODE_JA -> unconditional(width);
      case Slot.CODE_CALL -> call(width);
      case Slot.CODE_EXIT -> exit(width);
      default -> branch(width);
    };
  }

  private Insn unconditional(Width width) throws DecodeException {
    if (slot.sourceIsRegister()) {
      throw unknown();
    }
    registersAreZero();
    if (width == Width.W32) {
      zero("offset", slot.offset());
      return new Insn.Jump(target(slot.imm()));
    }
    zero("immediate", slot.imm());
    return new Insn.Jump(target(slot.offset()));
  }

  private Insn branch(Width width) throws DecodeException {
    JumpCond cond = JumpCond.decode(slot.code());
    if (cond == null) {
      throw unknown();
    }
    return new Insn.Branch(cond, width, reg(slot.dst()), operand(), target(slot.offset()));
  }

  private Insn call(Width width) throws DecodeException {
    if (width == Width.W32) {
      throw unknown();
    }
    zero("offset", slot.offset());
    if (slot.sourceIsRegister()) {
      return callRegister();
    }
    zero("destination register", slot.dst());
    return switch (slot.src()) {
      case Slot.CALL_HELPER -> new Insn.Call(slot.imm());
      case Slot.CALL_LOCAL -> new Insn.CallLocal(target(slot.imm()));
      case Slot.CALL_BTF -> new Insn.CallBtf(slot.imm());
      default -> throw reserved("source register", slot.src());
    };
  }

  /**
   * The register is in the destination field, as all tools agree today; clang up to version 18 left
   * that zero and put the number into the immediate. An r0 looks the same in both.
   */
  private Insn callRegister() throws DecodeException {
    zero("source register", slot.src());
    if (slot.dst() == 0 && slot.imm() > 0) {
      return new Insn.CallReg(reg(slot.imm()));
    }
    zero("immediate", slot.imm());
    return new Insn.CallReg(reg(slot.dst()));
  }

  private Insn exit(Width width) throws DecodeException {
    if (width == Width.W32 || slot.sourceIsRegister()) {
      throw unknown();
    }
    registersAreZero();
    zero("offset", slot.offset());
    zero("immediate", slot.imm());
    return new Insn.Exit();
  }

  private Operand operand() throws DecodeException {
    if (slot.sourceIsRegister()) {
      zero("immediate", slot.imm());
      return reg(slot.src());
    }
    zero("source register", slot.src());
    return new Imm(slot.imm());
  }

  private Reg reg(int number) throws DecodeException {
    if (number >= Reg.COUNT) {
      throw fail("there is no register r" + number);
    }
    return Reg.of(number);
  }

  /** The index of the instruction {@code distance} slots behind the slot after this one. */
  private int target(int distance) throws DecodeException {
    long target = (long) at + 1 + distance;
    if (target < 0 || target >= length) {
      throw fail("target " + target + " lies outside the program");
    }
    int index = indices[(int) target];
    if (index < 0) {
      throw fail("target " + target + " is the second half of a 64-bit immediate");
    }
    return index;
  }

  private void registersAreZero() throws DecodeException {
    zero("destination register", slot.dst());
    zero("source register", slot.src());
  }

  private void zero(String field, int value) throws DecodeException {
    if (value != 0) {
      throw reserved(field, value);
    }
  }

  private DecodeException reserved(String field, int value) {
    return fail(
        field + " of opcode 0x" + Integer.toHexString(slot.opcode()) + " must not be " + value);
  }

  private DecodeException unknown() {
    return fail("unknown opcode 0x" + Integer.toHexString(slot.opcode()));
  }

  private DecodeException fail(String what) {
    return new DecodeException(at, what);
  }
}
