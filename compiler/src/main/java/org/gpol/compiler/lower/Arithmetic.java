package org.gpol.compiler.lower;

import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Width;
import org.gpol.compiler.ir.IrFunctionBuilder;
import org.gpol.compiler.ir.IrInst;
import org.gpol.compiler.ir.IrType;
import org.gpol.compiler.ir.IrValue;
import org.gpol.compiler.ir.IrValue.Constant;

/**
 * Integer arithmetic of every width in the machine's two. Values come and go as {@link IrType}
 * says: narrow ones extended to 32 bits; an operation is followed by a new extension only if its
 * result may have outgrown its type.
 */
public final class Arithmetic {
  private final IrFunctionBuilder code;

  /** Emits to {@code code}. */
  public Arithmetic(IrFunctionBuilder code) {
    this.code = code;
  }

  /** An operation of the source language, as far as it needs a machine operation. */
  public enum Operation {
    ADD(AluOp.ADD, AluOp.ADD),
    SUB(AluOp.SUB, AluOp.SUB),
    MUL(AluOp.MUL, AluOp.MUL),
    DIV(AluOp.DIV, AluOp.SDIV),
    MOD(AluOp.MOD, AluOp.SMOD),
    AND(AluOp.AND, AluOp.AND),
    OR(AluOp.OR, AluOp.OR),
    XOR(AluOp.XOR, AluOp.XOR),
    SHL(AluOp.LSH, AluOp.LSH),
    SHR(AluOp.RSH, AluOp.ARSH);

    private final AluOp unsigned;
    private final AluOp signed;

    Operation(AluOp unsigned, AluOp signed) {
      this.unsigned = unsigned;
      this.signed = signed;
    }

    AluOp on(IrType type) {
      return type.signed() ? signed : unsigned;
    }

    /** True if the result of operands of a type may lie outside of that type. */
    boolean outgrows(IrType type) {
      return switch (this) {
        case ADD, SUB, MUL, SHL -> true;
        case DIV -> type.signed();
        case MOD, AND, OR, XOR, SHR -> false;
      };
    }
  }

  /** A comparison of the source language. */
  public enum Comparison {
    EQ(JumpCond.JEQ, JumpCond.JEQ),
    NE(JumpCond.JNE, JumpCond.JNE),
    LT(JumpCond.JLT, JumpCond.JSLT),
    LE(JumpCond.JLE, JumpCond.JSLE),
    GT(JumpCond.JGT, JumpCond.JSGT),
    GE(JumpCond.JGE, JumpCond.JSGE);

    private final JumpCond unsigned;
    private final JumpCond signed;

    Comparison(JumpCond unsigned, JumpCond signed) {
      this.unsigned = unsigned;
      this.signed = signed;
    }
  }

  /**
   * {@code left op right} of {@code type}, wrapped to it. A shift counts modulo the bits of the
   * type, and its count may have any type.
   */
  public IrValue binary(Operation op, IrType type, IrValue left, IrValue right) {
    IrValue operand = right;
    if (type.bits() <= 32 && right.type().bits() > 32) {
      operand = code.convert(AluOp.MOV, Width.W32, IrType.U32, right);
    }
    if (type.bits() < 32 && (op == Operation.SHL || op == Operation.SHR)) {
      // The machine takes the count modulo 32.
      Constant mask = new Constant(type.bits() - 1, operand.type());
      operand = code.binary(AluOp.AND, operand.type(), operand, mask);
    }
    if (type.bits() >= 32 || !op.outgrows(type)) {
      return code.binary(op.on(type), type, left, operand);
    }
    IrType wide = type.signed() ? IrType.S32 : IrType.U32;
    return extend(code.binary(op.on(type), wide, left, operand), type);
  }

  /** {@code -value} wrapped to its type. */
  public IrValue negate(IrValue value) {
    IrType type = value.type();
    if (type.bits() >= 32) {
      return negate(value, type);
    }
    return extend(negate(value, type.signed() ? IrType.S32 : IrType.U32), type);
  }

  /** {@code -value} at the width of {@code type}, of which only as many low bits are looked at. */
  IrValue negate(IrValue value, IrType type) {
    IrValue.Register dst = code.register(type);
    code.add(new IrInst.Negate(dst, type.width(), value, code.location()));
    return dst;
  }

  /** The bits of {@code value} inverted, inside its type. */
  public IrValue invert(IrValue value) {
    IrType type = value.type();
    return binary(Operation.XOR, type, value, Constant.of(-1, type));
  }

  /** Ends the block: to {@code then} if the comparison of two values of one type holds. */
  public void branch(
      Comparison comparison, IrValue left, IrValue right, String then, String otherwise) {
    IrType type = left.type();
    JumpCond cond = type.signed() ? comparison.signed : comparison.unsigned;
    code.branch(cond, type.width(), left, right, then, otherwise);
  }

  /** {@code value} as a number of another integer type: truncated, or extended by its own sign. */
  public IrValue cast(IrValue value, IrType to) {
    IrType from = value.type();
    if (from == to) {
      return value;
    }
    if (value instanceof Constant constant) {
      return Constant.of(from.number(constant.value()), to);
    }
    if (to.bits() == 64) {
      boolean extend = from.signed() && from.bits() < 64;
      return code.convert(extend ? AluOp.MOVSX32 : AluOp.MOV, Width.W64, to, value);
    }
    if (from.bits() <= 32 && holdsAllOf(to, from)) {
      return code.convert(AluOp.MOV, Width.W64, to, value);
    }
    return extend(value, to);
  }

  /** A value of {@code type} read from memory. */
  public IrValue load(IrType type, IrValue base, int offset) {
    MemSize size = MemSize.ofBytes(type.bytes());
    if (!type.signed() || type.bits() >= 32) {
      return code.load(type, size, base, offset);
    }
    return extend(code.load(IrType.U32, size, base, offset), type);
  }

  /** True if every value of {@code from} has the same register content in {@code to}. */
  private static boolean holdsAllOf(IrType to, IrType from) {
    if (to.bits() == 32) {
      return true;
    }
    return (to.signed() == from.signed() && to.bits() >= from.bits())
        || (!from.signed() && to.bits() > from.bits());
  }

  /** The low bits of {@code value} as a value of {@code type}, which is at most 32 bits wide. */
  private IrValue extend(IrValue value, IrType type) {
    return switch (type) {
      case U8 -> mask(value, 0xff, type);
      case U16 -> mask(value, 0xffff, type);
      case S8 -> code.convert(AluOp.MOVSX8, Width.W32, type, value);
      case S16 -> code.convert(AluOp.MOVSX16, Width.W32, type, value);
      case U32, S32 -> code.convert(AluOp.MOV, Width.W32, type, value);
      case U64, S64, CONTEXT, STACK, VALUE, MAP -> throw new IllegalArgumentException("wide");
    };
  }

  private IrValue mask(IrValue value, int mask, IrType type) {
    IrValue.Register dst = code.register(type);
    IrType width = value.type().bits() == 64 ? IrType.U64 : IrType.U32;
    code.add(
        new IrInst.Binary(
            dst, AluOp.AND, width.width(), value, new Constant(mask, width), code.location()));
    return dst;
  }
}
