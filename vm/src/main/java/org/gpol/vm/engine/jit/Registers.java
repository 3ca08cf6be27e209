package org.gpol.vm.engine.jit;

import org.gpol.bpf.isa.Imm;
import org.gpol.bpf.isa.Operand;
import org.gpol.bpf.isa.Reg;
import org.gpol.vm.memory.Region;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The registers as one instruction after the other sees them: where its operands are and where its
 * result goes. Everybody else sees longs; some are kept as ints.
 */
final class Registers {
  private static final String RUN = MethodEmitter.RUN;

  private final MethodVisitor out;
  private final CompilationUnit unit;
  private final Locals locals;
  private final NarrowWebs narrow;
  private int at;

  Registers(Target target, Locals locals, NarrowWebs narrow) {
    this.out = target.out();
    this.unit = target.unit();
    this.locals = locals;
    this.narrow = narrow;
  }

  /** From now on, registers are those of the instruction at {@code index}. */
  void at(int index) {
    at = index;
  }

  /** True if {@code operand} is kept as an int. */
  boolean isNarrow(Operand operand) {
    return operand instanceof Reg reg && narrow.before(at, reg).isNarrow();
  }

  /** True if {@code operand} is a number that fits into 32 bits with its sign. */
  boolean isInt(Operand operand) {
    return operand instanceof Imm || unit.facts().isInt(at, (Reg) operand);
  }

  /** True if {@code operand} is a number that is not negative. */
  boolean isNonNegative(Operand operand) {
    return operand instanceof Imm imm
        ? imm.value() >= 0
        : unit.facts().isNonNegative(at, (Reg) operand);
  }

  /** True if only the low 32 bits of what is stored into {@code dst} are going to matter. */
  boolean keepsLowBitsOnly(Reg dst) {
    return narrow.written(at, dst).base() == NarrowWebs.Base.ZERO;
  }

  /** Pushes all 64 bits of a register. */
  void push(Reg reg) {
    push(reg, narrow.before(at, reg));
  }

  private void push(Reg reg, NarrowWebs.Kept kept) {
    if (kept.isNarrow()) {
      out.visitVarInsn(Opcodes.ILOAD, locals.narrow(reg));
      out.visitInsn(Opcodes.I2L);
      addBase(kept);
    } else {
      out.visitVarInsn(Opcodes.LLOAD, Locals.of(reg));
    }
  }

  private void addBase(NarrowWebs.Kept kept) {
    switch (kept.base()) {
      case CONTEXT -> addField("contextBase");
      case STACK -> addField("stackBase");
      case MAP_VALUES -> {
        Region values = unit.maps().valuesTogether(kept.map()).orElseThrow();
        Push.number(out, values.base());
        out.visitInsn(Opcodes.LADD);
      }
      case ZERO, NONE -> {}
    }
  }

  private void addField(String name) {
    out.visitVarInsn(Opcodes.ALOAD, Locals.RUN);
    out.visitFieldInsn(Opcodes.GETFIELD, RUN, name, "J");
    out.visitInsn(Opcodes.LADD);
  }

  /** Pushes all 64 bits of an operand, an immediate sign-extended. */
  void push(Operand operand) {
    if (operand instanceof Reg reg) {
      push(reg);
    } else {
      Push.number(out, (long) ((Imm) operand).value());
    }
  }

  /** Pushes the low half of an operand, as an int: of a pointer, the offset in its region. */
  void pushLow(Operand operand) {
    if (operand instanceof Imm imm) {
      Push.number(out, imm.value());
    } else if (isNarrow(operand)) {
      out.visitVarInsn(Opcodes.ILOAD, locals.narrow((Reg) operand));
    } else {
      push(operand);
      out.visitInsn(Opcodes.L2I);
    }
  }

  /** Puts the long on the operand stack into a register. */
  void store(Reg dst) {
    if (narrow.written(at, dst).isNarrow()) {
      out.visitInsn(Opcodes.L2I);
      out.visitVarInsn(Opcodes.ISTORE, locals.narrow(dst));
    } else {
      out.visitVarInsn(Opcodes.LSTORE, Locals.of(dst));
    }
  }

  /** True if some register is kept as an int before the instruction at {@code index}. */
  boolean anyNarrow(int index) {
    for (int reg = 0; reg < Reg.FP.number(); reg++) {
      if (narrow.before(index, Reg.of(reg)).isNarrow()) {
        return true;
      }
    }
    return false;
  }

  /** Puts all registers as they are before the instruction at {@code index} into longs. */
  void widen(int index) {
    for (int number = 0; number < Reg.FP.number(); number++) {
      widen(index, Reg.of(number));
    }
  }

  /** Puts one register as it is before the instruction at {@code index} into a long. */
  void widen(int index, Reg reg) {
    NarrowWebs.Kept kept = narrow.before(index, reg);
    if (kept.isNarrow()) {
      push(reg, kept);
      out.visitVarInsn(Opcodes.LSTORE, Locals.of(reg));
    }
  }
}
