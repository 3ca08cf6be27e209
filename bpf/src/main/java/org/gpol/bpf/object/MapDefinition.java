package org.gpol.bpf.object;

import java.util.List;
import java.util.Optional;
import org.gpol.bpf.btf.BtfTable;
import org.gpol.bpf.btf.BtfType;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.bpf.platform.MapType;
import org.gpol.bpf.text.Spelling;

/**
 * A map as C declares it for libbpf: a structure whose members say everything by their types.
 *
 * <pre>
 *   __uint(type, N)        int (*type)[N]
 *   __ulong(map_extra, N)  enum { unique = N } *map_extra
 *   __type(key, T)         T *key
 *   __array(values, T)     T *values[]
 * </pre>
 *
 * Failures are {@link IllegalArgumentException}s with the rest of a sentence about the map.
 */
final class MapDefinition {
  private static final List<String> MEMBERS =
      List.of(
          "type",
          "max_entries",
          "map_flags",
          "map_extra",
          "numa_node",
          "pinning",
          "key",
          "key_size",
          "value",
          "value_size",
          "values");

  private static final int PAGE = 4096;

  /** The largest number of CPUs that a machine can have here. */
  private static final int MAX_CPUS = 1024;

  private final String name;
  private final BtfTable types;
  private long type;
  private long maxEntries;
  private long flags;
  private long extra;
  private long keySize = -1;
  private long valueSize = -1;
  private int keyType;
  private int valueType;
  private int valuesOffset = -1;
  private MapSpec inner;

  private MapDefinition(String name, BtfTable types) {
    this.name = name;
    this.types = types;
  }

  /** The map that {@code struct} declares. */
  static MapDefinition read(String name, BtfType.Struct struct, BtfTable types) {
    return read(name, struct, types, true);
  }

  private static MapDefinition read(
      String name, BtfType.Struct struct, BtfTable types, boolean outer) {
    MapDefinition map = new MapDefinition(name, types);
    for (BtfType.Member member : struct.members()) {
      map.member(member, outer);
    }
    return map;
  }

  /** Where the initial entries are, in bytes from the start of the declaration; -1 for none. */
  int valuesOffset() {
    return valuesOffset;
  }

  /** The map. */
  MapSpec spec(MapFields fields) {
    MapType kind = kind();
    long entries = maxEntries;
    if (kind == MapType.RINGBUF) {
      entries = wholePages(maxEntries);
    } else if (kind == MapType.PERF_EVENT_ARRAY && maxEntries == 0) {
      entries = MAX_CPUS;
    }
    boolean held = kind.holdsMaps();
    if (held && inner == null) {
      throw new IllegalArgumentException("does not say with `values` what maps it holds");
    }
    return new MapSpec(
        name,
        kind,
        (int) Math.max(0, keySize),
        (int) (held || valuesOffset >= 0 ? 4 : Math.max(0, valueSize)),
        whole("max_entries", entries),
        (int) flags,
        extra,
        inner,
        valueType == 0 ? List.of() : fields.of(valueType),
        keyType,
        valueType);
  }

  private MapType kind() {
    Optional<MapType> found = MapType.of((int) type);
    if (type == 0) {
      throw new IllegalArgumentException("does not say of what type it is");
    }
    return found.orElseThrow(
        () -> new IllegalArgumentException("is of type " + type + ", which is not supported"));
  }

  /** libbpf makes the size of a ring buffer a power of two of pages. */
  private static long wholePages(long bytes) {
    long size = PAGE;
    while (size < bytes && size < 1L << 31) {
      size *= 2;
    }
    return bytes == 0 ? 0 : size;
  }

  private void member(BtfType.Member member, boolean outer) {
    switch (member.name()) {
      case "type" -> type = number(member);
      case "max_entries" -> maxEntries = number(member);
      case "map_flags" -> flags = number(member);
      case "map_extra" -> extra = number(member);
      // The machine has neither nodes nor a file system to pin to.
      case "numa_node", "pinning" -> number(member);
      case "key_size" -> keySize = agreed("key", keySize, number(member));
      case "value_size" -> valueSize = agreed("value", valueSize, number(member));
      case "key" -> {
        keyType = pointee(member);
        keySize = agreed("key", keySize, types.bytes(keyType));
      }
      case "value" -> {
        valueType = pointee(member);
        valueSize = agreed("value", valueSize, types.bytes(valueType));
      }
      case "values" -> values(member, outer);
      default ->
          throw new IllegalArgumentException(
              "has a member `"
                  + member.name()
                  + "`, which says nothing of a map"
                  + Spelling.didYouMean(member.name(), MEMBERS));
    }
  }

  private long agreed(String of, long before, long now) {
    if (before >= 0 && before != now) {
      throw new IllegalArgumentException(
          "has a " + of + " of " + before + " bytes and of " + now + " bytes");
    }
    return whole(of + " size", now);
  }

  private static int whole(String what, long number) {
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("has a " + what + " that is out of range");
    }
    return (int) number;
  }

  private int pointee(BtfType.Member member) {
    if (types.resolved(member.type()).orElse(null) instanceof BtfType.Ptr ptr) {
      return ptr.target();
    }
    throw shape(member, "a pointer");
  }

  private long number(BtfType.Member member) {
    BtfType target = types.resolved(pointee(member)).orElse(null);
    if (target instanceof BtfType.Array array) {
      return array.count();
    }
    if (target instanceof BtfType.Enumeration values && values.values().size() == 1) {
      return values.values().get(0).value();
    }
    throw shape(member, "a pointer to an array, as the macro __uint makes it");
  }

  private void values(BtfType.Member member, boolean outer) {
    if (!outer) {
      throw new IllegalArgumentException("holds maps that hold something");
    }
    if (!(types.resolved(member.type()).orElse(null) instanceof BtfType.Array array)
        || !(types.resolved(array.element()).orElse(null) instanceof BtfType.Ptr ptr)) {
      throw shape(member, "an array of pointers, as the macro __array makes it");
    }
    valuesOffset = member.bitOffset() / 8;
    BtfType target = types.resolved(ptr.target()).orElse(null);
    if (target instanceof BtfType.Struct struct) {
      MapDefinition held = read(name + ".inner", struct, types, false);
      inner = held.spec(new MapFields(types));
    } else if (!(target instanceof BtfType.FuncProto)) {
      throw shape(member, "an array of pointers to maps or to programs");
    }
  }

  private static IllegalArgumentException shape(BtfType.Member member, String expected) {
    return new IllegalArgumentException(
        "has a member `" + member.name() + "` that is not " + expected);
  }
}
