package org.gpol.bpf.object;

import java.util.List;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.btf.BtfType;

/** What the type of a variable says of the values that it can have. */
final class VariableTypes {
  private VariableTypes() {}

  /** The variable of an object that {@code place} puts into a section. */
  static Variable variable(BtfType.Var var, int map, BtfType.SecVar place, BtfTable types) {
    return of(var.name(), map, place.offset(), place.bytes(), var.type(), types);
  }

  /** A variable, or a part of one, of type {@code id}. */
  static Variable of(String name, int map, int offset, int bytes, int id, BtfTable types) {
    BtfType type = types.resolved(id).orElse(null);
    boolean number = bytes == types.bytes(id) && bytes <= 8 && Integer.bitCount(bytes) == 1;
    if (number && type instanceof BtfType.Int integer && integer.bits() == bytes * 8) {
      return scalar(name, map, offset, bytes, kind(integer), id, List.of());
    }
    if (number
        && type instanceof BtfType.Int integer
        && integer.encoding() == BtfType.Int.Encoding.BOOL) {
      return scalar(name, map, offset, bytes, Variable.Kind.BOOL, id, List.of());
    }
    if (number && type instanceof BtfType.Enumeration constants) {
      Variable.Kind kind = Variable.Kind.ENUM;
      return scalar(name, map, offset, bytes, kind, id, constants.values());
    }
    return new Variable(
        name, map, offset, bytes, Variable.Kind.COMPOSITE, 0, 0, false, id, List.of());
  }

  private static Variable.Kind kind(BtfType.Int integer) {
    return switch (integer.encoding()) {
      case SIGNED -> integer.name().equals("char") ? Variable.Kind.CHAR : Variable.Kind.SIGNED;
      case CHAR -> Variable.Kind.CHAR;
      case BOOL -> Variable.Kind.BOOL;
      case UNSIGNED -> Variable.Kind.UNSIGNED;
    };
  }

  private static Variable scalar(
      String name,
      int map,
      int offset,
      int bytes,
      Variable.Kind kind,
      int type,
      List<BtfType.Value> constants) {
    long most = bytes == 8 ? -1 : (1L << (8 * bytes)) - 1;
    long least = -(1L << (8 * bytes - 1));
    boolean negative = constants.stream().anyMatch(constant -> constant.value() < 0);
    return switch (kind) {
      case BOOL -> new Variable(name, map, offset, bytes, kind, 0, 1, true, type, constants);
      case SIGNED, CHAR ->
          new Variable(name, map, offset, bytes, kind, least, ~least, true, type, constants);
      case ENUM ->
          new Variable(
              name,
              map,
              offset,
              bytes,
              kind,
              negative ? least : 0,
              negative ? ~least : most,
              true,
              type,
              constants);
      default -> new Variable(name, map, offset, bytes, kind, 0, most, true, type, constants);
    };
  }
}
