package org.gpol.bpf.text;

import java.util.Locale;
import org.gpol.bpf.isa.AtomicOp;
import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Insn;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.Reg;
import org.gpol.bpf.isa.Width;
import org.gpol.bpf.text.Operands.Named;
import org.gpol.bpf.text.Operands.Place;

/** Loads, stores and atomic operations. */
final class MemoryParser {
  private final Operands in;

  MemoryParser(Operands in) {
    this.in = in;
  }

  /** From the {@code *} behind {@code dst =} on. */
  Insn load(Named dst) throws LineError {
    in.keyword("*");
    Token type = in.pointerType();
    Place place = in.place();
    boolean signed = type.text().startsWith("s");
    MemSize size = signed ? signedSize(type) : Operands.unsignedSize(type);
    // clang writes w0 for a load that clears the upper half; every load of fewer bytes does.
    if (dst.width() == Width.W32 && (signed || size == MemSize.B8)) {
      throw Operands.expected(
          "`r" + dst.reg().number() + "`", dst.token(), "the load fills 64 bits");
    }
    return new Insn.Load(size, signed, dst.reg(), place.base(), place.offset());
  }

  private static MemSize signedSize(Token type) throws LineError {
    for (MemSize size : MemSize.values()) {
      if (size != MemSize.B8 && type.is(size.signedTypeName())) {
        return size;
      }
    }
    throw Operands.expected("a type", type, "types that extend the sign are s8, s16 and s32");
  }

  /** {@code *(u32 *)(r1 + 4) = r2}. */
  Insn store() throws LineError {
    in.keyword("*");
    MemSize size = Operands.unsignedSize(in.pointerType());
    Place place = in.place();
    in.keyword("=");
    return new Insn.Store(size, place.base(), place.offset(), value(size));
  }

  private Operand value(MemSize size) throws LineError {
    if (in.peek().isWord()) {
      return size == MemSize.B8 ? in.register64() : in.named().reg();
    }
    return new Imm((int) (size == MemSize.B8 ? in.signed(32) : in.eitherSign(32)));
  }

  /** From the {@code *} behind {@code lock} on. */
  Insn lock() throws LineError {
    in.keyword("*");
    Width width = atomicWidth(in.pointerType());
    Place place = in.place();
    Token symbol = in.next();
    AtomicOp op =
        switch (symbol.text()) {
          case "+=" -> AtomicOp.ADD;
          case "|=" -> AtomicOp.OR;
          case "&=" -> AtomicOp.AND;
          case "^=" -> AtomicOp.XOR;
          default -> throw Operands.expected("`+=`, `|=`, `&=` or `^=`", symbol, "");
        };
    return new Insn.Atomic(op, width, place.base(), place.offset(), source(width));
  }

  private static Width atomicWidth(Token type) throws LineError {
    MemSize size = Operands.unsignedSize(type);
    if (size != MemSize.B4 && size != MemSize.B8) {
      throw Operands.expected("u32 or u64", type, "atomic operations work on 4 or 8 bytes");
    }
    return size == MemSize.B8 ? Width.W64 : Width.W32;
  }

  /** The kernel writes r2 even where only its low half counts. */
  private Reg source(Width width) throws LineError {
    return width == Width.W64 ? in.register64() : in.named().reg();
  }

  /** True if a fetching operation is next. */
  static boolean isFetch(Token token) {
    return token.text().matches("(atomic|atomic64)_[a-z_]+|(cmp)?xchg(_64|32_32)");
  }

  /** From the name behind {@code dst =} on. */
  Insn fetch(Named dst) throws LineError {
    Token name = in.next();
    boolean bare = !name.text().startsWith("atomic");
    AtomicOp op = fetchOp(name);
    in.keyword("(");
    Width width;
    Place place;
    if (bare) {
      width = name.text().endsWith("_64") ? Width.W64 : Width.W32;
      place = in.barePlace();
    } else {
      Token type = in.pointerType();
      width = atomicWidth(type);
      if (name.text().startsWith("atomic64") && width == Width.W32) {
        throw Operands.expected("u64", type, "the 32-bit operations begin with `atomic_`");
      }
      place = in.place();
    }
    in.keyword(",");
    if (op == AtomicOp.CMPXCHG) {
      same(Reg.R0, in.named());
      in.keyword(",");
    }
    Reg src = source(width);
    in.keyword(")");
    same(op == AtomicOp.CMPXCHG ? Reg.R0 : src, dst);
    return new Insn.Atomic(op, width, place.base(), place.offset(), src);
  }

  private static void same(Reg wanted, Named found) throws LineError {
    if (found.reg() != wanted) {
      throw Operands.expected(
          "`r" + wanted.number() + "`",
          found.token(),
          wanted == Reg.R0
              ? "the comparison is with r0, where the old value goes too"
              : "the old value goes where the operand was");
    }
  }

  private static AtomicOp fetchOp(Token name) throws LineError {
    String bare = name.text().replaceFirst("^atomic(64)?_", "").replaceFirst("(_64|32_32)$", "");
    for (AtomicOp op : AtomicOp.values()) {
      if (op.fetches() && bare.equals(op.name().toLowerCase(Locale.ROOT))) {
        return op;
      }
    }
    throw Operands.expected(
        "an atomic operation",
        name,
        "they are fetch_add, fetch_or, fetch_and, fetch_xor, xchg, cmpxchg");
  }
}
