package org.gpol.bpf.isa;

/**
 * What the 64-bit immediate of a {@link Insn.LoadRef} stands for: the pseudo sources of RFC 9669
 * section 5.4.
 */
public enum RefKind {
  /** A map, by its index in the object: what a file descriptor is to a loader. */
  MAP(1),
  /** The address of byte {@code offset} of the single value of a map. */
  MAP_VALUE(2),
  /** The address of a variable of the platform, by its BTF id. */
  VARIABLE(3),
  /** The address of a function, by the index of its first instruction. */
  CODE(4),
  /** A map, by its place in the list of maps that was handed over with the program. */
  MAP_BY_INDEX(5),
  /** The address of byte {@code offset} of the value of a map found like {@link #MAP_BY_INDEX}. */
  MAP_VALUE_BY_INDEX(6);

  private final int pseudoSource;

  RefKind(int pseudoSource) {
    this.pseudoSource = pseudoSource;
  }

  /** The value of the source register field. */
  public int pseudoSource() {
    return pseudoSource;
  }

  /** True if the second immediate is an offset into a value. */
  public boolean hasOffset() {
    return this == MAP_VALUE || this == MAP_VALUE_BY_INDEX;
  }

  static RefKind decode(int pseudoSource) {
    for (RefKind kind : values()) {
      if (kind.pseudoSource == pseudoSource) {
        return kind;
      }
    }
    return null;
  }
}
