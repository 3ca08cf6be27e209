package org.gpol.vm.map;

import java.util.Arrays;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;

/**
 * {@code BPF_MAP_TYPE_QUEUE}, first in, first out, and {@code BPF_MAP_TYPE_STACK}, last in, first
 * out. Values are copied in and out, never pointed at.
 */
final class QueueMap extends BpfMap {
  private static final int FIRST_VALUES = 16;

  private final boolean stack;
  private final int size;

  /** Grows from the first push on: most queues of an array of queues stay empty for ever. */
  private byte[] ring = new byte[0];

  private int room;
  private int head;
  private int count;

  QueueMap(MapSpec spec, MapRegistry registry) {
    super(spec, registry);
    this.stack = spec.type() == MapType.STACK;
    this.size = spec.valueSize();
    checkBytes((long) size * spec.maxEntries());
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
      dropOldest();
    }
    if (count == room && !grow()) {
      return MapErrno.ENOMEM;
    }
    boolean unused = Bytes.copy(value, valueOffset, ring, place(count) * size, size);
    count++;
    memory().countMutation();
    return 0;
  }

  @Override
  public int pop(byte[] value, int valueOffset) {
    int result = peek(value, valueOffset);
    if (result == 0) {
      if (stack) {
        count--;
      } else {
        dropOldest();
      }
      memory().countMutation();
    }
    return result;
  }

  /** Adds a value if there is room that needs no making; leaves the counting to the caller. */
  boolean append(byte[] value, int valueOffset, int valueSize) {
    if (count == room) {
      return false;
    }
    boolean unused = Bytes.copy(value, valueOffset, ring, place(count) * valueSize, valueSize);
    count++;
    return true;
  }

  /** Takes out the value at the head if there is one; leaves the counting to the caller. */
  boolean takeOldest(byte[] value, int valueOffset, int valueSize) {
    if (count == 0) {
      return false;
    }
    boolean unused = Bytes.copy(ring, head * valueSize, value, valueOffset, valueSize);
    dropOldest();
    return true;
  }

  @Override
  public int peek(byte[] value, int valueOffset) {
    if (count == 0) {
      Arrays.fill(value, valueOffset, valueOffset + size, (byte) 0);
      return MapErrno.ENOENT;
    }
    int place = place(stack ? count - 1 : 0);
    boolean unused = Bytes.copy(ring, place * size, value, valueOffset, size);
    return 0;
  }

  @Override
  public int update(byte[] key, int keyOffset, byte[] value, int valueOffset, long flags, int cpu) {
    return MapErrno.EINVAL;
  }

  @Override
  public int delete(byte[] key, int keyOffset) {
    return MapErrno.EINVAL;
  }

  @Override
  int userLookup(byte[] key, byte[] value) {
    return peek(value, 0);
  }

  @Override
  int userUpdate(byte[] key, byte[] value, long flags) {
    return push(value, 0, flags);
  }

  @Override
  int userLookupAndDelete(byte[] key, byte[] value) {
    return pop(value, 0);
  }

  @Override
  int nextKey(byte[] key, byte[] next) {
    return MapErrno.EINVAL;
  }

  private int place(int number) {
    int place = head + number;
    return place >= room ? place - room : place;
  }

  private void dropOldest() {
    head = head + 1 == room ? 0 : head + 1;
    count--;
  }

  private boolean grow() {
    int more = (int) Math.min(spec().maxEntries(), Math.max(FIRST_VALUES, room * 2L));
    byte[] larger;
    try {
      larger = new byte[more * size];
    } catch (OutOfMemoryError e) {
      return false;
    }
    int first = (room - head) * size;
    System.arraycopy(ring, head * size, larger, 0, first);
    System.arraycopy(ring, 0, larger, first, head * size);
    ring = larger;
    room = more;
    head = 0;
    return true;
  }
}
