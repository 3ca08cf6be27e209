package org.gpol.bpf.isa;

/**
 * What the 64-bit immediate of a {@link Insn.LoadRef} stands for: the pseudo sources of RFC 9669
 * section 5.4.
 */
public enum RefKind {
  /** A map, by its index in the object. */
  MAP(1),
  /** The address of byte {@code offset} of the single value of a map. */
  MAP_VALUE(2),
  /** The address of a function, by the index of its first instruction. */
  CODE(4);

  private final int pseudoSource;

  RefKind(int pseudoSource) {
    this.pseudoSource = pseudoSource;
  }

  /** The value of the source register field. */
  public int pseudoSource() {
    return pseudoSource;
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
