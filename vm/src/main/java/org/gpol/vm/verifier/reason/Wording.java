package org.gpol.vm.verifier.reason;

import java.util.function.Function;
import org.gpol.vm.verifier.domain.MapRef;
import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Region;
import org.gpol.vm.verifier.domain.Scalar;
import org.gpol.vm.verifier.domain.Value;

/** What values are, in words. */
final class Wording {
  private final Function<MapRef, String> mapNames;

  Wording(Function<MapRef, String> mapNames) {
    this.mapNames = mapNames;
  }

  String of(Value value) {
    if (value instanceof Value.Num number) {
      return of(number.scalar());
    }
    if (value instanceof Pointer pointer) {
      return of(pointer);
    }
    return value instanceof Value.Dynptr ? "a dynptr" : "nothing";
  }

  private static String of(Scalar scalar) {
    if (scalar.isConstant()) {
      return Long.toString(scalar.umin());
    }
    if (scalar.equals(Scalar.UNKNOWN)) {
      return "any number";
    }
    return scalar.smin() < 0 && scalar.umax() > 0
        ? Long.toUnsignedString(scalar.umin()) + " to " + Long.toUnsignedString(scalar.umax())
        : scalar.smin() + " to " + scalar.smax();
  }

  private String of(Pointer pointer) {
    StringBuilder text = new StringBuilder(of(pointer.region()));
    if (pointer.isFixed()) {
      if (pointer.offset() != 0) {
        text.append(pointer.region() instanceof Region.Stack ? " at r10" : " at offset ");
        text.append(pointer.offset());
      }
    } else {
      text.append(" at offset ").append(of(pointer.distance()));
    }
    return pointer.nullable() ? text + ", or null" : text.toString();
  }

  private String of(Region region) {
    if (region instanceof Region.MapValue value) {
      return "a value of map `" + mapNames.apply(value.map()) + "`";
    }
    if (region instanceof Region.MapHandle map) {
      return "map `" + mapNames.apply(map.map()) + "`";
    }
    if (region instanceof Region.MapKey key) {
      return "a key of map `" + mapNames.apply(key.map()) + "`";
    }
    if (region instanceof Region.KernelObject object) {
      return "a " + object.type();
    }
    if (region instanceof Region.Reservation reserved) {
      return reserved.bytes() + " bytes of a ring buffer";
    }
    if (region instanceof Region.Slice slice) {
      return slice.bytes() + " bytes of a dynptr";
    }
    if (region instanceof Region.Stack) {
      return "the stack";
    }
    if (region instanceof Region.Context) {
      return "the context";
    }
    return region instanceof Region.Function ? "a function" : "a variable of the platform";
  }
}
