package org.gpol.compiler.checked;

/** The type of a value. Types are equal if they are the same type of the language. */
public sealed interface Type
    permits ScalarType,
        EnumType,
        StructType,
        ArrayType,
        ContainerHandleType,
        OptionalType,
        ReferenceType,
        QueueHandleType,
        SpecialType {
  /** Bytes that a value takes in memory; 0 for what can't be stored. */
  int size();

  /** The alignment of a value in memory, a power of two. */
  int alignment();

  /** As a policy's author writes it. */
  String describe();

  /** True for what fits a register as a number: scalars and enums. */
  default boolean isNumber() {
    return this instanceof ScalarType || this instanceof EnumType;
  }

  /** The scalar that represents a value of this type, which must be a number. */
  default ScalarType scalar() {
    if (this instanceof EnumType enumType) {
      return enumType.repr();
    }
    return (ScalarType) this;
  }
}
