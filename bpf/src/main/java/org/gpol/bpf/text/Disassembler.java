package org.gpol.bpf.text;

import java.util.Locale;
import java.util.function.IntFunction;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.Function;
import org.gpol.bpf.code.SourceLocation;
import org.gpol.bpf.isa.AtomicOp;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.InsnVisitor;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.UnaryOp;
import org.gpol.bpf.isa.Width;

/**
 * Code as text in the Linux kernel's notation: {@code r1 += 5}, {@code w1} for 32-bit operands,
 * {@code if r1 s> r2 goto 7}. Targets are indices of instructions, not distances, so that they can
 * be found by eye.
 */
public final class Disassembler implements InsnVisitor<String> {
  private final IntFunction<String> helpers;
  private final IntFunction<String> maps;
  private final IntFunction<String> functions;

  private Disassembler(
      IntFunction<String> helpers, IntFunction<String> maps, IntFunction<String> functions) {
    this.helpers = helpers;
    this.maps = maps;
    this.functions = functions;
  }

  /** One instruction, whose helpers and maps have only numbers. */
  public static String text(Insn insn) {
    return insn.accept(
        new Disassembler(id -> "#" + id, index -> "map#" + index, index -> "" + index));
  }

  /**
   * A program, one instruction a line, each function under its name and each run of instructions
   * under the source line that it comes from.
   *
   * @param helpers names of helpers by number
   * @param maps names of maps by index
   */
  public static String text(Code code, IntFunction<String> helpers, IntFunction<String> maps) {
    Disassembler text = new Disassembler(helpers, maps, index -> place(code, index));
    StringBuilder out = new StringBuilder();
    SourceLocation last = null;
    for (int i = 0; i < code.size(); i++) {
      Function function = code.functionAt(i);
      if (function.start() == i) {
        out.append(function.name()).append(":\n");
        last = null;
      }
      SourceLocation here = code.location(i);
      if (here != null && !sameLine(here, last)) {
        out.append("  ; ").append(here.line()).append(": ").append(here.text().strip());
        out.append('\n');
      }
      last = here;
      out.append(String.format(Locale.ROOT, "%5d  %s\n", i, code.insn(i).accept(text)));
    }
    return out.toString();
  }

  /** A function's name; code that nobody has verified may also point into its middle. */
  private static String place(Code code, int index) {
    Function function = code.functionAt(index);
    int into = index - function.start();
    return into == 0 ? function.name() : function.name() + (into < 0 ? "" : "+") + into;
  }

  private static boolean sameLine(SourceLocation here, SourceLocation last) {
    return last != null && here.line() == last.line() && here.file().equals(last.file());
  }

  @Override
  public String visitAlu(Insn.Alu insn) {
    String dst = name(insn.dst(), insn.width());
    // The kernel sets a cast against its operand: r1 = (s8)r2.
    String space = insn.op().isSignExtendingMove() ? "" : " ";
    return dst + " " + insn.op().symbol() + space + name(insn.src(), insn.width());
  }

  @Override
  public String visitUnary(Insn.Unary insn) {
    if (insn.op() == UnaryOp.NEG) {
      String reg = name(insn.dst(), insn.width());
      return reg + " = -" + reg;
    }
    return insn.dst() + " = " + insn.op().name().toLowerCase(Locale.ROOT) + " " + insn.dst();
  }

  @Override
  public String visitLoadImm64(Insn.LoadImm64 insn) {
    return insn.dst() + " = 0x" + Long.toHexString(insn.value()) + " ll";
  }

  @Override
  public String visitLoadRef(Insn.LoadRef insn) {
    String what =
        switch (insn.kind()) {
          case MAP -> maps.apply(insn.index());
          case MAP_VALUE -> "&" + maps.apply(insn.index()) + "+" + insn.offset();
          case VARIABLE -> "&var#" + insn.index();
          case MAP_BY_INDEX -> "map_by_idx#" + insn.index();
          case MAP_VALUE_BY_INDEX -> "&map_by_idx#" + insn.index() + "+" + insn.offset();
          case CODE -> "&" + functions.apply(insn.index());
        };
    return insn.dst() + " = " + what + " ll";
  }

  @Override
  public String visitLoad(Insn.Load insn) {
    String type = insn.signed() ? insn.size().signedTypeName() : insn.size().typeName();
    return insn.dst() + " = *" + place(type, insn.base(), insn.offset());
  }

  @Override
  public String visitStore(Insn.Store insn) {
    return "*" + place(insn.size().typeName(), insn.base(), insn.offset()) + " = " + insn.value();
  }

  @Override
  public String visitAtomic(Insn.Atomic insn) {
    boolean wide = insn.width() == Width.W64;
    String type = (wide ? MemSize.B8 : MemSize.B4).typeName();
    String place = place(type, insn.base(), insn.offset());
    String src = name(insn.src(), insn.width());
    if (!insn.op().fetches()) {
      return "lock *" + place + " " + plainSymbol(insn.op()) + " " + src;
    }
    boolean compares = insn.op() == AtomicOp.CMPXCHG;
    String r0 = name(Reg.R0, insn.width());
    String call = insn.op().name().toLowerCase(Locale.ROOT) + "(" + place + ", ";
    String prefix = wide ? "atomic64_" : "atomic_";
    return compares
        ? r0 + " = " + prefix + call + r0 + ", " + src + ")"
        : src + " = " + prefix + call + src + ")";
  }

  /** The notation of the operations that fetch nothing. */
  private static String plainSymbol(AtomicOp op) {
    return switch (op) {
      case ADD, FETCH_ADD -> "+=";
      case OR, FETCH_OR -> "|=";
      case AND, FETCH_AND -> "&=";
      case XOR, FETCH_XOR -> "^=";
      case XCHG, CMPXCHG -> "=";
    };
  }

  @Override
  public String visitJump(Insn.Jump insn) {
    return "goto " + insn.target();
  }

  @Override
  public String visitBranch(Insn.Branch insn) {
    return "if "
        + name(insn.left(), insn.width())
        + " "
        + insn.cond().symbol()
        + " "
        + name(insn.right(), insn.width())
        + " goto "
        + insn.target();
  }

  @Override
  public String visitCall(Insn.Call insn) {
    return "call " + helpers.apply(insn.id());
  }

  @Override
  public String visitCallLocal(Insn.CallLocal insn) {
    return "call " + functions.apply(insn.target());
  }

  @Override
  public String visitCallBtf(Insn.CallBtf insn) {
    return "call kernel-function#" + insn.id();
  }

  @Override
  public String visitCallReg(Insn.CallReg insn) {
    return "callx " + insn.function();
  }

  @Override
  public String visitExit(Insn.Exit insn) {
    return "exit";
  }

  private static String name(Operand operand, Width width) {
    if (operand instanceof Imm imm) {
      return imm.toString();
    }
    return (width == Width.W64 ? "r" : "w") + ((Reg) operand).number();
  }

  private static String place(String type, Reg base, int offset) {
    return "(" + type + " *)(" + base + (offset < 0 ? " " : " +") + offset + ")";
  }
}
