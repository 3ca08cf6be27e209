package org.gpol.compiler.machine;

import java.util.Locale;
import org.gpol.bpf.code.Code;
import org.gpol.bpf.code.Function;
import org.gpol.bpf.code.SourceLocation;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.InsnVisitor;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;

/** Code as text for snapshots: one instruction a line, under the source line it comes from. */
public final class CodeText implements InsnVisitor<String> {
  private final Code code;

  private CodeText(Code code) {
    this.code = code;
  }

  /** The whole program. */
  public static String of(Code code) {
    CodeText text = new CodeText(code);
    StringBuilder out = new StringBuilder();
    String line = "";
    for (int i = 0; i < code.size(); i++) {
      for (Function function : code.functions()) {
        if (function.start() == i) {
          out.append(function.name()).append(":\n");
          line = "";
        }
      }
      SourceLocation at = code.location(i);
      String here = at == null ? "?" : at.line() + ": " + at.text().strip();
      if (!here.equals(line)) {
        out.append("  ; ").append(here).append('\n');
        line = here;
      }
      out.append("%5d  %s%n".formatted(i, code.insn(i).accept(text)));
    }
    return out.toString();
  }

  private static String name(Operand operand, Width width) {
    boolean half = width == Width.W32 && operand instanceof Reg;
    return half ? operand.toString().replace('r', 'w') : operand.toString();
  }

  @Override
  public String visitAlu(Insn.Alu i) {
    return name(i.dst(), i.width()) + " " + i.op().symbol() + " " + name(i.src(), i.width());
  }

  @Override
  public String visitUnary(Insn.Unary i) {
    String reg = name(i.dst(), i.width());
    return reg + " = " + i.op().name().toLowerCase(Locale.ROOT) + " " + reg;
  }

  @Override
  public String visitLoadImm64(Insn.LoadImm64 i) {
    return i.dst() + " = " + i.value() + " ll";
  }

  @Override
  public String visitLoadRef(Insn.LoadRef i) {
    boolean value = i.kind() == RefKind.MAP_VALUE;
    return i.dst() + " = " + (value ? "&map" : "map") + i.index() + (value ? "+" + i.offset() : "");
  }

  @Override
  public String visitLoad(Insn.Load i) {
    return i.dst() + " = " + place(i.size().typeName(), i.base(), i.offset());
  }

  @Override
  public String visitStore(Insn.Store i) {
    return place(i.size().typeName(), i.base(), i.offset()) + " = " + i.value();
  }

  private static String place(String type, Reg base, int offset) {
    return "*(" + type + " *)(" + base + (offset < 0 ? " - " : " + ") + Math.abs(offset) + ")";
  }

  @Override
  public String visitAtomic(Insn.Atomic i) {
    return i.toString();
  }

  @Override
  public String visitJump(Insn.Jump i) {
    return "goto " + i.target();
  }

  @Override
  public String visitBranch(Insn.Branch i) {
    return "if %s %s %s goto %d"
        .formatted(
            name(i.left(), i.width()), i.cond().symbol(), name(i.right(), i.width()), i.target());
  }

  @Override
  public String visitCall(Insn.Call i) {
    return "call " + i.id();
  }

  @Override
  public String visitCallLocal(Insn.CallLocal i) {
    return "call " + code.functionAt(i.target()).name();
  }

  @Override
  public String visitCallBtf(Insn.CallBtf insn) {
    throw new UnsupportedOperationException("the compiler makes no calls by BTF id");
  }

  @Override
  public String visitCallReg(Insn.CallReg insn) {
    throw new UnsupportedOperationException("the compiler makes no calls of registers");
  }

  @Override
  public String visitExit(Insn.Exit i) {
    return "exit";
  }
}
