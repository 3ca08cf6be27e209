package org.gpol.vm.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * All regions of a machine by address, and the loads and stores of programs on them. Little endian.
 */
public final class AddressSpace {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Region numbers start here, so that small numbers and null are never addresses. */
  private static final int FIRST = 16;

  private Region[] regions = new Region[FIRST + 16];
  private int next = FIRST;
  private long mutations;

  /** Adds a region with the next free address. Every second number stays free as a guard. */
  public Region add(Region.Kind kind, String name, byte[] bytes) {
    if (next + 1 >= regions.length) {
      regions = Arrays.copyOf(regions, regions.length * 2);
    }
    Region region = new Region(kind, name, next, bytes);
    regions[next] = region;
    next += 2;
    return region;
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
    if (offset < 0 || size < 0 || offset > region.bytes.length - size) {
      throw new MemoryViolation(
          size
              + " bytes at offset "
              + offset
              + " of "
              + region.name()
              + ", which has "
              + region.bytes.length);
    }
    return offset;
  }

  public long load8(long address) {
    Region region = region(address);
    return region.bytes[checkedOffset(region, address, 1)] & 0xffL;
  }

  public long load16(long address) {
    Region region = region(address);
    return (short) SHORT.get(region.bytes, checkedOffset(region, address, 2)) & 0xffffL;
  }

  public long load32(long address) {
    Region region = region(address);
    return (int) INT.get(region.bytes, checkedOffset(region, address, 4)) & 0xffff_ffffL;
  }

  public long load64(long address) {
    Region region = region(address);
    return (long) LONG.get(region.bytes, checkedOffset(region, address, 8));
  }

  public void store8(long address, long value) {
    Region region = region(address);
    int offset = checkedOffset(region, address, 1);
    if (changes(region, region.bytes[offset] != (byte) value)) {
      region.bytes[offset] = (byte) value;
    }
  }

  public void store16(long address, long value) {
    Region region = region(address);
    int offset = checkedOffset(region, address, 2);
    if (changes(region, (short) SHORT.get(region.bytes, offset) != (short) value)) {
      SHORT.set(region.bytes, offset, (short) value);
    }
  }

  public void store32(long address, long value) {
    Region region = region(address);
    int offset = checkedOffset(region, address, 4);
    if (changes(region, (int) INT.get(region.bytes, offset) != (int) value)) {
      INT.set(region.bytes, offset, (int) value);
    }
  }

  public void store64(long address, long value) {
    Region region = region(address);
    int offset = checkedOffset(region, address, 8);
    if (changes(region, (long) LONG.get(region.bytes, offset) != value)) {
      LONG.set(region.bytes, offset, value);
    }
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
