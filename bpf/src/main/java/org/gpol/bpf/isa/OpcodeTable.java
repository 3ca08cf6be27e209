package org.gpol.bpf.isa;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.gpol.bpf.isa.OpcodeRow.Field;

/**
 * All instructions that this machine knows, one row each, derived from the tables of operations
 * ({@link AluOp}, {@link UnaryOp}, {@link JumpCond}, {@link AtomicOp}, {@link RefKind}) and the
 * encoder. Documentation and tests that must cover everything enumerate it.
 */
public final class OpcodeTable {
  private static final Reg DST = Reg.R1;
  private static final Reg SRC = Reg.R2;
  private static final Imm IMM = new Imm(5);
  private static final int OFFSET = 4;

  private static final List<OpcodeRow> ROWS = new OpcodeTable().build();

  private final List<OpcodeRow> rows = new ArrayList<>();

  private OpcodeTable() {}

  /** The rows in the order of their opcodes. */
  public static List<OpcodeRow> rows() {
    return ROWS;
  }

  private List<OpcodeRow> build() {
    for (Width width : Width.values()) {
      arithmetic(width);
      branches(width);
      atomics(width);
    }
    conversions();
    memory();
    wide();
    control();
    rows.sort(
        Comparator.comparingInt(OpcodeRow::opcode)
            .thenComparingInt(row -> row.src().value())
            .thenComparingInt(row -> row.offset().value())
            .thenComparingInt(row -> row.imm().value()));
    return List.copyOf(rows);
  }

  private void arithmetic(Width width) {
    for (AluOp op : AluOp.values()) {
      boolean multiplies = op == AluOp.MUL || op.divides();
      ConformanceGroup group =
          multiplies
              ? of(width, ConformanceGroup.DIVMUL32, ConformanceGroup.DIVMUL64)
              : base(width);
      Field offset = Field.of(op.offset());
      if (op.exists(width, IMM)) {
        add(new Insn.Alu(op, width, DST, IMM), Field.ZERO, offset, Field.ANY, group);
      }
      if (op.exists(width, SRC)) {
        add(new Insn.Alu(op, width, DST, SRC), Field.ANY, offset, Field.ZERO, group);
      }
    }
    Insn negation = new Insn.Unary(UnaryOp.NEG, width, DST);
    add(negation, Field.ZERO, Field.ZERO, Field.ZERO, base(width));
  }

  private void branches(Width width) {
    for (JumpCond cond : JumpCond.values()) {
      Insn byImm = new Insn.Branch(cond, width, DST, IMM, 0);
      add(byImm, Field.ZERO, Field.ANY, Field.ANY, base(width));
      Insn byReg = new Insn.Branch(cond, width, DST, SRC, 0);
      add(byReg, Field.ANY, Field.ANY, Field.ZERO, base(width));
    }
  }

  private void atomics(Width width) {
    ConformanceGroup group = of(width, ConformanceGroup.ATOMIC32, ConformanceGroup.ATOMIC64);
    for (AtomicOp op : AtomicOp.values()) {
      Insn insn = new Insn.Atomic(op, width, DST, OFFSET, SRC);
      add(insn, Field.ANY, Field.ANY, Field.of(op.code()), group);
    }
  }

  private void conversions() {
    for (UnaryOp op : UnaryOp.values()) {
      if (op != UnaryOp.NEG) {
        ConformanceGroup group =
            op.bits() == 64 ? ConformanceGroup.BASE64 : ConformanceGroup.BASE32;
        Insn insn = new Insn.Unary(op, Width.W64, DST);
        add(insn, Field.ZERO, Field.ZERO, Field.of(op.bits()), group);
      }
    }
  }

  private void memory() {
    for (MemSize size : MemSize.values()) {
      ConformanceGroup group =
          size == MemSize.B8 ? ConformanceGroup.BASE64 : ConformanceGroup.BASE32;
      Insn load = new Insn.Load(size, false, DST, SRC, OFFSET);
      add(load, Field.ANY, Field.ANY, Field.ZERO, group);
      if (size != MemSize.B8) {
        Insn extending = new Insn.Load(size, true, DST, SRC, OFFSET);
        add(extending, Field.ANY, Field.ANY, Field.ZERO, ConformanceGroup.BASE64);
      }
      Insn storeImm = new Insn.Store(size, DST, OFFSET, IMM);
      add(storeImm, Field.ZERO, Field.ANY, Field.ANY, group);
      Insn storeReg = new Insn.Store(size, DST, OFFSET, SRC);
      add(storeReg, Field.ANY, Field.ANY, Field.ZERO, group);
    }
  }

  private void wide() {
    Insn constant = new Insn.LoadImm64(DST, 0x1122334455667788L);
    add(constant, Field.ZERO, Field.ZERO, Field.ANY, ConformanceGroup.BASE64);
    for (RefKind kind : RefKind.values()) {
      int index = kind == RefKind.CODE ? 0 : IMM.value();
      Insn insn = new Insn.LoadRef(DST, kind, index, kind.hasOffset() ? OFFSET : 0);
      Field src = Field.of(kind.pseudoSource());
      add(insn, src, Field.ZERO, Field.ANY, ConformanceGroup.BASE64);
    }
  }

  private void control() {
    ConformanceGroup base = ConformanceGroup.BASE32;
    Insn jump = new Insn.Jump(0);
    add(jump, Field.ZERO, Field.ANY, Field.ZERO, base);
    // The encoder takes the long form of a jump only for distances that need it.
    int longJump = Slot.JMP32 | Slot.CODE_JA;
    rows.add(new OpcodeRow(longJump, Field.ZERO, Field.ZERO, Field.ANY, base, jump));
    Insn helper = new Insn.Call(IMM.value());
    add(helper, Field.of(Slot.CALL_HELPER), Field.ZERO, Field.ANY, base);
    add(new Insn.CallLocal(0), Field.of(Slot.CALL_LOCAL), Field.ZERO, Field.ANY, base);
    Insn byType = new Insn.CallBtf(IMM.value());
    add(byType, Field.of(Slot.CALL_BTF), Field.ZERO, Field.ANY, base);
    add(new Insn.CallReg(DST), Field.ZERO, Field.ZERO, Field.ZERO, ConformanceGroup.CALLX);
    add(new Insn.Exit(), Field.ZERO, Field.ZERO, Field.ZERO, base);
  }

  private static ConformanceGroup base(Width width) {
    return of(width, ConformanceGroup.BASE32, ConformanceGroup.BASE64);
  }

  private static ConformanceGroup of(Width width, ConformanceGroup narrow, ConformanceGroup wide) {
    return width == Width.W32 ? narrow : wide;
  }

  private void add(Insn example, Field src, Field offset, Field imm, ConformanceGroup group) {
    int opcode = InsnCodec.encode(List.of(example))[0] & 0xff;
    rows.add(new OpcodeRow(opcode, src, offset, imm, group, example));
  }
}
