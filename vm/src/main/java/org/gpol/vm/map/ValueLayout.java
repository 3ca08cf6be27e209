package org.gpol.vm.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import org.gpol.bpf.platform.MapField;
import org.gpol.bpf.platform.MapSpec;

/**
 * How values are copied: around the fields that only helpers may touch, as the kernel's {@code
 * copy_map_value} does. A copy says whether it changed anything, so that only changes count as
 * mutations.
 */
final class ValueLayout {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final int size;
  private final List<MapField> fields;
  private final boolean plain;
  private final boolean locked;

  ValueLayout(MapSpec spec) {
    this.size = spec.valueSize();
    this.fields = spec.fields();
    this.plain = fields.isEmpty();
    this.locked = fields.stream().anyMatch(field -> field.kind() == MapField.Kind.SPIN_LOCK);
  }

  /** True if values have no fields. */
  boolean plain() {
    return plain;
  }

  /** True if values contain a spin lock. */
  boolean locked() {
    return locked;
  }

  /** Copies a value but for its fields; true if that changed {@code to}. */
  boolean copy(byte[] from, int fromOffset, byte[] to, int toOffset) {
    if (plain) {
      return Bytes.copy(from, fromOffset, to, toOffset, size);
    }
    boolean changed = false;
    int at = 0;
    for (MapField field : fields) {
      changed |= Bytes.copy(from, fromOffset + at, to, toOffset + at, field.offset() - at);
      at = field.offset() + field.kind().bytes();
    }
    return Bytes.copy(from, fromOffset + at, to, toOffset + at, size - at) || changed;
  }

  /** Zeroes a value but for its fields; true if that changed it. */
  boolean clear(byte[] bytes, int offset) {
    boolean changed = false;
    int at = 0;
    for (MapField field : fields) {
      changed |= zero(bytes, offset + at, field.offset() - at);
      at = field.offset() + field.kind().bytes();
    }
    return zero(bytes, offset + at, size - at) || changed;
  }

  /** Zeroes what user space must not see of a value. */
  void hideFields(byte[] value, int offset) {
    for (MapField field : fields) {
      boolean unused = zero(value, offset + field.offset(), field.kind().bytes());
    }
  }

  /**
   * Zeroes timers and counted pointers of the value at {@code address}, and tells {@code listener}
   * of those that were in use; true if there were any.
   */
  boolean freeFields(BpfMap map, FieldListener listener, byte[] bytes, int offset, long address) {
    boolean any = false;
    for (MapField field : fields) {
      int at = offset + field.offset();
      if (field.kind() != MapField.Kind.SPIN_LOCK) {
        long old = (long) LONG.get(bytes, at);
        if (zero(bytes, at, field.kind().bytes())) {
          any = true;
          listener.freed(map, address, field, old);
        }
      }
    }
    return any;
  }

  private static boolean zero(byte[] bytes, int offset, int length) {
    boolean changed = false;
    for (int i = offset; i < offset + length; i++) {
      changed |= bytes[i] != 0;
      bytes[i] = 0;
    }
    return changed;
  }
}
