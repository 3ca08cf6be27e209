package org.gpol.bpf.text;

import java.util.Locale;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.AtomicOp;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.InsnVisitor;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.OpcodeRow;
import org.gpol.bpf.isa.OpcodeTable;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.UnaryOp;
import org.gpol.bpf.isa.Width;

/** The reference page of the instruction set, from the tables that the machine itself uses. */
final class IsaPage implements InsnVisitor<String> {
  private final OpcodeRow row;

  private IsaPage(OpcodeRow row) {
    this.row = row;
  }

  /** The rows as a Markdown table. */
  static String table() {
    StringBuilder page = new StringBuilder();
    page.append("| opcode | src | offset | imm | written | means | group |\n");
    page.append("|---|---|---|---|---|---|---|\n");
    for (OpcodeRow row : OpcodeTable.rows()) {
      String written = Disassembler.text(row.example());
      boolean far = row.opcode() == 0x06;
      page.append(
          String.format(
              Locale.ROOT,
              "| `0x%02x` | %s | %s | %s | `%s` | %s | %s |\n",
              row.opcode(),
              field(row.src()),
              field(row.offset()),
              field(row.imm()),
              cell((far ? written.replace("goto", "gotol") : written).replace("@0", "label")),
              cell(row.example().accept(new IsaPage(row))),
              row.group().label()));
    }
    return page.toString();
  }

  private static String field(OpcodeRow.Field field) {
    return field.any() ? "any" : "0x" + Integer.toHexString(field.value());
  }

  /** A bar would end the cell, even in code. */
  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private static String name(Operand operand, Width width) {
    String name = operand instanceof Imm ? "imm" : "src";
    return width == Width.W64 || operand instanceof Imm ? name : name + "₃₂";
  }

  private static String dst(Width width) {
    return width == Width.W64 ? "dst" : "dst₃₂";
  }

  @Override
  public String visitAlu(Insn.Alu insn) {
    String dst = dst(insn.width());
    String src = name(insn.src(), insn.width());
    return dst + " = " + formula(insn.op(), dst, src, insn.width());
  }

  private static String formula(AluOp op, String dst, String src, Width width) {
    String count = src + " & " + (width.bits() - 1);
    return switch (op) {
      case ADD -> dst + " + " + src;
      case SUB -> dst + " - " + src;
      case MUL -> dst + " × " + src;
      case DIV -> dst + " / " + src + ", 0 if " + src + " is 0";
      case SDIV -> dst + " / " + src + " signed, towards 0; 0 if " + src + " is 0";
      case MOD -> "remainder of " + dst + " / " + src + ", " + dst + " if " + src + " is 0";
      case SMOD ->
          "remainder of "
              + dst
              + " / "
              + src
              + " signed, with the sign of dst; "
              + dst
              + " if "
              + src
              + " is 0";
      case OR -> dst + " | " + src;
      case AND -> dst + " & " + src;
      case XOR -> dst + " ^ " + src;
      case LSH -> dst + " shifted left by " + count;
      case RSH -> dst + " shifted right by " + count + ", zeros from above";
      case ARSH -> dst + " shifted right by " + count + ", copies of the sign from above";
      case MOV -> src;
      case MOVSX8 -> "the low 8 bits of src, sign extended";
      case MOVSX16 -> "the low 16 bits of src, sign extended";
      case MOVSX32 -> "the low 32 bits of src, sign extended";
    };
  }

  @Override
  public String visitUnary(Insn.Unary insn) {
    if (insn.op() == UnaryOp.NEG) {
      return dst(insn.width()) + " = 0 - " + dst(insn.width());
    }
    String low = "dst = the low " + insn.op().bits() + " bits of dst, ";
    return low + (insn.op().name().startsWith("LE") ? "as they are" : "bytes reversed");
  }

  @Override
  public String visitLoadImm64(Insn.LoadImm64 insn) {
    return "dst = imm, and the second slot's imm above it";
  }

  @Override
  public String visitLoadRef(Insn.LoadRef insn) {
    return switch (insn.kind()) {
      case MAP -> "dst = the map numbered imm";
      case MAP_VALUE -> "dst = address in the value of map imm, the second slot's imm into it";
      case VARIABLE -> "dst = address of the platform's variable imm";
      case CODE -> "dst = address of the function imm slots on";
      case MAP_BY_INDEX -> "dst = map imm of the list handed over";
      case MAP_VALUE_BY_INDEX ->
          "dst = address in the value of map imm of the list, the second slot's imm into it";
    };
  }

  @Override
  public String visitLoad(Insn.Load insn) {
    int bits = 8 * insn.size().bytes();
    String how = insn.signed() ? ", sign extended" : bits < 64 ? ", zero extended" : "";
    return "dst = " + bits + " bits at src + offset" + how;
  }

  @Override
  public String visitStore(Insn.Store insn) {
    int bits = 8 * insn.size().bytes();
    String value = name(insn.value(), Width.W64);
    return bits + " bits at dst + offset = " + value;
  }

  @Override
  public String visitAtomic(Insn.Atomic insn) {
    String memory = "memory";
    String src = insn.width() == Width.W64 ? "src" : "src₃₂";
    String r0 = insn.width() == Width.W64 ? "r0" : "r0₃₂";
    String doing =
        switch (insn.op()) {
          case ADD, FETCH_ADD -> memory + " += " + src;
          case OR, FETCH_OR -> memory + " |= " + src;
          case AND, FETCH_AND -> memory + " &= " + src;
          case XOR, FETCH_XOR -> memory + " ^= " + src;
          case XCHG -> memory + " = " + src;
          case CMPXCHG -> memory + " = " + src + " if it was " + r0;
        };
    String old = insn.op() == AtomicOp.CMPXCHG ? r0 : src;
    return doing + (insn.op().fetches() ? "; " + old + " = its old value" : "");
  }

  @Override
  public String visitJump(Insn.Jump insn) {
    return "go on " + (row.opcode() == 0x06 ? "imm" : "offset") + " slots on";
  }

  @Override
  public String visitBranch(Insn.Branch insn) {
    String left = dst(insn.width());
    String right = name(insn.right(), insn.width());
    JumpCond cond = insn.cond();
    String symbol = cond.signed() ? cond.symbol().substring(1) : cond.symbol();
    String test =
        cond == JumpCond.JSET
            ? "(" + left + " & " + right + ") != 0"
            : left + " " + symbol + " " + right;
    return "if " + test + (cond.signed() ? " as signed numbers" : "") + ", go on offset slots on";
  }

  @Override
  public String visitCall(Insn.Call insn) {
    return "r0 = what helper number imm returns for r1 to r5";
  }

  @Override
  public String visitCallLocal(Insn.CallLocal insn) {
    return "call the function imm slots on, in a frame of its own";
  }

  @Override
  public String visitCallBtf(Insn.CallBtf insn) {
    return "r0 = what the platform's function with BTF id imm returns for r1 to r5";
  }

  @Override
  public String visitCallReg(Insn.CallReg insn) {
    return "call the function at the address in dst";
  }

  @Override
  public String visitExit(Insn.Exit insn) {
    return "return r0 to the caller, or from the program";
  }
}
