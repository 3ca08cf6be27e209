package org.gpol.vm.map;

import java.util.Arrays;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.vm.memory.AddressSpace;

/**
 * {@code BPF_MAP_TYPE_QUEUE}: first in, first out. Its values are copied in and out, never pointed
 * at.
 */
final class QueueMap extends BpfMap {
  /** Allocated by the first push: most queues of an array of queues stay empty for ever. */
  private byte[] ring;

  private int head;
  private int count;

  QueueMap(MapSpec spec, AddressSpace memory) {
    super(spec, memory);
    checkedSize(spec, (long) spec.valueSize() * spec.maxEntries());
  }

  @Override
  public int push(byte[] value, int valueOffset, long flags) {
    if (flags != BPF_ANY && flags != BPF_EXIST) {
      return MapErrno.EINVAL;
    }
    if (count == spec().maxEntries()) {
      if (flags == BPF_ANY) {
        return MapErrno.E2BIG;
      }
      drop();
    }
    if (ring == null) {
      ring = new byte[spec().valueSize() * spec().maxEntries()];
    }
    int slot = head + count;
    slot = slot >= spec().maxEntries() ? slot - spec().maxEntries() : slot;
    System.arraycopy(value, valueOffset, ring, slot * spec().valueSize(), spec().valueSize());
    count++;
    memory().countMutation();
    return 0;
  }

  @Override
  public int pop(byte[] value, int valueOffset) {
    int result = peek(value, valueOffset);
    if (result == 0) {
      drop();
      memory().countMutation();
    }
    return result;
  }

  @Override
  public int peek(byte[] value, int valueOffset) {
    int size = spec().valueSize();
    if (count == 0) {
      Arrays.fill(value, valueOffset, valueOffset + size, (byte) 0);
      return MapErrno.ENOENT;
    }
    System.arraycopy(ring, head * size, value, valueOffset, size);
    return 0;
  }

  private void drop() {
    head = head + 1 == spec().maxEntries() ? 0 : head + 1;
    count--;
  }
}
