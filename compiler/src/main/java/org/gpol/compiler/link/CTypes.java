package org.gpol.compiler.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gpol.bpf.btf.BtfBuilder;
import org.gpol.bpf.btf.BtfType;
import org.gpol.compiler.checked.ArrayType;
import org.gpol.compiler.checked.EnumType;
import org.gpol.compiler.checked.QueueHandleType;
import org.gpol.compiler.checked.ReferenceType;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.SpecialType;
import org.gpol.compiler.checked.StructType;
import org.gpol.compiler.checked.Type;

/**
 * Types of the language as types of C. Numbers that mean something have a name that says so, {@code
 * gpol_time} and the like; the plain ones are the kernel's {@code __u32} and the like.
 */
final class CTypes {
  private final BtfBuilder types;

  CTypes(BtfBuilder types) {
    this.types = types;
  }

  /** The type of a value in memory, or of a parameter that fits a register; 0 for nothing. */
  int of(Type type) {
    if (type instanceof ScalarType scalar) {
      return scalar(scalar);
    }
    if (type instanceof EnumType enumType) {
      return enumeration(enumType);
    }
    if (type instanceof StructType struct) {
      return struct(struct);
    }
    if (type instanceof ArrayType array) {
      return types.array(of(array.element()), array.length());
    }
    if (type instanceof ReferenceType reference) {
      return types.pointer(of(reference.target()));
    }
    if (type instanceof QueueHandleType) {
      return types.pointer(0);
    }
    return type == SpecialType.RUNNABLE ? runnable() : 0;
  }

  /**
   * The type of a global variable. Its numbers are plain, so that the C that {@code bpftool gen
   * skeleton} makes of it needs no other definitions.
   */
  int global(Type type) {
    if (type instanceof ScalarType scalar) {
      return scalar == ScalarType.BOOL ? types.bool() : plain(scalar);
    }
    return type instanceof ArrayType array
        ? types.array(global(array.element()), array.length())
        : of(type);
  }

  private int scalar(ScalarType scalar) {
    return switch (scalar) {
      case BOOL -> types.bool();
      case U8, U16, U32, U64, I8, I16, I32, I64 -> plain(scalar);
      case TIME, DURATION, GTID, CPU, ERRNO ->
          types.typedef("gpol_" + scalar.name().toLowerCase(Locale.ROOT), plain(scalar));
    };
  }

  private int plain(ScalarType scalar) {
    String name = (scalar.signed() ? "__s" : "__u") + scalar.bits();
    int bytes = scalar.size();
    return types.typedef(name, scalar.signed() ? types.signed(bytes) : types.unsigned(bytes));
  }

  private int enumeration(EnumType type) {
    List<BtfType.Value> values = new ArrayList<>();
    type.constants().forEach(c -> values.add(new BtfType.Value(c.name(), c.value())));
    boolean wide = type.size() == Long.BYTES;
    return types.add(
        new BtfType.Enumeration(type.name(), type.size(), type.repr().signed(), wide, values));
  }

  private int struct(StructType type) {
    List<BtfType.Member> members = new ArrayList<>();
    for (StructType.Field field : type.fields()) {
      members.add(new BtfType.Member(field.name(), of(field.type()), field.offset() * 8, 0));
    }
    return types.add(new BtfType.Struct(type.name(), false, type.size(), members));
  }

  /** What a queue of tasks holds: who, and up to which message the policy knows of it. */
  private int runnable() {
    List<BtfType.Member> members =
        List.of(
            new BtfType.Member("gtid", scalar(ScalarType.GTID), 0, 0),
            new BtfType.Member("barrier", plain(ScalarType.U32), 64, 0));
    return types.add(
        new BtfType.Struct("gpol_runnable", false, SpecialType.RUNNABLE.size(), members));
  }
}
