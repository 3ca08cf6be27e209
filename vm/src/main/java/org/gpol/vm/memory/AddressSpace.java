package org.gpol.vm.memory;

import java.util.Arrays;
import org.gpol.bpf.GpolBug;

/**
 * All regions of a machine by address, and the loads and stores of programs on them. Little endian.
 */
public final class AddressSpace {
  /** Region numbers start here, so that small numbers and null are never addresses. */
  private static final int FIRST = 16;

  private Region[] regions = new Region[FIRST + 16];

  /** The bytes of each region by its number, null where there is none: what a load looks up. */
  private byte[][] bytes = new byte[FIRST + 16][];

  /** The same where a store may write without asking further: not in maps, whose writes count. */
  private byte[][] scratch = new byte[FIRST + 16][];

  private int next = FIRST;
  private long mutations;

  /** Adds a region with the next free address. Every second number stays free as a guard. */
  public Region add(Region.Kind kind, String name, byte[] content) {
    if (next + 1 >= regions.length) {
      int length = regions.length * 2;
      regions = Arrays.copyOf(regions, length);
      bytes = Arrays.copyOf(bytes, length);
      scratch = Arrays.copyOf(scratch, length);
    }
    Region region = new Region(this, kind, name, next, content);
    regions[next] = region;
    bind(next, region);
    next += 2;
    return region;
  }

  /** Notes which bytes are now at the addresses of {@code region}. */
  void bind(int number, Region region) {
    bytes[number] = region.bytes();
    scratch[number] = region.kind().scratch() ? region.bytes() : null;
  }

  /**
   * How often a write has changed map memory; unchanged means that no later run can see a
   * difference in it.
   */
  public long mutations() {
    return mutations;
  }

  /** Counts a write to map memory that did not go through a store here. */
  public void countMutation() {
    mutations++;
  }

  /**
   * The region that {@code address} falls into; throws {@link MemoryViolation} if there is none.
   */
  public Region region(long address) {
    int number = (int) (address >>> 32);
    Region region = number >= 0 && number < regions.length ? regions[number] : null;
    if (region == null) {
      throw new MemoryViolation("address " + hex(address) + " belongs to nothing");
    }
    return region;
  }

  /** The offset of {@code address} in {@code region}, with {@code size} bytes behind it. */
  public int checkedOffset(Region region, long address, int size) {
    int offset = (int) address;
    if (offset < 0 || size < 0 || offset > region.bytes().length - size) {
      throw new MemoryViolation(
          size
              + " bytes at offset "
              + offset
              + " of "
              + region.name()
              + ", which has "
              + region.bytes().length);
    }
    return offset;
  }

  /**
   * The bytes of each region by its number, null where there is none: what {@link Access} reads
   * from. It stays the same until a region is added.
   */
  public byte[][] readable() {
    return bytes;
  }

  /**
   * The bytes of those regions that may be written without asking further, because nobody counts or
   * forbids it. It stays the same until a region is added.
   */
  public byte[][] scratch() {
    return scratch;
  }

  public long load8(long address) {
    return Access.load8(bytes, check(address, 1));
  }

  public long load16(long address) {
    return Access.load16(bytes, check(address, 2));
  }

  public long load32(long address) {
    return Access.load32(bytes, check(address, 4));
  }

  public long load64(long address) {
    return Access.load64(bytes, check(address, 8));
  }

  public void store8(long address, long value) {
    Region region = region(check(address, 1));
    if (changes(region, Access.load8(bytes, address) != (value & 0xffL))) {
      Access.store8(bytes, address, value);
    }
  }

  public void store16(long address, long value) {
    Region region = region(check(address, 2));
    if (changes(region, Access.load16(bytes, address) != (value & 0xffffL))) {
      Access.store16(bytes, address, value);
    }
  }

  public void store32(long address, long value) {
    Region region = region(check(address, 4));
    if (changes(region, Access.load32(bytes, address) != (value & 0xffff_ffffL))) {
      Access.store32(bytes, address, value);
    }
  }

  public void store64(long address, long value) {
    Region region = region(check(address, 8));
    if (changes(region, Access.load64(bytes, address) != value)) {
      Access.store64(bytes, address, value);
    }
  }

  /** Checks that {@code size} bytes are at {@code address}. */
  private long check(long address, int size) {
    int number = (int) (address >>> 32);
    byte[] at = Integer.compareUnsigned(number, bytes.length) < 0 ? bytes[number] : null;
    if (at == null || (int) address < 0 || (int) address > at.length - size) {
      throw violation(address, size);
    }
    return address;
  }

  /** What is wrong with an access of {@code size} bytes at {@code address}. */
  public MemoryViolation violation(long address, int size) {
    try {
      checkedOffset(region(address), address, size);
    } catch (MemoryViolation violation) {
      return violation;
    }
    throw new GpolBug("nothing is wrong with address " + hex(address));
  }

  /** The region of {@code address} for a helper that writes to it. */
  public Region writable(long address) {
    Region region = region(address);
    changes(region, true);
    return region;
  }

  /**
   * Whether a store has to be made. One that leaves a map as it is does not count as a mutation:
   * polls that keep writing what is there already are still recognised as repeating themselves.
   */
  private boolean changes(Region region, boolean differs) {
    if (region.kind() == Region.Kind.READ_ONLY_VALUES) {
      throw new MemoryViolation("write to " + region.name() + ", which is read-only");
    }
    if (differs && region.kind() == Region.Kind.MAP_VALUES) {
      mutations++;
    }
    return differs;
  }

  private static String hex(long address) {
    return "0x" + Long.toHexString(address);
  }
}
