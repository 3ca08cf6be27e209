package org.gpol.bpf.btf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Collects types, each once: adding a type that is there already gives the id that it has. A type
 * refers to others by id, so what it refers to is added first, or {@link #reserve reserved}.
 */
public final class BtfBuilder {
  private final List<BtfType> types = new ArrayList<>();
  private final Map<BtfType, Integer> ids = new HashMap<>();

  /** Starts without types. */
  public BtfBuilder() {}

  /** Starts with the types of {@code table}, which keep their ids. */
  public BtfBuilder(BtfTable table) {
    for (BtfType type : table.types()) {
      types.add(type);
      ids.putIfAbsent(type, types.size());
    }
  }

  /** The id of {@code type}. */
  public int add(BtfType type) {
    Integer known = ids.get(type);
    if (known != null) {
      return known;
    }
    types.add(type);
    ids.put(type, types.size());
    return types.size();
  }

  /** An id for a type that refers to itself; {@link #define} says later what it is. */
  public int reserve() {
    types.add(null);
    return types.size();
  }

  /** Says what the type with a reserved id is. */
  public void define(int id, BtfType type) {
    if (types.get(id - 1) != null) {
      throw new IllegalArgumentException("type " + id + " is defined already");
    }
    types.set(id - 1, type);
    ids.putIfAbsent(type, id);
  }

  /** An unsigned integer as C names it on BPF: {@code unsigned int}, …. */
  public int unsigned(int bytes) {
    String name =
        switch (bytes) {
          case 1 -> "unsigned char";
          case 2 -> "unsigned short";
          case 4 -> "unsigned int";
          case 8 -> "unsigned long long";
          default -> throw new IllegalArgumentException("an integer of " + bytes + " bytes");
        };
    return add(new BtfType.Int(name, bytes, 0, bytes * 8, BtfType.Int.Encoding.UNSIGNED));
  }

  /** A signed integer as C names it on BPF: {@code int}, …. */
  public int signed(int bytes) {
    String name =
        switch (bytes) {
          case 1 -> "signed char";
          case 2 -> "short";
          case 4 -> "int";
          case 8 -> "long long";
          default -> throw new IllegalArgumentException("an integer of " + bytes + " bytes");
        };
    return add(new BtfType.Int(name, bytes, 0, bytes * 8, BtfType.Int.Encoding.SIGNED));
  }

  /** {@code char}, of which text consists. */
  public int character() {
    return add(new BtfType.Int("char", 1, 0, 8, BtfType.Int.Encoding.SIGNED));
  }

  /** {@code bool}. */
  public int bool() {
    return add(new BtfType.Int("bool", 1, 0, 8, BtfType.Int.Encoding.BOOL));
  }

  /** A pointer to {@code target}. */
  public int pointer(int target) {
    return add(new BtfType.Ptr(target));
  }

  /** {@code count} elements of {@code element}. */
  public int array(int element, int count) {
    int index =
        add(new BtfType.Int("__ARRAY_SIZE_TYPE__", 4, 0, 32, BtfType.Int.Encoding.UNSIGNED));
    return add(new BtfType.Array(element, index, count));
  }

  /** {@code target} under another name. */
  public int typedef(String name, int target) {
    return add(new BtfType.Typedef(name, target));
  }

  /** A tag of the declaration {@code target} as a whole. */
  public int tag(String text, int target) {
    return add(new BtfType.DeclTag(text, target, -1));
  }

  /** The type with {@code id}, empty for {@code void}. */
  public Optional<BtfType> type(int id) {
    return id >= 1 && id <= types.size() ? Optional.of(types.get(id - 1)) : Optional.empty();
  }

  /** The ids in use: 1 to this. */
  public int size() {
    return types.size();
  }

  /** All types; every reserved one must be defined. */
  public BtfTable build() {
    int hole = types.indexOf(null);
    if (hole >= 0) {
      throw new IllegalArgumentException("type " + (hole + 1) + " was never defined");
    }
    return new BtfTable(types);
  }
}
