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
 * Code as text in the notation of the Linux kernel and of {@code llvm-objdump}: {@code r1 += 5},
 * {@code w1} for 32-bit operands, {@code if r1 s> r2 goto +3}. The {@link Assembler} reads all of
 * it back.
 */
public final class Disassembler implements InsnVisitor<String> {
  private final IntFunction<String> helpers;
  private final IntFunction<String> maps;

  /** Where targets are looked up; null for an instruction on its own. */
  private final Code code;

  private final int[] slots;
  private int at;

  private Disassembler(Code code, IntFunction<String> helpers, IntFunction<String> maps) {
    this.code = code;
    this.helpers = helpers;
    this.maps = maps;
    int size = code == null ? 0 : code.size();
    slots = new int[size + 1];
    for (int i = 0; i < size; i++) {
      slots[i + 1] = slots[i] + code.insn(i).slots();
    }
  }

  /**
   * One instruction, whose helpers and maps have only numbers; it goes to {@code @7}, the
   * instruction with that index.
   */
  public static String text(Insn insn) {
    return insn.accept(new Disassembler(null, id -> null, index -> null));
  }

  /**
   * A program, one instruction a line, each function under its name and each run of instructions
   * under the source line that it comes from. Jumps show their distance in slots, as the encoding
   * has it, and the number of the instruction that they go to.
   *
   * @param helpers names of helpers by number, or null
   * @param maps names of maps by index, or null
   */
  public static String text(Code code, IntFunction<String> helpers, IntFunction<String> maps) {
    Disassembler text = new Disassembler(code, helpers, maps);
    StringBuilder out = new StringBuilder();
    SourceLocation last = null;
    for (text.at = 0; text.at < code.size(); text.at++) {
      if (text.startFunctions(out)) {
        last = null;
      }
      SourceLocation here = code.location(text.at);
      if (here != null && !sameLine(here, last)) {
        out.append("  ; ").append(here.line()).append(": ").append(here.text().strip());
        out.append('\n');
      }
      last = here;
      String number = Integer.toString(text.at);
      out.append(" ".repeat(Math.max(0, 5 - number.length()))).append(number).append("  ");
      out.append(code.insn(text.at).accept(text)).append('\n');
    }
    return out.toString();
  }

  /** The instruction at {@code index} of {@code code} as in its listing, without its number. */
  public static String line(
      Code code, int index, IntFunction<String> helpers, IntFunction<String> maps) {
    Disassembler text = new Disassembler(code, helpers, maps);
    text.at = index;
    return code.insn(index).accept(text);
  }

  private boolean startFunctions(StringBuilder out) {
    int before = out.length();
    for (Function function : code.functions()) {
      if (function.start() == at) {
        out.append(function.name()).append(":\n");
      }
    }
    return out.length() > before;
  }

  /** A function's name; code that nobody has verified may also point into its middle. */
  private String function(int index) {
    if (code == null) {
      return "@" + index;
    }
    Function function = code.functionAt(index);
    int into = index - function.start();
    return into == 0 ? function.name() : function.name() + (into < 0 ? "" : "+") + into;
  }

  /** The distance to an instruction, or its number if there is no program to count slots in. */
  private String target(int index) {
    if (code == null || index < 0 || index >= code.size()) {
      return "@" + index;
    }
    int distance = slots[index] - slots[at + 1];
    return (distance < 0 ? "" : "+") + distance + " <" + index + ">";
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
          case MAP -> map(insn.index());
          case MAP_VALUE -> "&" + map(insn.index()) + plus(insn.offset());
          case VARIABLE -> "&var#" + insn.index();
          case MAP_BY_INDEX -> "map_by_idx#" + insn.index();
          case MAP_VALUE_BY_INDEX -> "&map_by_idx#" + insn.index() + plus(insn.offset());
          case CODE -> "&" + function(insn.index());
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
    String target = target(insn.target());
    return (isLong(insn) ? "gotol " : "goto ") + target;
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
        + target(insn.target());
  }

  private boolean isLong(Insn.Jump insn) {
    if (code == null || insn.target() < 0 || insn.target() >= code.size()) {
      return false;
    }
    int distance = slots[insn.target()] - slots[at + 1];
    return distance != (short) distance;
  }

  @Override
  public String visitCall(Insn.Call insn) {
    String name = helpers.apply(insn.id());
    return "call " + (name == null ? "" : name + "#") + insn.id();
  }

  @Override
  public String visitCallLocal(Insn.CallLocal insn) {
    return "call " + function(insn.target());
  }

  @Override
  public String visitCallBtf(Insn.CallBtf insn) {
    return "call kfunc#" + insn.id();
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
    String sign = offset < 0 ? " - " : " + ";
    return "(" + type + " *)(" + base + sign + Math.abs((long) offset) + ")";
  }

  private String map(int index) {
    String name = maps.apply(index);
    return name == null ? "map#" + index : name;
  }

  private static String plus(int offset) {
    return (offset < 0 ? "" : "+") + offset;
  }
}
