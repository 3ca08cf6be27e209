package org.gpol.compiler.lower;

import org.gpol.bpf.GpolBug;
import org.gpol.compiler.checked.ContainerHandleType;
import org.gpol.compiler.checked.QueueHandleType;
import org.gpol.compiler.checked.ReferenceType;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.SpecialType;
import org.gpol.compiler.checked.Type;
import org.gpol.compiler.ir.IrType;

/** How types of the language are represented. */
final class Types {
  private Types() {}

  /** The representation of what fits one register: a number, a reference or a queue handle. */
  static IrType of(Type type) {
    if (type.isNumber()) {
      ScalarType scalar = type.scalar();
      return IrType.integer(scalar.bits(), scalar.signed());
    }
    if (type instanceof ReferenceType) {
      return IrType.VALUE;
    }
    if (type instanceof QueueHandleType) {
      return IrType.MAP;
    }
    if (type instanceof ContainerHandleType) {
      return IrType.U32;
    }
    throw new GpolBug(type.describe() + " does not fit a register");
  }

  /** True for what fits one register. */
  static boolean inRegister(Type type) {
    return type.isNumber()
        || type instanceof ReferenceType
        || type instanceof QueueHandleType
        || type instanceof ContainerHandleType;
  }

  static boolean isTask(Type type) {
    return type == SpecialType.RUNNABLE;
  }
}
