package org.gpol.compiler.ir;

import java.util.List;
import java.util.function.UnaryOperator;
import org.gpol.bpf.code.SourceLocation;
import org.gpol.bpf.isa.AluOp;
import org.gpol.bpf.isa.MemSize;
import org.gpol.bpf.isa.Width;
import org.gpol.compiler.ir.IrValue.Register;

/** An instruction of a basic block; control does not leave the block here. */
public sealed interface IrInst {
  /** Calls the visitor's method for this instruction. */
  <R> R accept(Visitor<R> visitor);

  /** The register that is assigned, or null. */
  Register dst();

  /** The values read, in a fixed order. */
  List<IrValue> operands();

  /** The same instruction reading other values. */
  IrInst mapOperands(UnaryOperator<IrValue> map);

  /** Where in the source it came from. */
  SourceLocation location();

  /** True if it does more than assign its register, so that it stays though nobody reads it. */
  default boolean hasEffect() {
    return this instanceof Store || this instanceof HelperCall || this instanceof Call;
  }

  /** One method per instruction. */
  interface Visitor<R> {
    R visitMove(Move inst);

    R visitBinary(Binary inst);

    R visitNegate(Negate inst);

    R visitConvert(Convert inst);

    R visitLoad(Load inst);

    R visitStore(Store inst);

    R visitHelperCall(HelperCall inst);

    R visitCall(Call inst);
  }

  /** {@code dst = src}, both of one type or a null constant for a pointer. */
  record Move(Register dst, IrValue src, SourceLocation location) implements IrInst {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitMove(this);
    }

    @Override
    public List<IrValue> operands() {
      return List.of(src);
    }

    @Override
    public IrInst mapOperands(UnaryOperator<IrValue> map) {
      return new Move(dst, map.apply(src), location);
    }
  }

  /**
   * {@code dst = left op right} at {@code width}; {@code op} is no move. Adding an integer to a
   * pointer is one of these.
   */
  record Binary(
      Register dst, AluOp op, Width width, IrValue left, IrValue right, SourceLocation location)
      implements IrInst {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitBinary(this);
    }

    @Override
    public List<IrValue> operands() {
      return List.of(left, right);
    }

    @Override
    public IrInst mapOperands(UnaryOperator<IrValue> map) {
      return new Binary(dst, op, width, map.apply(left), map.apply(right), location);
    }
  }

  /** {@code dst = -src} at {@code width}. */
  record Negate(Register dst, Width width, IrValue src, SourceLocation location) implements IrInst {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitNegate(this);
    }

    @Override
    public List<IrValue> operands() {
      return List.of(src);
    }

    @Override
    public IrInst mapOperands(UnaryOperator<IrValue> map) {
      return new Negate(dst, width, map.apply(src), location);
    }
  }

  /**
   * A change of integer type: {@code op} is a move, plain (which at 32 bits clears the upper half)
   * or sign-extending.
   */
  record Convert(Register dst, AluOp op, Width width, IrValue src, SourceLocation location)
      implements IrInst {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitConvert(this);
    }

    @Override
    public List<IrValue> operands() {
      return List.of(src);
    }

    @Override
    public IrInst mapOperands(UnaryOperator<IrValue> map) {
      return new Convert(dst, op, width, map.apply(src), location);
    }
  }

  /** {@code dst = *(size *)(base + offset)}, zero-extended. */
  record Load(Register dst, MemSize size, IrValue base, int offset, SourceLocation location)
      implements IrInst {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitLoad(this);
    }

    @Override
    public List<IrValue> operands() {
      return List.of(base);
    }

    @Override
    public IrInst mapOperands(UnaryOperator<IrValue> map) {
      return new Load(dst, size, map.apply(base), offset, location);
    }
  }

  /** {@code *(size *)(base + offset) = value}. */
  record Store(MemSize size, IrValue base, int offset, IrValue value, SourceLocation location)
      implements IrInst {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitStore(this);
    }

    @Override
    public Register dst() {
      return null;
    }

    @Override
    public List<IrValue> operands() {
      return List.of(base, value);
    }

    @Override
    public IrInst mapOperands(UnaryOperator<IrValue> map) {
      return new Store(size, map.apply(base), offset, map.apply(value), location);
    }
  }

  /** {@code dst = helper(args)}; {@code dst} may be null. */
  record HelperCall(Register dst, int id, String name, List<IrValue> args, SourceLocation location)
      implements IrInst {
    /** Copies the list. */
    public HelperCall {
      args = List.copyOf(args);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitHelperCall(this);
    }

    @Override
    public List<IrValue> operands() {
      return args;
    }

    @Override
    public IrInst mapOperands(UnaryOperator<IrValue> map) {
      return new HelperCall(dst, id, name, args.stream().map(map).toList(), location);
    }
  }

  /** {@code dst = function(args)}; {@code dst} may be null. */
  record Call(Register dst, String function, List<IrValue> args, SourceLocation location)
      implements IrInst {
    /** Copies the list. */
    public Call {
      args = List.copyOf(args);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitCall(this);
    }

    @Override
    public List<IrValue> operands() {
      return args;
    }

    @Override
    public IrInst mapOperands(UnaryOperator<IrValue> map) {
      return new Call(dst, function, args.stream().map(map).toList(), location);
    }
  }
}
