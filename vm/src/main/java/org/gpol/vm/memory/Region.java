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
    MAP,
    /** Stands for the functions of a program; has addresses but no bytes. */
    CODE;

    /** True if a store needs no more than room: nobody counts or forbids it. */
    boolean scratch() {
      return this == STACK || this == CONTEXT;
    }
  }

  private final AddressSpace space;
  private final Kind kind;
  private final String name;
  private final int number;
  private byte[] bytes;

  Region(AddressSpace space, Kind kind, String name, int number, byte[] bytes) {
    this.space = space;
    this.kind = kind;
    this.name = name;
    this.number = number;
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
    return (long) number << 32;
  }

  /** The bytes themselves. */
  public byte[] bytes() {
    return bytes;
  }

  /** Puts other bytes at the same address: a context per run. */
  public void rebind(byte[] replacement) {
    if (bytes != replacement) {
      bytes = replacement;
      space.bind(number, this);
    }
  }
}
