package org.gpol.vm.verifier.reason;

import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Region;
import org.gpol.vm.verifier.domain.Scalar;
import org.gpol.vm.verifier.domain.Value;

/** What is known of a value, as a part of a sentence. */
final class Words {
  private final Names names;

  Words(Names names) {
    this.names = names;
  }

  /** Goes on after the name of what holds it: {@code is 5}, {@code may be null}. */
  String of(Value value) {
    if (value instanceof Value.Num number) {
      return of(number.scalar());
    }
    if (value instanceof Pointer pointer) {
      return of(pointer);
    }
    return value instanceof Value.Dynptr ? "is a dynptr" : "holds nothing";
  }

  private static String of(Scalar scalar) {
    if (scalar.isConstant()) {
      return "is " + scalar.umin();
    }
    if (isAnything(scalar)) {
      return "can be any number";
    }
    boolean signed = scalar.smin() < 0;
    String least = signed ? Long.toString(scalar.smin()) : Long.toUnsignedString(scalar.umin());
    String most = signed ? Long.toString(scalar.smax()) : Long.toUnsignedString(scalar.umax());
    return "is between " + least + " and " + most;
  }

  /** True if neither the signed nor the unsigned range says anything. */
  static boolean isAnything(Scalar scalar) {
    return scalar.umin() == 0
        && scalar.umax() == -1
        && scalar.smin() == Long.MIN_VALUE
        && scalar.smax() == Long.MAX_VALUE;
  }

  private String of(Pointer pointer) {
    String start = pointer.nullable() ? "is null or points to " : "points to ";
    return start + place(pointer);
  }

  /** What {@code pointer} points at, and where in it. */
  String place(Pointer pointer) {
    if (pointer.region() instanceof Region.MapValue value && pointer.isFixed()) {
      String variable = names.variable(value.map(), pointer.offset());
      if (variable != null) {
        return "variable " + variable;
      }
    }
    if (pointer.region() instanceof Region.Context && pointer.isFixed()) {
      String field = names.field(pointer.offset());
      return field == null ? extent(pointer) + names.context() : field;
    }
    if (pointer.region() instanceof Region.Stack && pointer.isFixed()) {
      return "the stack at r10" + (pointer.offset() > 0 ? "+" : "") + offset(pointer);
    }
    return extent(pointer) + region(pointer.region());
  }

  /** The same, with the member of a map's value in which an access there begins. */
  String target(Pointer pointer) {
    if (pointer.region() instanceof Region.MapValue value && pointer.least() >= 0) {
      String member = names.member(value.map(), pointer.least());
      if (member != null) {
        return place(pointer) + (pointer.isFixed() ? ", member " : ", from member ") + member;
      }
    }
    return place(pointer);
  }

  private static String offset(Pointer pointer) {
    return pointer.offset() == 0 ? "" : Long.toString(pointer.offset());
  }

  private static String extent(Pointer pointer) {
    if (!pointer.region().isMemory() || (pointer.isFixed() && pointer.offset() == 0)) {
      return "";
    }
    return pointer.isFixed()
        ? "byte " + pointer.offset() + " of "
        : "byte " + pointer.least() + " to " + pointer.greatest() + " of ";
  }

  private String region(Region region) {
    if (region instanceof Region.MapValue value) {
      return "a value of map " + names.map(value.map());
    }
    if (region instanceof Region.MapKey key) {
      return "a key of map " + names.map(key.map());
    }
    if (region instanceof Region.MapHandle handle) {
      return "map " + names.map(handle.map());
    }
    if (region instanceof Region.KernelObject object) {
      return "a " + object.type();
    }
    if (region instanceof Region.Variable variable) {
      return "the platform's variable " + names.variable(variable.index());
    }
    if (region instanceof Region.PercpuVariable variable) {
      return "the platform's variable " + names.variable(variable.index()) + " of every CPU";
    }
    if (region instanceof Region.Stack) {
      return "the stack";
    }
    if (region instanceof Region.Context) {
      return names.context();
    }
    if (region instanceof Region.Function) {
      return "a function";
    }
    return region instanceof Region.Slice
        ? "the memory of a dynptr"
        : "a record reserved in a ring buffer";
  }
}
