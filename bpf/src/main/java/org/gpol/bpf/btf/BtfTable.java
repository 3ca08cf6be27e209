package org.gpol.bpf.btf;

import java.util.List;
import java.util.Optional;

/**
 * The types of an object. A type's id is its place in the list plus 1; id 0 is {@code void}.
 * Immutable.
 */
public record BtfTable(List<BtfType> types) {
  /** No types but {@code void}. */
  public static final BtfTable EMPTY = new BtfTable(List.of());

  /** Copies the list. */
  public BtfTable {
    types = List.copyOf(types);
  }

  /** The type with {@code id}, empty for {@code void} and for ids that do not exist. */
  public Optional<BtfType> type(int id) {
    return id >= 1 && id <= types.size() ? Optional.of(types.get(id - 1)) : Optional.empty();
  }

  /**
   * What {@code id} is behind typedefs, qualifiers and type tags: the id of something else. Types
   * in a circle, which no reader lets in, end nowhere and give 0.
   */
  public int resolve(int id) {
    int at = id;
    for (int steps = 0; steps <= types.size(); steps++) {
      int next = behind(at);
      if (next < 0) {
        return at;
      }
      at = next;
    }
    return 0;
  }

  /** The type that {@link #resolve} finds; empty for {@code void}. */
  public Optional<BtfType> resolved(int id) {
    return type(resolve(id));
  }

  /** Bytes that a value of the type takes; -1 where there are no values. */
  public long bytes(int id) {
    long count = 1;
    int at = resolve(id);
    while (type(at).orElse(null) instanceof BtfType.Array array) {
      count = saturated(count, array.count());
      at = resolve(array.element());
    }
    long one = bytesOfOne(type(at).orElse(null));
    return one < 0 ? -1 : saturated(count, one);
  }

  private static long saturated(long a, long b) {
    return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
  }

  private long bytesOfOne(BtfType type) {
    if (type instanceof BtfType.Int integer) {
      return integer.bytes();
    }
    if (type instanceof BtfType.Struct struct) {
      return struct.bytes();
    }
    if (type instanceof BtfType.Enumeration enumeration) {
      return enumeration.bytes();
    }
    if (type instanceof BtfType.FloatingPoint number) {
      return number.bytes();
    }
    if (type instanceof BtfType.Var variable) {
      return bytes(variable.type());
    }
    if (type instanceof BtfType.DataSec section) {
      return section.bytes();
    }
    return type instanceof BtfType.Ptr ? 8 : -1;
  }

  private int behind(int id) {
    BtfType type = type(id).orElse(null);
    if (type instanceof BtfType.Typedef typedef) {
      return typedef.target();
    }
    if (type instanceof BtfType.Qualified qualified) {
      return qualified.target();
    }
    return type instanceof BtfType.TypeTag tag ? tag.target() : -1;
  }
}
