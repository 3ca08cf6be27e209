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
}
