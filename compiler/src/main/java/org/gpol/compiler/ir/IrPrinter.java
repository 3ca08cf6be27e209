package org.gpol.compiler.ir;

import java.util.List;
import java.util.stream.Collectors;
import org.gpol.bpf.code.SourceLocation;

/** The representation as text: stable, for dumps and for tests. */
public final class IrPrinter {
  private IrPrinter() {}

  /** The functions of a module, an empty line between them. */
  public static String print(IrModule module) {
    return module.functions().stream().map(IrPrinter::print).collect(Collectors.joining("\n"));
  }

  /** As {@link #print(IrModule)}, with the source line above what was made of it. */
  public static String listing(IrModule module) {
    return module.functions().stream()
        .map(function -> print(function, true))
        .collect(Collectors.joining("\n"));
  }

  /** A function, its blocks and their instructions one a line. */
  public static String print(IrFunction function) {
    return print(function, false);
  }

  private static String print(IrFunction function, boolean withSource) {
    SourceLines source = new SourceLines(withSource);
    StringBuilder out = new StringBuilder("fn ").append(function.name()).append('(');
    out.append(
        function.params().stream().map(p -> p + ": " + p.type()).collect(Collectors.joining(", ")));
    out.append(')');
    if (function.returns() != null) {
      out.append(" -> ").append(function.returns());
    }
    out.append(" {\n");
    for (int i = 0; i < function.slots().size(); i++) {
      StackSlot slot = function.slots().get(i);
      out.append("  slot%d: %s, %d bytes\n".formatted(i, slot.name(), slot.bytes()));
    }
    for (IrBlock block : function.blocks()) {
      out.append(block.label()).append(":\n");
      for (IrInst inst : block.insts()) {
        out.append(source.at(inst.location())).append("  ").append(print(inst)).append('\n');
      }
      IrTerminator end = block.terminator();
      out.append(source.at(end.location())).append("  ").append(print(end)).append('\n');
    }
    return out.append("}\n").toString();
  }

  /** Says where the source goes on to another line. */
  private static final class SourceLines {
    private final boolean wanted;
    private String file = "";
    private int line;

    SourceLines(boolean wanted) {
      this.wanted = wanted;
    }

    String at(SourceLocation here) {
      if (!wanted || here == null || (here.line() == line && here.file().equals(file))) {
        return "";
      }
      file = here.file();
      line = here.line();
      return "  ; " + line + ": " + here.text().strip() + "\n";
    }
  }

  /** An instruction on one line. */
  public static String print(IrInst inst) {
    return inst.accept(new InstText());
  }

  /** A terminator on one line. */
  public static String print(IrTerminator terminator) {
    return terminator.accept(new TerminatorText());
  }

  private static String list(List<IrValue> values) {
    return values.stream().map(IrValue::toString).collect(Collectors.joining(", "));
  }

  private static final class InstText implements IrInst.Visitor<String> {
    private static String assign(IrValue.Register dst) {
      return dst == null ? "" : dst + ": " + dst.type() + " = ";
    }

    @Override
    public String visitMove(IrInst.Move i) {
      return assign(i.dst()) + i.src();
    }

    @Override
    public String visitBinary(IrInst.Binary i) {
      String op = i.op().symbol().replace("=", "");
      return assign(i.dst()) + i.left() + " " + op + i.width().bits() + " " + i.right();
    }

    @Override
    public String visitNegate(IrInst.Negate i) {
      return assign(i.dst()) + "neg" + i.width().bits() + " " + i.src();
    }

    @Override
    public String visitConvert(IrInst.Convert i) {
      String op = i.op().name().toLowerCase(java.util.Locale.ROOT);
      return assign(i.dst()) + op + "to" + i.width().bits() + " " + i.src();
    }

    @Override
    public String visitLoad(IrInst.Load i) {
      return assign(i.dst()) + i.size().typeName() + "[" + i.base() + " + " + i.offset() + "]";
    }

    @Override
    public String visitStore(IrInst.Store i) {
      return i.size().typeName() + "[" + i.base() + " + " + i.offset() + "] = " + i.value();
    }

    @Override
    public String visitHelperCall(IrInst.HelperCall i) {
      return assign(i.dst()) + "helper " + i.name() + "#" + i.id() + "(" + list(i.args()) + ")";
    }

    @Override
    public String visitCall(IrInst.Call i) {
      return assign(i.dst()) + "call " + i.function() + "(" + list(i.args()) + ")";
    }
  }

  private static final class TerminatorText implements IrTerminator.Visitor<String> {
    @Override
    public String visitJump(IrTerminator.Jump t) {
      return "goto " + t.target();
    }

    @Override
    public String visitBranch(IrTerminator.Branch t) {
      return "if %s %s%d %s goto %s else %s"
          .formatted(
              t.left(), t.cond().symbol(), t.width().bits(), t.right(), t.then(), t.otherwise());
    }

    @Override
    public String visitSwitch(IrTerminator.Switch t) {
      return "switch "
          + t.value()
          + t.cases().stream()
              .map(c -> t.value().type().number(c.value()) + ": " + c.target())
              .collect(Collectors.joining(", ", " {", ", _: " + t.otherwise() + "}"));
    }

    @Override
    public String visitReturn(IrTerminator.Return t) {
      return t.value() == null ? "return" : "return " + t.value();
    }
  }
}
