package org.gpol.compiler.lower;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gpol.bpf.GpolBug;
import org.gpol.bpf.object.EventType;
import org.gpol.bpf.object.Statistic;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.gpol.compiler.checked.CheckedPolicy;
import org.gpol.compiler.checked.QueueHandleType;
import org.gpol.compiler.checked.ScalarType;
import org.gpol.compiler.checked.Symbol;
import org.gpol.compiler.checked.Type;

/**
 * The maps of an object: the policy's own, then one for each counter, gauge and event, then those
 * of global data.
 */
final class MapTable {
  private static final int STAT_BYTES = 8;

  /** A page on every machine, and room for some thousand records that nobody has read yet. */
  private static final int EVENT_BUFFER_BYTES = 1 << 18;

  private final List<MapSpec> specs = new ArrayList<>();
  private final List<Statistic> statistics = new ArrayList<>();
  private final List<EventType> events = new ArrayList<>();
  private final Map<Symbol, Integer> indices = new LinkedHashMap<>();

  /** {@code names} are taken, and come to include those of the maps. */
  MapTable(CheckedPolicy policy, Names names) {
    for (Symbol.Map map : policy.maps()) {
      indices.put(map, add(spec(map)));
    }
    for (Symbol.Stat stat : policy.stats()) {
      if (stat.histogram() != null) {
        statistics.add(histogram(stat));
        continue;
      }
      String name = names.unique("stat_" + stat.name());
      int index = add(MapSpec.percpuArray(name, STAT_BYTES, 1));
      indices.put(stat, index);
      Statistic.Kind kind =
          switch (stat.kind()) {
            case COUNTER -> Statistic.Kind.COUNTER;
            case GAUGE -> Statistic.Kind.GAUGE;
            case HISTOGRAM -> throw new GpolBug("a histogram without buckets");
          };
      statistics.add(new Statistic(stat.name(), kind, index));
    }
    for (Symbol.Event event : policy.events()) {
      int index = add(new MapSpec(event.name(), MapType.RINGBUF, 0, 0, EVENT_BUFFER_BYTES, null));
      indices.put(event, index);
      events.add(new EventType(event.name(), index, event.record().size(), fields(event)));
    }
  }

  private Statistic histogram(Symbol.Stat stat) {
    boolean times = stat.histogram().value() == ScalarType.DURATION;
    Statistic.Kind kind = times ? Statistic.Kind.DURATION_HISTOGRAM : Statistic.Kind.HISTOGRAM;
    return new Statistic(stat.name(), kind, index(stat.histogram().buckets()));
  }

  private static List<EventType.Field> fields(Symbol.Event event) {
    return event.record().fields().stream()
        .map(f -> new EventType.Field(f.name(), type(f.type()), f.offset()))
        .toList();
  }

  /** Of an enum what it is made of. */
  private static EventType.FieldType type(Type type) {
    return EventType.FieldType.of(type.scalar().describe())
        .orElseThrow(() -> new GpolBug("no field of an event is a " + type.describe()));
  }

  /** Adds a map and returns its index. */
  int add(MapSpec spec) {
    specs.add(spec);
    return specs.size() - 1;
  }

  int index(Symbol.Map map) {
    return indices.get(map);
  }

  int index(Symbol.Stat stat) {
    return indices.get(stat);
  }

  int index(Symbol.Event event) {
    return indices.get(event);
  }

  List<EventType> events() {
    return events;
  }

  List<MapSpec> specs() {
    return specs;
  }

  List<Statistic> statistics() {
    return statistics;
  }

  private static MapSpec spec(Symbol.Map map) {
    String name = map.name();
    int entries = map.maxEntries();
    return switch (map.kind()) {
      case HASH -> hash(map, MapType.HASH);
      case LRU_HASH -> hash(map, MapType.LRU_HASH);
      case PERCPU_HASH -> hash(map, MapType.PERCPU_HASH);
      case ARRAY -> MapSpec.array(name, map.value().size(), entries);
      case PERCPU_ARRAY -> MapSpec.percpuArray(name, map.value().size(), entries);
      case QUEUE -> MapSpec.queue(name, map.value().size(), entries);
      case STACK -> new MapSpec(name, MapType.STACK, 0, map.value().size(), entries, null);
      case ARRAY_OF_QUEUES -> {
        QueueHandleType queue = (QueueHandleType) map.value();
        MapSpec inner = MapSpec.queue(name + ".inner", queue.element().size(), queue.capacity());
        yield MapSpec.arrayOfMaps(name, inner, entries);
      }
    };
  }

  private static MapSpec hash(Symbol.Map map, MapType type) {
    return new MapSpec(
        map.name(), type, map.key().size(), map.value().size(), map.maxEntries(), null);
  }
}
