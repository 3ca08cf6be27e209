package org.gpol.bpf.text;

import java.util.List;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;

/** The tokens of a line, and the parts that instructions have in common. */
final class Operands {
  static final String REGISTERS = "registers are r0 to r10, and w0 to w10 for their low halves";

  /** A register under one of its two names. */
  record Named(Reg reg, Width width, Token token) {
    @Override
    public String toString() {
      return (width == Width.W64 ? "r" : "w") + reg.number();
    }
  }

  /** Memory at a register plus an offset. */
  record Place(Reg base, int offset) {}

  private final List<Token> tokens;
  private int at;

  Operands(List<Token> tokens) {
    this.tokens = tokens;
  }

  static LineError expected(String what, Token found, String help) {
    return new LineError(found.column(), "expected " + what + ", found " + found.shown(), help);
  }

  Token peek() {
    return peek(0);
  }

  Token peek(int ahead) {
    return tokens.get(Math.min(at + ahead, tokens.size() - 1));
  }

  Token next() {
    Token token = peek();
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }

  /** True, and past it, if {@code text} is next. */
  boolean skip(String text) {
    if (peek().is(text)) {
      next();
      return true;
    }
    return false;
  }

  void keyword(String text) throws LineError {
    if (!skip(text)) {
      throw expected("`" + text + "`", peek(), "");
    }
  }

  void end() throws LineError {
    if (peek().kind() != Token.Kind.END) {
      throw expected("the end of the instruction", peek(), "one instruction a line");
    }
  }

  boolean atRegister() {
    return register(peek()) != null;
  }

  /** A register by either name. */
  Named named() throws LineError {
    Named named = register(peek());
    if (named == null) {
      throw expected("a register", peek(), REGISTERS);
    }
    next();
    return named;
  }

  Reg register64() throws LineError {
    return register(Width.W64);
  }

  Reg register(Width width) throws LineError {
    Named named = named();
    if (named.width() != width) {
      Named right = new Named(named.reg(), width, named.token());
      throw expected("`" + right + "`", named.token(), "all operands have one width");
    }
    return named.reg();
  }

  private static Named register(Token token) {
    String text = token.text();
    boolean shaped =
        token.isWord() && text.length() >= 2 && (text.charAt(0) == 'r' || text.charAt(0) == 'w');
    if (!shaped || !text.substring(1).matches("[0-9]|10")) {
      return null;
    }
    Width width = text.charAt(0) == 'r' ? Width.W64 : Width.W32;
    return new Named(Reg.of(Integer.parseInt(text.substring(1))), width, token);
  }

  /** What stands on the right of {@code left}: a register of its width or a number. */
  Operand operand(Named left) throws LineError {
    if (peek().isWord()) {
      return register(left.width());
    }
    if (!peek().isNumber() && !peek().is("-")) {
      throw expected("a register or a number", peek(), "");
    }
    return new Imm((int) (left.width() == Width.W64 ? signed(32) : eitherSign(32)));
  }

  /** A number that {@code bits} bits hold as a signed one. */
  long signed(int bits) throws LineError {
    long limit = 1L << (bits - 1);
    return number(-limit, limit - 1, bits == 32 ? "a 64-bit constant is `rN = … ll`" : "");
  }

  /** A number of which only the low {@code bits} bits count. */
  long eitherSign(int bits) throws LineError {
    return number(-(1L << (bits - 1)), (1L << bits) - 1, "");
  }

  private long number(long least, long most, String help) throws LineError {
    Token first = peek();
    boolean negative = skip("-");
    Token digits = next();
    long value = magnitude(digits);
    // Magnitudes beyond 63 bits come out negative; none of them fits.
    if (value < 0 || (negative ? -value < least : value > most)) {
      throw new LineError(
          first.column(),
          "`"
              + (negative ? "-" : "")
              + digits.text()
              + "` is not between "
              + least
              + " and "
              + most,
          help);
    }
    return negative ? -value : value;
  }

  /** A number of 64 bits, signed or not. */
  long number64() throws LineError {
    Token first = peek();
    boolean negative = skip("-");
    long value = magnitude(next());
    if (negative && value < 0 && value != Long.MIN_VALUE) {
      throw new LineError(first.column(), "the number does not fit 64 bits", "");
    }
    return negative ? -value : value;
  }

  private static long magnitude(Token digits) throws LineError {
    if (!digits.isNumber()) {
      throw expected("a number", digits, "");
    }
    String text = digits.text();
    boolean hex = text.startsWith("0x") || text.startsWith("0X");
    try {
      return hex ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw new LineError(
          digits.column(),
          digits.shown() + " is not a number of at most 64 bits",
          "write 10 or 0x0a");
    }
  }

  /** Behind {@code #}: an index that may be any 32-bit number. */
  int index() throws LineError {
    keyword("#");
    return (int) signed(32);
  }

  /** A sign and a number, or nothing for 0. */
  long plus(int bits) throws LineError {
    if (skip("+")) {
      return signed(bits);
    }
    return peek().is("-") ? signed(bits) : 0;
  }

  /** {@code (u32 *)}; gives the token of the type. */
  Token pointerType() throws LineError {
    keyword("(");
    Token type = next();
    keyword("*");
    keyword(")");
    return type;
  }

  static MemSize unsignedSize(Token type) throws LineError {
    for (MemSize size : MemSize.values()) {
      if (type.is(size.typeName())) {
        return size;
      }
    }
    throw expected("a type", type, "types are u8, u16, u32 and u64");
  }

  /** {@code (r1 + 4)}. */
  Place place() throws LineError {
    keyword("(");
    Place place = barePlace();
    keyword(")");
    return place;
  }

  /** {@code r1 + 4}. */
  Place barePlace() throws LineError {
    return new Place(register64(), (int) plus(16));
  }

  /** Where a jump or call goes, and the note behind it in angle brackets. */
  Target target() throws LineError {
    Target target = bareTarget();
    if (skip("<")) {
      while (peek().kind() != Token.Kind.END && !peek().is(">")) {
        next();
      }
      keyword(">");
    }
    return target;
  }

  private Target bareTarget() throws LineError {
    boolean relative = peek().is("+") || peek().is("-");
    boolean kernel = peek().is("pc") && (peek(1).is("+") || peek(1).is("-"));
    if (relative || kernel) {
      skip("pc");
      return new Target.Distance(plus(32));
    }
    if (skip("@")) {
      return new Target.Index(signed(32));
    }
    Token name = next();
    if (!name.isWord()) {
      throw expected("a label", name, "or a distance such as `+3`");
    }
    return new Target.Named(name, plus(32));
  }
}
