package org.gpol.vm.verifier.state;

import java.util.StringJoiner;
import java.util.function.Function;
import org.gpol.bpf.isa.Reg;
import org.gpol.vm.verifier.domain.MapRef;
import org.gpol.vm.verifier.domain.Pointer;
import org.gpol.vm.verifier.domain.Region;
import org.gpol.vm.verifier.domain.Scalar;
import org.gpol.vm.verifier.domain.Value;

/** Writes what is known for people to read, in the manner of the kernel's log. */
public final class StatePrinter {
  private final Function<MapRef, String> mapNames;

  /** A printer that names maps by {@code mapNames}. */
  public StatePrinter(Function<MapRef, String> mapNames) {
    this.mapNames = mapNames;
  }

  /** The initialised registers and stack slots of the current frame, on one line. */
  public String print(AbstractState state) {
    StringJoiner text = new StringJoiner(" ");
    Frame frame = state.current();
    for (int reg = 0; reg < Reg.COUNT; reg++) {
      if (!(frame.reg(reg) instanceof Value.Uninit)) {
        text.add("r" + reg + "=" + print(frame.reg(reg)));
      }
    }
    for (int i = 0; i < Frame.SLOTS; i++) {
      if (frame.slot(i).initialised() != 0) {
        text.add("fp" + (i * 8 - Frame.STACK_BYTES) + "=" + print(frame.slot(i)));
      }
    }
    return text.toString();
  }

  private String print(Slot slot) {
    if (slot.spill() != null) {
      return print(slot.spill());
    }
    StringBuilder bytes = new StringBuilder();
    for (int i = 7; i >= 0; i--) {
      boolean written = ((slot.initialised() >>> i) & 1) != 0;
      boolean zero = ((slot.zero() >>> i) & 1) != 0;
      bytes.append(zero ? '0' : written ? 'm' : '?');
    }
    return bytes.toString();
  }

  /** One value. */
  public String print(Value value) {
    if (value instanceof Value.Num number) {
      return number.scalar().toString();
    }
    if (value instanceof Value.Dynptr dynptr) {
      return "dynptr#" + dynptr.id();
    }
    return value instanceof Pointer pointer ? print(pointer) : "?";
  }

  private String print(Pointer pointer) {
    String text = print(pointer.region());
    if (pointer.offset() != 0) {
      text += (pointer.offset() > 0 ? "+" : "") + pointer.offset();
    }
    if (!pointer.variable().equals(Scalar.ZERO)) {
      text += "+" + pointer.variable();
    }
    return pointer.nullable() ? text + " or null" : text;
  }

  private String print(Region region) {
    if (region instanceof Region.Stack stack) {
      return "fp" + (stack.frame() == 0 ? "" : "[" + stack.frame() + "]");
    }
    if (region instanceof Region.MapValue value) {
      return "value(" + mapNames.apply(value.map()) + ")";
    }
    if (region instanceof Region.MapHandle handle) {
      return "map(" + mapNames.apply(handle.map()) + ")";
    }
    if (region instanceof Region.MapKey key) {
      return "key(" + mapNames.apply(key.map()) + ")";
    }
    if (region instanceof Region.KernelObject object) {
      return object.type() + (object.id() == 0 ? "" : "#" + object.id());
    }
    if (region instanceof Region.Context) {
      return "ctx";
    }
    if (region instanceof Region.Function function) {
      return "function@" + function.start();
    }
    return printMemory(region);
  }

  private static String printMemory(Region region) {
    if (region instanceof Region.Reservation reservation) {
      return "ringbuf#" + reservation.id() + "[" + reservation.bytes() + "]";
    }
    if (region instanceof Region.Slice slice) {
      return "slice#" + slice.id() + "[" + slice.bytes() + "]";
    }
    int index =
        region instanceof Region.PercpuVariable percpu
            ? percpu.index()
            : ((Region.Variable) region).index();
    return (region instanceof Region.PercpuVariable ? "percpu#" : "variable#") + index;
  }
}
