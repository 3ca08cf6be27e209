package org.gpol.vm.memory;

/**
 * A piece of memory with an address of its own: the stack, a context, the values of a map.
 *
 * <p>A pointer is {@code number << 32 | offset}, so arithmetic that leaves a region is either
 * caught as out of its bounds or lands in the guard between two regions, which belongs to none.
 */
public final class Region {
  /** What kind of memory it is; only writes to maps outlive a run. */
  public enum Kind {
    STACK,
    CONTEXT,
    MAP_VALUES,
    READ_ONLY_VALUES,
    /** Stands for a map; has an address but no bytes. */
    MAP
  }

  private final Kind kind;
  private final String name;
  private final long base;
  byte[] bytes;

  Region(Kind kind, String name, int number, byte[] bytes) {
    this.kind = kind;
    this.name = name;
    this.base = (long) number << 32;
    this.bytes = bytes;
  }

  /** What kind of memory it is. */
  public Kind kind() {
    return kind;
  }

  /** For messages. */
  public String name() {
    return name;
  }

  /** The address of its first byte. */
  public long base() {
    return base;
  }

  /** The bytes themselves. */
  public byte[] bytes() {
    return bytes;
  }

  /** Puts other bytes at the same address: a context per run. */
  public void rebind(byte[] replacement) {
    bytes = replacement;
  }
}
