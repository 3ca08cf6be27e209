package org.gpol.bpf.text;

import java.util.List;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.text.Operands.Named;

/** Reads one line: labels, then at most one instruction. */
final class LineParser {
  private static final List<String> KEYWORDS =
      List.of("if", "goto", "gotol", "call", "callx", "exit", "lock");

  private final Operands in;
  private final Assembly out;
  private final Assembler.Names names;

  LineParser(List<Token> tokens, Assembly out, Assembler.Names names) {
    this.in = new Operands(tokens);
    this.out = out;
    this.names = names;
  }

  void line() throws LineError {
    if (in.peek().isNumber()) {
      in.next();
      in.skip(":");
    }
    while (in.peek().isWord() && in.peek(1).is(":")) {
      out.label(in.next());
      in.next();
    }
    if (in.peek().kind() != Token.Kind.END) {
      statement();
      in.end();
    }
  }

  private void statement() throws LineError {
    Token first = in.peek();
    if (first.is("*")) {
      out.add(new MemoryParser(in).store());
      return;
    }
    if (in.atRegister()) {
      new AssignmentParser(in, out, names).assignment();
      return;
    }
    in.next();
    switch (first.text()) {
      case "exit" -> out.add(new Insn.Exit());
      case "goto", "gotol" -> jump();
      case "if" -> branch();
      case "call" -> call();
      case "callx" -> out.add(new Insn.CallReg(in.register64()));
      case "lock" -> out.add(new MemoryParser(in).lock());
      default -> throw noInstruction(first);
    }
  }

  private static LineError noInstruction(Token first) {
    if (first.text().startsWith(".")) {
      return new LineError(
          first.column(),
          "directives such as " + first.shown() + " are not known",
          "only labels and instructions are");
    }
    return new LineError(
        first.column(),
        "expected an instruction, found "
            + first.shown()
            + Spelling.didYouMean(first.text(), KEYWORDS),
        first.text().matches("[rw]\\d+") ? Operands.REGISTERS : "");
  }

  private void jump() throws LineError {
    Token where = in.peek();
    out.add(Assembly.Use.JUMP, where, in.target(), Insn.Jump::new);
  }

  private void branch() throws LineError {
    Named left = in.named();
    Token symbol = in.next();
    JumpCond cond = null;
    for (JumpCond each : JumpCond.values()) {
      cond = symbol.is(each.symbol()) ? each : cond;
    }
    if (cond == null) {
      String help = symbol.is("=") ? "equality is `==`" : "conditions are " + conditions();
      throw Operands.expected("a condition", symbol, help);
    }
    Operand right = in.operand(left);
    in.keyword("goto");
    Token where = in.peek();
    JumpCond found = cond;
    out.add(
        Assembly.Use.BRANCH,
        where,
        in.target(),
        target -> new Insn.Branch(found, left.width(), left.reg(), right, target));
  }

  private static String conditions() {
    StringBuilder all = new StringBuilder();
    for (JumpCond cond : JumpCond.values()) {
      all.append(all.length() == 0 ? "" : " ").append(cond.symbol());
    }
    return all.toString();
  }

  private void call() throws LineError {
    Token what = in.peek();
    if (what.isNumber() || what.is("-")) {
      out.add(new Insn.Call((int) in.signed(32)));
    } else if (what.isWord() && in.peek(1).is("#")) {
      in.next();
      in.next();
      int id = (int) in.signed(32);
      // The kernel writes a helper's name and number; the number is what counts.
      out.add(what.is("kfunc") ? new Insn.CallBtf(id) : new Insn.Call(id));
    } else {
      out.add(Assembly.Use.CALL, what, in.target(), Insn.CallLocal::new);
    }
  }
}
