package org.gpol.compiler.pass;

import org.gpol.compiler.ir.IrInst;
import org.gpol.compiler.ir.IrValue.Register;

/** Instructions that assign another register. */
final class InstructionDestinations implements IrInst.Visitor<IrInst> {
  private final Register dst;

  private InstructionDestinations(Register dst) {
    this.dst = dst;
  }

  /** {@code inst}, which assigns a register, assigning {@code dst} instead. */
  static IrInst to(IrInst inst, Register dst) {
    return inst.accept(new InstructionDestinations(dst));
  }

  @Override
  public IrInst visitMove(IrInst.Move i) {
    return new IrInst.Move(dst, i.src(), i.location());
  }

  @Override
  public IrInst visitBinary(IrInst.Binary i) {
    return new IrInst.Binary(dst, i.op(), i.width(), i.left(), i.right(), i.location());
  }

  @Override
  public IrInst visitNegate(IrInst.Negate i) {
    return new IrInst.Negate(dst, i.width(), i.src(), i.location());
  }

  @Override
  public IrInst visitConvert(IrInst.Convert i) {
    return new IrInst.Convert(dst, i.op(), i.width(), i.src(), i.location());
  }

  @Override
  public IrInst visitLoad(IrInst.Load i) {
    return new IrInst.Load(dst, i.size(), i.base(), i.offset(), i.location());
  }

  @Override
  public IrInst visitStore(IrInst.Store i) {
    return i;
  }

  @Override
  public IrInst visitHelperCall(IrInst.HelperCall i) {
    return new IrInst.HelperCall(dst, i.id(), i.name(), i.args(), i.location());
  }

  @Override
  public IrInst visitCall(IrInst.Call i) {
    return new IrInst.Call(dst, i.function(), i.args(), i.location());
  }
}
