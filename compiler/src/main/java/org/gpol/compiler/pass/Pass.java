package org.gpol.compiler.pass;

import org.gpol.compiler.ir.IrFunction;

/** One improvement of a function. */
public interface Pass {
  /** The name by which a dump asks for it. */
  String name();

  /** The improved function; equal to {@code function} if there was nothing to do. */
  IrFunction run(IrFunction function);
}
