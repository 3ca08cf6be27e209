package org.gpol.compiler.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.gpol.bpf.code.SourceLocation;
import org.gpol.bpf.isa.JumpCond;
import org.gpol.bpf.isa.Width;

/** How control leaves a basic block. */
public sealed interface IrTerminator {
  /** Calls the visitor's method for this terminator. */
  <R> R accept(Visitor<R> visitor);

  /** The values read, in a fixed order. */
  List<IrValue> operands();

  /** Labels of the blocks that may follow. */
  List<String> targets();

  /** The same terminator reading other values. */
  IrTerminator mapOperands(UnaryOperator<IrValue> map);

  /** The same terminator going to other blocks. */
  IrTerminator mapTargets(UnaryOperator<String> map);

  /** Where in the source it came from. */
  SourceLocation location();

  /** One method per terminator. */
  interface Visitor<R> {
    R visitJump(Jump terminator);

    R visitBranch(Branch terminator);

    R visitSwitch(Switch terminator);

    R visitReturn(Return terminator);
  }

  /** Goes to {@code target}. */
  record Jump(String target, SourceLocation location) implements IrTerminator {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitJump(this);
    }

    @Override
    public List<IrValue> operands() {
      return List.of();
    }

    @Override
    public List<String> targets() {
      return List.of(target);
    }

    @Override
    public IrTerminator mapOperands(UnaryOperator<IrValue> map) {
      return this;
    }

    @Override
    public IrTerminator mapTargets(UnaryOperator<String> map) {
      return new Jump(map.apply(target), location);
    }
  }

  /**
   * Goes to {@code then} if {@code left cond right} at {@code width}, else to {@code otherwise}.
   */
  record Branch(
      JumpCond cond,
      Width width,
      IrValue left,
      IrValue right,
      String then,
      String otherwise,
      SourceLocation location)
      implements IrTerminator {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitBranch(this);
    }

    @Override
    public List<IrValue> operands() {
      return List.of(left, right);
    }

    @Override
    public List<String> targets() {
      return List.of(then, otherwise);
    }

    @Override
    public IrTerminator mapOperands(UnaryOperator<IrValue> map) {
      return new Branch(cond, width, map.apply(left), map.apply(right), then, otherwise, location);
    }

    @Override
    public IrTerminator mapTargets(UnaryOperator<String> map) {
      return new Branch(cond, width, left, right, map.apply(then), map.apply(otherwise), location);
    }
  }

  /** Goes to the target of the case that equals {@code value}, or to {@code otherwise}. */
  record Switch(IrValue value, List<Case> cases, String otherwise, SourceLocation location)
      implements IrTerminator {
    /**
     * One value of a switch.
     *
     * @param value as a register of the switch's type holds it
     */
    public record Case(long value, String target) {}

    /** Copies the list. */
    public Switch {
      cases = List.copyOf(cases);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitSwitch(this);
    }

    @Override
    public List<IrValue> operands() {
      return List.of(value);
    }

    @Override
    public List<String> targets() {
      List<String> targets = new ArrayList<>();
      cases.forEach(c -> targets.add(c.target()));
      targets.add(otherwise);
      return targets;
    }

    @Override
    public IrTerminator mapOperands(UnaryOperator<IrValue> map) {
      return new Switch(map.apply(value), cases, otherwise, location);
    }

    @Override
    public IrTerminator mapTargets(UnaryOperator<String> map) {
      List<Case> mapped =
          cases.stream().map(c -> new Case(c.value(), map.apply(c.target()))).toList();
      return new Switch(value, mapped, map.apply(otherwise), location);
    }
  }

  /** Leaves the function; {@code value} is null where it returns nothing. */
  record Return(IrValue value, SourceLocation location) implements IrTerminator {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitReturn(this);
    }

    @Override
    public List<IrValue> operands() {
      return value == null ? List.of() : List.of(value);
    }

    @Override
    public List<String> targets() {
      return List.of();
    }

    @Override
    public IrTerminator mapOperands(UnaryOperator<IrValue> map) {
      return value == null ? this : new Return(map.apply(value), location);
    }

    @Override
    public IrTerminator mapTargets(UnaryOperator<String> map) {
      return this;
    }
  }
}
