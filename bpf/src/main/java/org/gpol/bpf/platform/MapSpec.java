package org.gpol.bpf.platform;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A map as an object declares it.
 *
 * @param keySize bytes; 4 for arrays, 0 where there are no keys
 * @param valueSize bytes; 4 for a map of maps or of programs, 0 for a ring buffer
 * @param maxEntries at least 1, but 0 for task storage; bytes for a ring buffer
 * @param flags the kernel's {@code BPF_F_*} flags of map creation
 * @param extra what the type makes of it: the number of hash functions of a bloom filter
 * @param inner what each entry of a map of maps is like, else null
 * @param fields parts of the value that only helpers may touch, by rising offset
 * @param keyType type of the key in the object's BTF, 0 if that is not known
 * @param valueType type of the value in the object's BTF, 0 if that is not known
 */
public record MapSpec(
    String name,
    MapType type,
    int keySize,
    int valueSize,
    int maxEntries,
    int flags,
    long extra,
    MapSpec inner,
    List<MapField> fields,
    int keyType,
    int valueType) {
  /** {@code BPF_F_RDONLY_PROG}. */
  private static final int RDONLY_PROG = 1 << 7;

  /** {@code BPF_F_MMAPABLE}. */
  private static final int MMAPABLE = 1 << 10;

  /** Checks the sizes against the type. */
  public MapSpec {
    fields = List.copyOf(fields);
    MapRules.check(name, type, keySize, valueSize, maxEntries, inner);
  }

  /** A map without flags, of which nothing is known but its sizes. */
  public MapSpec(
      String name, MapType type, int keySize, int valueSize, int maxEntries, MapSpec inner) {
    this(name, type, keySize, valueSize, maxEntries, 0, 0, inner, List.of(), 0, 0);
  }

  /** The same with other flags. */
  public MapSpec withFlags(int other) {
    return new MapSpec(
        name,
        type,
        keySize,
        valueSize,
        maxEntries,
        other,
        extra,
        inner,
        fields,
        keyType,
        valueType);
  }

  /** The same with other fields. */
  public MapSpec withFields(List<MapField> other) {
    return new MapSpec(
        name, type, keySize, valueSize, maxEntries, flags, extra, inner, other, keyType, valueType);
  }

  /** The same with types of key and value, by number in the object's BTF. */
  public MapSpec withTypes(int key, int value) {
    return new MapSpec(
        name, type, keySize, valueSize, maxEntries, flags, extra, inner, fields, key, value);
  }

  /** The same with other maps inside. */
  public MapSpec withInner(MapSpec other) {
    return new MapSpec(
        name,
        type,
        keySize,
        valueSize,
        maxEntries,
        flags,
        extra,
        other,
        fields,
        keyType,
        valueType);
  }

  /** The field of {@code kind} at {@code offset}, if there is one. */
  public Optional<MapField> field(MapField.Kind kind, long offset) {
    return fields.stream().filter(f -> f.kind() == kind && f.offset() == offset).findFirst();
  }

  /** The map on one line, as {@code bpftool map} would show it. */
  @Override
  public String toString() {
    String sizes = "  key " + keySize + "B  value " + valueSize + "B  max_entries " + maxEntries;
    String more = flags == 0 ? "" : "  flags 0x" + Integer.toHexString(flags);
    String kind = type.name().toLowerCase(Locale.ROOT);
    return kind + "  name " + name + sizes + more + (inner == null ? "" : "  of {" + inner + "}");
  }

  public static MapSpec array(String name, int valueSize, int maxEntries) {
    return new MapSpec(name, MapType.ARRAY, 4, valueSize, maxEntries, null);
  }

  public static MapSpec percpuArray(String name, int valueSize, int maxEntries) {
    return new MapSpec(name, MapType.PERCPU_ARRAY, 4, valueSize, maxEntries, null);
  }

  public static MapSpec hash(String name, int keySize, int valueSize, int maxEntries) {
    return new MapSpec(name, MapType.HASH, keySize, valueSize, maxEntries, null);
  }

  public static MapSpec queue(String name, int valueSize, int maxEntries) {
    return new MapSpec(name, MapType.QUEUE, 0, valueSize, maxEntries, null);
  }

  /**
   * The array that holds a section of global data as its single value.
   *
   * @param section {@code .rodata}, {@code .data} or {@code .bss}, or one of these and more
   * @param readOnly programs may not write it
   */
  public static MapSpec globalData(String section, int bytes, boolean readOnly) {
    return array(section, bytes, 1).withFlags(readOnly ? MMAPABLE | RDONLY_PROG : MMAPABLE);
  }

  /** An array whose every slot holds a map like {@code inner}. */
  public static MapSpec arrayOfMaps(String name, MapSpec inner, int maxEntries) {
    return new MapSpec(name, MapType.ARRAY_OF_MAPS, 4, 4, maxEntries, inner);
  }
}
