package org.gpol.policies.reference;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.StructType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;

/** Heaps or fifos of tasks or values, as lists that are searched from end to end. */
final class ContainerState {
  static final long E2BIG = 7;
  static final long EEXIST = 17;
  static final long ENOENT = 2;

  /** A task in hand. */
  record Task(long gtid, long barrier) {}

  /** What is in a list under a key. */
  final class Entry {
    private final Object key;
    private final long arrival = arrivals++;

    /** A {@link Task}, or the {@link Place} of key and value. */
    private Object held;

    private long order;

    private Entry(Object key, Object held, long order) {
      this.key = key;
      this.held = held;
      this.order = order;
    }

    Object held() {
      return held;
    }

    long order() {
      return order;
    }

    private boolean isBefore(Entry other) {
      int compared = Numbers.compare(order, other.order, (ScalarType) contents.order());
      return compared != 0 ? compared < 0 : arrival < other.arrival;
    }
  }

  private final Symbol.Container container;
  private final Symbol.Contents contents;
  private final List<List<Entry>> lanes = new ArrayList<>();
  private long arrivals;

  ContainerState(Symbol.Container container) {
    this.container = container;
    this.contents = container.contents();
    for (int i = 0; i < container.lanes(); i++) {
      lanes.add(new ArrayList<>());
    }
  }

  int laneCount() {
    return lanes.size();
  }

  private boolean isHeap() {
    return container.kind() == Symbol.ContainerKind.HEAP;
  }

  private int total() {
    return lanes.stream().mapToInt(List::size).sum();
  }

  long push(int lane, Task task, long order, boolean front) {
    return push(lane, new Entry(task.gtid(), task, order), front);
  }

  long push(int lane, Object key, Object value, boolean front) {
    Place held = Place.ofSize(entryType().size());
    write(held, "key", key);
    write(held, "value", value);
    return push(lane, new Entry(comparable(key), held, orderOf(held)), front);
  }

  private long push(int lane, Entry entry, boolean front) {
    if (total() == container.capacity()) {
      return E2BIG;
    }
    if (find(entry.key) != null) {
      return EEXIST;
    }
    lanes.get(lane).add(front ? 0 : lanes.get(lane).size(), entry);
    return 0;
  }

  private StructType entryType() {
    return (StructType) container.slot().field("entry").type();
  }

  private void write(Place held, String part, Object value) {
    StructType.Field field = entryType().field(part);
    Place at = held.plus(field.offset());
    if (field.type().isNumber()) {
      at.store(field.type().scalar(), (Long) value);
    } else {
      at.copyFrom((Place) value, field.type().size());
    }
  }

  private long orderOf(Place held) {
    if (contents.order() == null) {
      return 0;
    }
    int within = contents.by() == null ? 0 : contents.by().offset();
    Place at = held.plus(entryType().field("value").offset() + within);
    return at.load(contents.order().scalar());
  }

  private Object comparable(Object key) {
    Type type = contents.key();
    return type.isNumber() ? key : ByteBuffer.wrap(((Place) key).copy(type.size()));
  }

  /** The first of a fifo, or the least of a heap, of equal ones the one that came first. */
  Entry first(int lane) {
    Entry first = null;
    for (Entry entry : lanes.get(lane)) {
      if (first == null || (isHeap() && entry.isBefore(first))) {
        first = entry;
      }
    }
    return first;
  }

  Entry pop(int lane) {
    Entry first = first(lane);
    lanes.get(lane).remove(first);
    return first;
  }

  long length(int lane) {
    return lanes.get(lane).size();
  }

  Entry find(Object key) {
    Object wanted = key instanceof Place ? comparable(key) : key;
    for (List<Entry> lane : lanes) {
      for (Entry entry : lane) {
        if (entry.key.equals(wanted)) {
          return entry;
        }
      }
    }
    return null;
  }

  Entry remove(Object key) {
    Entry entry = find(key);
    lanes.forEach(lane -> lane.remove(entry));
    return entry;
  }

  long renew(long gtid, long barrier) {
    Entry entry = find(gtid);
    if (entry == null) {
      return ENOENT;
    }
    entry.held = new Task(gtid, barrier);
    return 0;
  }

  /** A task's new order, or the new value under a key. */
  long update(Object key, Object change) {
    Entry entry = find(key);
    if (entry == null) {
      return ENOENT;
    }
    if (contents.areTasks()) {
      entry.order = (Long) change;
    } else {
      write((Place) entry.held, "value", change);
      entry.order = orderOf((Place) entry.held);
    }
    return 0;
  }
}
