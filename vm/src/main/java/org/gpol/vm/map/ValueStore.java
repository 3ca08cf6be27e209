package org.gpol.vm.map;

import java.util.Optional;
import org.gpol.bpf.platform.MapSpec;
import org.gpol.vm.memory.AddressSpace;
import org.gpol.vm.memory.MemoryViolation;
import org.gpol.vm.memory.Region;

/**
 * The values of a map, numbered, in memory that programs address. A value never moves. Small stores
 * are one region, large ones are cut into pieces; a piece is allocated when one of its values is
 * first asked for.
 */
final class ValueStore {
  /** A store up to this size is one region, so that whole arrays can be addressed at once. */
  static final int ONE_REGION = 16 << 20;

  /** The size of the pieces of larger stores, unless one value is larger. */
  private static final int PIECE = 1 << 20;

  private final AddressSpace memory;
  private final Region.Kind kind;
  private final String name;
  private final int stride;
  private final int count;
  private final int shift;

  /** The address of each piece; 0 while it is not allocated. */
  private final long[] pieces;

  /**
   * A store of {@code count} values. Throws {@link MapCreationException} if they take more than 2
   * GiB.
   */
  ValueStore(AddressSpace memory, Region.Kind kind, MapSpec spec, int stride, long count) {
    long bytes = stride * count;
    MapCreation.checkBytes(spec, bytes);
    this.memory = memory;
    this.kind = kind;
    this.name = spec.name();
    this.stride = stride;
    this.count = (int) count;
    boolean one = bytes <= ONE_REGION;
    this.shift = one ? 31 : 31 - Integer.numberOfLeadingZeros(Math.max(1, PIECE / stride));
    this.pieces = new long[one ? 1 : (int) (((count - 1) >>> shift) + 1)];
  }

  /** The address of a value, or 0 if there is no memory left for it. */
  long address(int number) {
    long base = pieces[number >>> shift];
    if (base == 0) {
      base = allocate(number >>> shift);
      if (base == 0) {
        return 0;
      }
    }
    return base + (long) (number & ((1 << shift) - 1)) * stride;
  }

  /**
   * The number of the value at {@code address}; throws {@link MemoryViolation} if there is none.
   */
  int number(long address) {
    for (int piece = 0; piece < pieces.length; piece++) {
      if (pieces[piece] != 0 && address >>> 32 == pieces[piece] >>> 32) {
        return (piece << shift) + (int) ((address - pieces[piece]) / stride);
      }
    }
    throw new MemoryViolation("address 0x" + Long.toHexString(address) + " is no value of " + name);
  }

  /** True if all values are in one region. */
  boolean isOnePiece() {
    return pieces.length == 1;
  }

  /** True if all values together are no more than one piece of a large store. */
  boolean isSmall() {
    return (long) count * stride <= PIECE;
  }

  /** The only region of the store, if there is only one and it has been allocated. */
  Optional<Region> allocated() {
    return isOnePiece() && pieces[0] != 0
        ? Optional.of(memory.region(pieces[0]))
        : Optional.empty();
  }

  /** All values as one region; throws {@link IllegalArgumentException} if they are in pieces. */
  Region region() {
    if (pieces.length > 1) {
      throw new IllegalArgumentException("map " + name + " is too large for one region");
    }
    long base = address(0);
    if (base == 0) {
      throw new OutOfMemoryError("for the values of map " + name);
    }
    return memory.region(base);
  }

  private long allocate(int piece) {
    int first = piece << shift;
    int values = shift == 31 ? count : Math.min(1 << shift, count - first);
    try {
      Region region = memory.add(kind, name, new byte[values * stride]);
      pieces[piece] = region.base();
    } catch (OutOfMemoryError e) {
      return 0; // the program asked for it: it gets NULL, or -ENOMEM, as from the kernel
    }
    return pieces[piece];
  }
}
