package org.gpol.policies.reference;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.gpol.compiler.checked.QueueHandleType;
import org.gpol.compiler.checked.Symbol;

/** What is in a map, on the one CPU that executes everything. */
final class MapState {
  private final Symbol.Map map;
  private final Map<ByteBuffer, Place> entries = new HashMap<>();
  private final Map<Long, Deque<Object>> queues = new HashMap<>();

  MapState(Symbol.Map map) {
    this.map = map;
  }

  private boolean isHash() {
    return map.kind().isHash();
  }

  /** The entry of {@code key}, or null. */
  Place lookup(byte[] key) {
    if (isHash()) {
      return entries.get(ByteBuffer.wrap(key));
    }
    boolean there = index(key) < map.maxEntries();
    return there ? entries.computeIfAbsent(ByteBuffer.wrap(key), k -> zero()) : null;
  }

  private Place zero() {
    return Place.ofSize(map.value().size());
  }

  static long index(byte[] key) {
    return (key[0] & 0xffL)
        | (key[1] & 0xffL) << 8
        | (key[2] & 0xffL) << 16
        | (key[3] & 0xffL) << 24;
  }

  /** 0 or a positive error. */
  long store(byte[] key, byte[] value, boolean onlyIfAbsent) {
    Place entry = lookup(key);
    if (!isHash()) {
      if (entry == null) {
        return ContainerState.E2BIG;
      }
      entry.copyFrom(new Place(value, 0), value.length);
      return 0;
    }
    if (entry != null && onlyIfAbsent) {
      return ContainerState.EEXIST;
    }
    if (entry == null && entries.size() == map.maxEntries()) {
      return ContainerState.E2BIG;
    }
    entries.put(ByteBuffer.wrap(key.clone()), new Place(value.clone(), 0));
    return 0;
  }

  /** 0 or a positive error. */
  long remove(byte[] key) {
    return entries.remove(ByteBuffer.wrap(key)) == null ? ContainerState.ENOENT : 0;
  }

  /** A queue that can be named: the map itself, or one of an array of them. */
  record Queue(MapState of, long number, int capacity, boolean lastFirst) {
    private Deque<Object> elements() {
      return of.queues.computeIfAbsent(number, n -> new ArrayDeque<>());
    }

    long push(Object element) {
      if (elements().size() == capacity) {
        return ContainerState.E2BIG;
      }
      if (lastFirst) {
        elements().addFirst(element);
      } else {
        elements().addLast(element);
      }
      return 0;
    }

    Object pop() {
      return elements().pollFirst();
    }

    Object peek() {
      return elements().peekFirst();
    }

    boolean isEmpty() {
      return elements().isEmpty();
    }
  }

  Queue queue() {
    return new Queue(this, 0, map.maxEntries(), map.kind() == Symbol.MapKind.STACK);
  }

  /** One of an array of queues; null if there is none of that number. */
  Queue queue(long number) {
    QueueHandleType type = (QueueHandleType) map.value();
    return number < map.maxEntries() ? new Queue(this, number, type.capacity(), false) : null;
  }
}
