package org.gpol.compiler.ir;

/** An operand. */
public sealed interface IrValue {
  /** The type of the value. */
  IrType type();

  /** A virtual register: a variable of the function, assigned any number of times. */
  record Register(int id, IrType type) implements IrValue {
    @Override
    public String toString() {
      return "%" + id;
    }
  }

  /**
   * A constant.
   *
   * @param value as a register holds it, see {@link IrType#canonical}
   */
  record Constant(long value, IrType type) implements IrValue {
    /** The number wrapped to the type. */
    public static Constant of(long number, IrType type) {
      return new Constant(type.canonical(number), type);
    }

    @Override
    public String toString() {
      return Long.toString(type.number(value));
    }
  }

  /** The address of byte {@code offset} of a stack slot, by the slot's index in its function. */
  record SlotAddress(int slot, int offset) implements IrValue {
    @Override
    public IrType type() {
      return IrType.STACK;
    }

    @Override
    public String toString() {
      return "&slot" + slot + (offset == 0 ? "" : "+" + offset);
    }
  }

  /** A map, by its index in the module. */
  record MapReference(int map) implements IrValue {
    @Override
    public IrType type() {
      return IrType.MAP;
    }

    @Override
    public String toString() {
      return "map" + map;
    }
  }

  /** The address of byte {@code offset} of a global-data map. */
  record GlobalAddress(int map, int offset) implements IrValue {
    @Override
    public IrType type() {
      return IrType.VALUE;
    }

    @Override
    public String toString() {
      return "&map" + map + "+" + offset;
    }
  }
}
