package org.gpol.bpf.text;

import java.util.Locale;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.RefKind;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.UnaryOp;
import org.gpol.bpf.isa.Width;
import org.gpol.bpf.text.Operands.Named;

/** Instructions that begin with a register: arithmetic, constants, addresses, loads. */
final class AssignmentParser {
  private final Operands in;
  private final Assembly out;
  private final Assembler.Names names;
  private Named dst;

  AssignmentParser(Operands in, Assembly out, Assembler.Names names) {
    this.in = in;
    this.out = out;
    this.names = names;
  }

  void assignment() throws LineError {
    dst = in.named();
    Token symbol = in.next();
    if (symbol.is("=")) {
      value();
      return;
    }
    for (AluOp op : AluOp.values()) {
      if (symbol.is(op.symbol())) {
        Operand src = in.operand(dst);
        out.add(new Insn.Alu(op, dst.width(), dst.reg(), src));
        return;
      }
    }
    throw Operands.expected("an operator such as `=` or `+=`", symbol, "");
  }

  private void value() throws LineError {
    Token first = in.peek();
    if (first.is("-") && in.peek(1).isWord()) {
      negation();
    } else if (first.isNumber() || first.is("-")) {
      constant();
    } else if (first.is("(")) {
      signExtension();
    } else if (first.is("*")) {
      out.add(new MemoryParser(in).load(dst));
    } else if (first.is("&")) {
      in.next();
      address();
    } else if (MemoryParser.isFetch(first)) {
      out.add(new MemoryParser(in).fetch(dst));
    } else if (in.atRegister()) {
      out.add(new Insn.Alu(AluOp.MOV, dst.width(), dst.reg(), in.register(dst.width())));
    } else if (first.isWord()) {
      word();
    } else {
      throw Operands.expected("a value", first, "");
    }
  }

  private void negation() throws LineError {
    in.next();
    Named of = in.named();
    if (of.reg() != dst.reg() || of.width() != dst.width()) {
      throw Operands.expected("`" + dst + "`", of.token(), "negation works in place");
    }
    out.add(new Insn.Unary(UnaryOp.NEG, dst.width(), dst.reg()));
  }

  private void constant() throws LineError {
    boolean wide = in.peek(in.peek().is("-") ? 2 : 1).is("ll");
    if (!wide) {
      Imm imm = (Imm) in.operand(dst);
      out.add(new Insn.Alu(AluOp.MOV, dst.width(), dst.reg(), imm));
      return;
    }
    long value = in.number64();
    out.add(new Insn.LoadImm64(wideRegister(), value));
    in.next();
  }

  /** What {@code ll} loads fills 64 bits. */
  private Reg wideRegister() throws LineError {
    if (dst.width() == Width.W32) {
      throw Operands.expected(
          "`r" + dst.reg().number() + "`", dst.token(), "what `ll` loads fills 64 bits");
    }
    return dst.reg();
  }

  private void signExtension() throws LineError {
    in.next();
    Token type = in.next();
    in.keyword(")");
    Reg src = in.register(dst.width());
    for (AluOp op : AluOp.values()) {
      boolean meant = op.isSignExtendingMove() && op.symbol().endsWith("(" + type.text() + ")");
      if (meant && op.exists(dst.width(), src)) {
        out.add(new Insn.Alu(op, dst.width(), dst.reg(), src));
        return;
      }
    }
    boolean wide = dst.width() == Width.W64;
    throw Operands.expected(
        wide ? "s8, s16 or s32" : "s8 or s16", type, "a plain move needs no type");
  }

  private void word() throws LineError {
    Token word = in.next();
    for (UnaryOp op : UnaryOp.values()) {
      if (op != UnaryOp.NEG && word.is(op.name().toLowerCase(Locale.ROOT))) {
        conversion(op);
        return;
      }
    }
    if (in.peek().is("#")) {
      numberedMap(word);
      return;
    }
    Integer map = names.maps().get(word.text());
    if (map == null) {
      String near =
          Spelling.didYouMean(word.text(), names.maps().keySet().stream().sorted().toList());
      throw new LineError(
          word.column(),
          "there is no map `" + word.text() + "`" + near,
          "the address of a function is `&" + word.text() + " ll`");
    }
    reference(RefKind.MAP, map, 0);
  }

  private void conversion(UnaryOp op) throws LineError {
    Named of = in.named();
    if (of.reg() != dst.reg() || of.width() != Width.W64 || dst.width() != Width.W64) {
      throw Operands.expected(
          "`r" + dst.reg().number() + "`", of.token(), "byte-order conversion works in place");
    }
    out.add(new Insn.Unary(op, Width.W64, dst.reg()));
  }

  private void numberedMap(Token word) throws LineError {
    RefKind kind =
        switch (word.text()) {
          case "map" -> RefKind.MAP;
          case "map_by_idx" -> RefKind.MAP_BY_INDEX;
          default -> throw Operands.expected("`map` or `map_by_idx`", word, "");
        };
    reference(kind, in.index(), 0);
  }

  private void address() throws LineError {
    Token what = in.peek();
    if (what.isWord() && in.peek(1).is("#")) {
      in.next();
      RefKind kind =
          switch (what.text()) {
            case "map" -> RefKind.MAP_VALUE;
            case "map_by_idx" -> RefKind.MAP_VALUE_BY_INDEX;
            case "var" -> RefKind.VARIABLE;
            default -> throw Operands.expected("`map`, `map_by_idx` or `var`", what, "");
          };
      int index = in.index();
      reference(kind, index, kind.hasOffset() ? (int) in.plus(32) : 0);
      return;
    }
    Integer map = what.isWord() ? names.maps().get(what.text()) : null;
    if (map != null) {
      in.next();
      reference(RefKind.MAP_VALUE, map, (int) in.plus(32));
      return;
    }
    Target target = in.target();
    Reg reg = wideRegister();
    in.keyword("ll");
    out.add(
        Assembly.Use.ADDRESS, what, target, index -> new Insn.LoadRef(reg, RefKind.CODE, index, 0));
  }

  private void reference(RefKind kind, int index, int offset) throws LineError {
    Reg reg = wideRegister();
    in.keyword("ll");
    out.add(new Insn.LoadRef(reg, kind, index, offset));
  }
}
